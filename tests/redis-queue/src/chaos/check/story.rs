use std::collections::BTreeMap;

use super::job::{Answer, Job, Lease};
use crate::chaos::{Event, History};

/// A history, by jobs.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) jobs: BTreeMap<String, Job>,
}

impl Story {
    pub(super) fn of(history: &History) -> Self {
        let mut story = Self::default();
        for record in &history.records {
            story.read(record.at, &record.by, &record.event);
        }
        for job in story.jobs.values_mut() {
            job.leases.sort_by_key(|lease| lease.generation);
        }
        story
    }

    fn read(&mut self, at: u64, by: &str, event: &Event) {
        match event {
            Event::Put { item, is_delayed, after } => {
                let job = self.job(item);
                (job.put, job.is_delayed, job.after) = (Some(at), *is_delayed, after.clone());
            }
            Event::HasPut { item } => self.job(item).put_ended = Some((at, Some(true))),
            Event::HasNotPut { item } => self.job(item).put_ended = Some((at, Some(false))),
            Event::MayHavePut { item, .. } => self.job(item).put_ended = Some((at, None)),
            &Event::Taken { ref item, generation, attempts, ends } => {
                let answers = Vec::new();
                let lease = Lease { generation, by: by.to_owned(), at, attempts, ends, answers };
                self.job(item).leases.push(lease);
            }
            &Event::Say { ref item, generation, word } => {
                if let Some(lease) = self.lease(item, generation) {
                    lease.answers.push(Answer { word, at, reply: None });
                }
            }
            Event::Heard { item, generation, word, reply } => {
                let lease = self.lease(item, *generation);
                let said = lease.and_then(|lease| {
                    lease.answers.iter_mut().rfind(|answer| answer.word == *word)
                });
                if let Some(answer) = said {
                    answer.reply = Some((at, reply.clone()));
                }
            }
            Event::Dead { item } => self.job(item).dead += 1,
            Event::TakeCancelled { .. }
            | Event::Stalled { .. }
            | Event::Disturbed { .. }
            | Event::Killed { .. }
            | Event::Stopped { .. }
            | Event::GoesOn { .. }
            | Event::ServerDown
            | Event::ServerUp
            | Event::Counted { .. }
            | Event::Stuck { .. } => {}
        }
    }

    fn job(&mut self, item: &str) -> &mut Job {
        self.jobs
            .entry(item.to_owned())
            .or_insert_with(|| Job { item: item.to_owned(), ..Job::default() })
    }

    fn lease(&mut self, item: &str, generation: u64) -> Option<&mut Lease> {
        self.job(item).leases.iter_mut().rfind(|lease| lease.generation == generation)
    }
}

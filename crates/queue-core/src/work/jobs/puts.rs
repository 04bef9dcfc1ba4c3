use super::Jobs;
use crate::Pushed;
use crate::work::job::NEVER;
use crate::work::ready::{Entry, Ready};
use crate::work::slot::{Slot, Stage};
use crate::work::{Job, Merge, Rules};

/// What a newer item brings to the job that it becomes one with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub(super) expires: u64,
    pub(super) due: u64,
    pub(super) has_room: bool,
}

/// Jobs on their way in.
impl<R: Rules> Jobs<R> {
    /// Stores a job that comes from a put or is due later. A put has room for it.
    pub(super) fn admit(
        &mut self,
        job: Job<R::Item>,
        due: u64,
        has_room: bool,
    ) -> Pushed<Job<R::Item>> {
        if let Some(index) = job.lease.and_then(|lease| self.find(lease)) {
            let Job { item, attempts, expires, since, .. } = job;
            return match self.give_back(index, item) {
                None => Pushed::Stored,
                Some(item) => {
                    Pushed::Displaced(Job { item, attempts, expires, since, lease: None })
                }
            };
        }
        let Job { item, attempts, expires, since, .. } = job;
        let key = self.rules.key(&item);
        let line = key.as_ref().and_then(|key| self.keys.find(key));
        let item = match line.and_then(|line| self.keys.last(line)) {
            Some(last) if self.can_merge(last) => {
                match self.merge(last, item, Terms { expires, due, has_room }) {
                    Merge::Apart(item) => item,
                    Merge::Together => return Pushed::Merged,
                    Merge::Leftover(item) => {
                        return Pushed::Displaced(Job {
                            item,
                            attempts,
                            expires,
                            since,
                            lease: None,
                        });
                    }
                }
            }
            _ => item,
        };
        let rank = self.rules.rank(&item);
        let is_behind = line.is_some();
        let line = line.or_else(|| key.map(|key| self.keys.begin(key)));
        let arrival = self.number();
        let mut slot = Slot {
            item: Some(item),
            rank: None,
            line,
            stage: Stage::Ready,
            arrival,
            due,
            expires,
            number: arrival,
            alarm: NEVER,
            since,
            attempts,
            has_room,
        };
        self.counts.room += usize::from(has_room);
        if line.is_none() && has_room && expires == NEVER {
            // As most jobs are: it is ready at once.
            let slot = self.slots.insert(slot);
            self.note_age(slot, since);
            self.ready.push(Entry { rank, arrival, ticket: arrival, slot });
            return Pushed::Stored;
        }
        slot.rank = Some(rank);
        slot.stage = Stage::Behind;
        let index = self.slots.insert(slot);
        self.note_age(index, since);
        self.counts.behind += 1;
        if let Some(line) = line {
            self.keys.push(line, index);
        }
        if is_behind {
            self.set_alarm(index);
        } else {
            self.start(index);
        }
        match self.slots[index].stage {
            Stage::Ready => Pushed::Stored,
            Stage::Behind | Stage::Delayed | Stage::Returning | Stage::Leased => Pushed::Deferred,
        }
    }

    /// Whether a newer item may become one with a job.
    pub(super) fn can_merge(&self, index: usize) -> bool {
        let slot = &self.slots[index];
        slot.item.is_some() && slot.stage != Stage::Leased
    }

    /// Lets the rules make one item of two. If that panics, nothing else has changed.
    pub(super) fn merge(&mut self, index: usize, newer: R::Item, terms: Terms) -> Merge<R::Item> {
        let slot = &mut self.slots[index];
        let Some(queued) = &mut slot.item else { return Merge::Apart(newer) };
        let merged = self.rules.merge(queued, newer);
        if matches!(merged, Merge::Apart(_)) {
            return merged;
        }
        let is_ranked = !Ready::<R::Rank>::IS_BY_ARRIVAL;
        if is_ranked {
            slot.rank = Some(self.rules.rank(queued));
        }
        slot.expires = slot.expires.max(terms.expires);
        slot.due = slot.due.min(terms.due);
        if terms.has_room && !slot.has_room {
            slot.has_room = true;
            self.counts.room += 1;
        }
        match (slot.stage, is_ranked) {
            (Stage::Ready, true) => {
                self.leave_ready(index);
                self.enter(index);
                self.sweep();
            }
            (Stage::Returning, _) if slot.has_room => {
                self.returning.remove(&slot.arrival);
                self.enter(index);
            }
            (Stage::Delayed, _) => self.start(index),
            (Stage::Ready | Stage::Behind | Stage::Returning | Stage::Leased, _) => {
                self.set_alarm(index);
            }
        }
        merged
    }
}

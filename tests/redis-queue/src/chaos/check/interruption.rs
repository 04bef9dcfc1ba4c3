use std::time::Duration;

use super::job::{Job, Lease};
use crate::chaos::clock::micros;
use crate::chaos::{Event, History};

/// A time in which a process may have been silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Interruption {
    /// The process, or `None` for all of them.
    process: Option<String>,
    kind: Kind,
    pub(super) from: u64,
    pub(super) until: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Stop,
    Server,
    Network,
    Stall,
    Death,
}

#[derive(Debug, Default)]
pub(super) struct Interruptions(Vec<Interruption>);

/// What a crash of a server may lose that does not write at once: a write of its kind may be late by two seconds.
const LOST_BEFORE: u64 = 2_500_000;
/// An answer that was on its way is noted somewhat later.
const LOST_AFTER: u64 = 500_000;
/// How long it may take until another process has ended a session that is over.
const SLACK: u64 = 1_500_000;

impl Interruptions {
    pub(super) fn of(history: &History) -> Self {
        let mut all = Self::default();
        for record in &history.records {
            let at = record.at;
            match &record.event {
                &Event::Stalled { since } => {
                    all.add(Some(&record.by), Kind::Stall, since, at);
                }
                &Event::Disturbed { ref client, until } => {
                    all.add(Some(client), Kind::Network, at, until);
                }
                Event::Killed { client } => all.add(Some(client), Kind::Death, at, u64::MAX),
                Event::Stopped { client } => all.add(Some(client), Kind::Stop, at, u64::MAX),
                Event::GoesOn { client } => all.end(Some(client), Kind::Stop, at),
                Event::ServerDown => all.add(None, Kind::Server, at, u64::MAX),
                Event::ServerUp => all.end(None, Kind::Server, at),
                Event::Put { .. }
                | Event::HasPut { .. }
                | Event::HasNotPut { .. }
                | Event::MayHavePut { .. }
                | Event::TakeCancelled { .. }
                | Event::Taken { .. }
                | Event::Say { .. }
                | Event::Heard { .. }
                | Event::Counted { .. }
                | Event::Dead { .. }
                | Event::Stuck { .. } => {}
            }
        }
        all
    }

    fn add(&mut self, process: Option<&str>, kind: Kind, from: u64, until: u64) {
        self.0.push(Interruption { process: process.map(str::to_owned), kind, from, until });
    }

    fn end(&mut self, process: Option<&str>, kind: Kind, at: u64) {
        let open = |one: &&mut Interruption| {
            one.process.as_deref() == process && one.kind == kind && one.until == u64::MAX
        };
        if let Some(one) = self.0.iter_mut().rfind(open) {
            one.until = at;
        }
    }

    pub(super) fn of_process(&self, process: &str) -> impl Iterator<Item = &Interruption> {
        self.0.iter().filter(move |one| one.process.as_deref().is_none_or(|its| its == process))
    }

    /// Whether a lease ended while its process was stopped, and was answered after that. A stop counts if nothing else
    /// disturbed the process or the server meanwhile.
    pub(super) fn had_ended(&self, lease: &Lease, answered: u64, session: Duration) -> bool {
        self.of_process(&lease.by).any(|stop| {
            stop.kind == Kind::Stop
                && lease.at <= stop.from
                && stop.until < answered
                && stop.until - stop.from >= micros(session) + SLACK
                && !self.of_process(&lease.by).any(|other| {
                    matches!(other.kind, Kind::Network | Kind::Server)
                        && other.from < stop.until
                        && other.until > stop.from
                })
        })
    }

    /// Whether a crash of the server may have lost something about a job.
    pub(super) fn may_have_lost(&self, job: &Job) -> bool {
        self.0.iter().filter(|one| one.kind == Kind::Server).any(|crash| {
            let from = crash.from.saturating_sub(LOST_BEFORE);
            let until = crash.from.saturating_add(LOST_AFTER);
            job.spans().any(|(begin, end)| begin <= until && end >= from)
        })
    }
}

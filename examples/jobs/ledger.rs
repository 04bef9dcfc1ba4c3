//! What the handlers write down: for each job, the attempts at it.
//!
//! The queue has no part in it. A time is one of the queue's clock. An attempt is *live* from [`begin`](Ledger::begin)
//! on, which comes after its lease has begun. It is live until it is [closed](Ledger::close), before its answer, or
//! until the time that [`end_by`](Ledger::end_by) has set, whichever is earlier. So an attempt is never live without
//! a good lease.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
pub(crate) struct Ledger(Mutex<Entries>);

/// The entries by the ids of their jobs.
pub(crate) type Entries = BTreeMap<u64, Entry>;

/// What handlers had to do with one job.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) tenant: Arc<str>,
    pub(crate) attempts: Vec<Record>,
}

/// One attempt at a job.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    /// The number that the queue gives it, from one on.
    pub(crate) number: u32,
    pub(crate) from: u64,
    pub(crate) until: u64,
    /// There is none while the handler works.
    pub(crate) outcome: Option<Outcome>,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// The queue took the answer that the job is done.
    Done,
    /// The same, though the lease had run out. It is a mistake of the queue.
    DoneLate,
    /// The queue took the answer that the job is to be retried.
    Retried,
    /// The lease was dropped without a word.
    Dropped,
    /// The lease was dropped by a panic.
    Panicked,
    /// The queue refused the answer, since the lease has run out.
    Refused,
    /// The lease was leaked, and is to end by itself.
    Leaked,
}

impl Ledger {
    /// Writes down that an attempt has begun.
    pub(crate) fn begin(&self, id: u64, tenant: &Arc<str>, number: u32, now: u64) {
        let record = Record { number, from: now, until: u64::MAX, outcome: None };
        let mut entries = self.entries();
        let entry = entries.entry(id);
        let new = || Entry { tenant: Arc::clone(tenant), attempts: Vec::new() };
        entry.or_insert_with(new).attempts.push(record);
    }

    /// Writes down that the lease ends by itself at a time, and not earlier.
    pub(crate) fn end_by(&self, id: u64, number: u32, until: u64) {
        self.change(id, number, |record| record.until = until);
    }

    /// Writes down that the handler is about to answer.
    pub(crate) fn close(&self, id: u64, number: u32, now: u64) {
        self.change(id, number, |record| record.until = record.until.min(now));
    }

    /// Writes down what became of an attempt.
    pub(crate) fn end(&self, id: u64, number: u32, outcome: Outcome) {
        self.change(id, number, |record| record.outcome = Some(outcome));
    }

    /// Returns all entries, once no handler is left.
    pub(crate) fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, id: u64, number: u32, change: impl FnOnce(&mut Record)) {
        let mut entries = self.entries();
        // The last one: if a number comes twice, the check says so.
        let attempts = entries.get_mut(&id).into_iter().flat_map(|entry| &mut entry.attempts);
        let record = attempts.rev().find(|record| record.number == number);
        change(record.expect("it has begun"));
    }
}

impl Outcome {
    pub(crate) const fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::DoneLate)
    }
}

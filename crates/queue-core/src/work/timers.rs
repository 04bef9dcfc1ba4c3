use alloc::collections::BTreeMap;

use super::job::NEVER;

/// When jobs change by themselves: in the order of time, and at equal times in the order of arrival.
#[derive(Clone, Debug)]
pub(super) struct Timers {
    slots: BTreeMap<Timer, usize>,
    /// The first time, or [`NEVER`].
    next: u64,
}

/// The name of a timer that has been set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timer {
    pub(super) time: u64,
    /// The arrival of the job when it was set.
    pub(super) arrival: u64,
}

impl Timers {
    pub(super) const fn new() -> Self {
        Self { slots: BTreeMap::new(), next: NEVER }
    }

    pub(super) fn set(&mut self, timer: Timer, slot: usize) {
        self.slots.insert(timer, slot);
        self.next = self.next.min(timer.time);
    }

    pub(super) fn cancel(&mut self, timer: Timer) {
        self.slots.remove(&timer);
        self.find_next();
    }

    /// Returns the first time, or [`NEVER`].
    #[inline]
    pub(super) const fn next(&self) -> u64 {
        self.next
    }

    /// Removes the first timer if its time has come, and returns the slot of its job.
    pub(super) fn pop_due(&mut self, now: u64) -> Option<usize> {
        if self.next > now {
            return None;
        }
        let due = self.slots.pop_first();
        self.find_next();
        due.map(|(_, slot)| slot)
    }

    fn find_next(&mut self) {
        let first = self.slots.first_key_value();
        self.next = first.map_or(NEVER, |(timer, _)| timer.time);
    }
}

use alloc::collections::BTreeMap;

/// When jobs change by themselves: in the order of time, and at equal times in the order of arrival.
#[derive(Clone, Debug)]
pub(super) struct Timers(BTreeMap<Timer, usize>);

/// The name of a timer that has been set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timer {
    pub(super) time: u64,
    /// The arrival of the job when it was set.
    pub(super) arrival: u64,
}

impl Timers {
    pub(super) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(super) fn set(&mut self, timer: Timer, slot: usize) {
        self.0.insert(timer, slot);
    }

    pub(super) fn cancel(&mut self, timer: Timer) {
        self.0.remove(&timer);
    }

    /// Returns the first time.
    pub(super) fn next(&self) -> Option<u64> {
        self.0.first_key_value().map(|(timer, _)| timer.time)
    }

    /// Removes the first timer if its time has come, and returns the slot of its job.
    pub(super) fn pop_due(&mut self, now: u64) -> Option<usize> {
        self.next().filter(|&time| time <= now)?;
        self.0.pop_first().map(|(_, slot)| slot)
    }
}

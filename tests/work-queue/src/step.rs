use std::fmt;

use queue_core::work::Retry;

/// A step of a program. Leases are counted in the order in which they were taken; a lease that is not there, or has
/// ended, is answered as stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Put an item if there is room.
    TryPut {
        /// Its key.
        key: Option<char>,
        /// Its rank.
        rank: u8,
        /// How long it may live from now on.
        lives: Option<u64>,
    },
    /// Put an item, and wait for room.
    Put {
        /// Its key.
        key: Option<char>,
    },
    /// Put an item that is due later.
    PutLater {
        /// Its key.
        key: Option<char>,
        /// How much later.
        delay: u64,
        /// How long it may live from now on.
        lives: Option<u64>,
    },
    /// Take a job if one is ready.
    TryGet,
    /// Take a job, and wait for one.
    Get,
    /// End a job.
    Done(usize),
    /// Give a job back.
    Retry(usize, How),
    /// Leave a copy, so that a lease ends by itself after so much time.
    Keep(usize, u64),
    /// Let a lease end so much later than now.
    Extend(usize, u64),
    /// Let time pass.
    Advance(u64),
    /// Wait until all is done.
    Join,
    /// Cancel the operation that was the first to wait, of those that do.
    Cancel,
    /// Change the capacity.
    SetCapacity(Option<usize>),
    /// Shut the queue down gracefully.
    Shutdown,
    /// Shut the queue down immediately.
    ShutdownNow,
}

/// Where a retried job goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// To its old place.
    InPlace,
    /// To the end.
    AtEnd,
    /// To the end, after so much time.
    After(u64),
}

impl How {
    pub(crate) const fn at(self, now: u64) -> Retry {
        match self {
            Self::InPlace => Retry::InPlace,
            Self::AtEnd => Retry::AtEnd,
            Self::After(delay) => Retry::At(now + delay),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

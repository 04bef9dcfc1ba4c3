use alloc::vec::Vec;
use core::fmt;

use super::Job;
use crate::Waiters;

/// What a call of a work queue leaves to its caller.
///
/// Look after it once you have let go of the state: wake the waiters, handle the dead jobs, and drop the rest.
///
/// ```
/// use queue_core::work::Effects;
///
/// let effects = Effects::<String, u32>::default();
/// assert!(effects.notified.is_empty() && effects.dead.is_empty() && effects.spent.is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Effects<T, W> {
    /// The waiters to wake.
    pub notified: Waiters<W>,
    /// The jobs that have ended without being done, in the order in which they ended.
    pub dead: Vec<Dead<T>>,
    /// What is left over: copies and merged items that are no longer needed.
    pub spent: Vec<T>,
}

/// A job that has ended without being done.
///
/// To begin anew, put its item as a new job. The job itself keeps its attempts and its time to live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dead<T> {
    /// The job.
    pub job: Job<T>,
    /// Why it ended.
    pub cause: Cause,
}

/// Why a job has ended without being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// Its last attempt failed.
    Attempts,
    /// Its time to live was over before it was taken.
    Expired,
    /// The queue was shut down immediately, and then it came back.
    ShutDown,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Attempts => "the last attempt failed",
            Self::Expired => "the time to live was over",
            Self::ShutDown => "the queue was shut down",
        })
    }
}

impl<T, W> Default for Effects<T, W> {
    #[inline]
    fn default() -> Self {
        Self { notified: Waiters::default(), dead: Vec::new(), spent: Vec::new() }
    }
}

use alloc::boxed::Box;
use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;

use queue_core::Capacity;
use queue_core::work::{Backoff, Jobs, Rules, TokenBucket};

use super::WorkQueue;
use super::queue::{Settings, nanoseconds};
use crate::Lock;

/// Makes a [`WorkQueue`].
///
/// ```
/// use std::time::Duration;
///
/// use queue_async::LocalLock;
/// use queue_async::work::{Plain, WorkBuilder};
///
/// let queue = WorkBuilder::<Plain<u8>, LocalLock>::new(Plain::default())
///     .bounded(100)
///     .max_attempts(5)
///     .backoff(Duration::from_secs(1), Duration::from_secs(60))
///     .build();
/// assert!(queue.is_empty());
/// ```
#[must_use = "a builder makes no queue until `build` is called"]
pub struct WorkBuilder<R: Rules, L: Lock> {
    jobs: Jobs<R>,
    capacity: Capacity,
    settings: Settings,
    lock: PhantomData<fn() -> L>,
}

impl<R: Rules, L: Lock> WorkBuilder<R, L> {
    /// Starts to make a work queue of these rules: unbounded, with any number of attempts and without a backoff.
    pub fn new(rules: R) -> Self {
        let settings = Settings { clock: clock(), ends_when_dropped: false, notes_ages: false };
        let (jobs, capacity) = (Jobs::new(rules), Capacity::Unbounded);
        Self { jobs, capacity, settings, lock: PhantomData }
    }

    /// Bounds the jobs that are ready or wait behind one of their key. See [room](queue_core::work#room).
    ///
    /// # Panics
    ///
    /// Panics if `capacity` is zero.
    #[track_caller]
    pub fn bounded(self, capacity: usize) -> Self {
        match Capacity::try_from(capacity) {
            Ok(capacity) => Self { capacity, ..self },
            Err(zero) => panic!("{zero}"),
        }
    }

    /// Sets how many times a job may be tried: after that many failed attempts it is [dead](WorkQueue::dead). Zero
    /// counts as one.
    pub fn max_attempts(self, attempts: u32) -> Self {
        Self { jobs: self.jobs.with_max_attempts(attempts), ..self }
    }

    /// Lets a failed job wait before its next attempt: twice as long each time, from `first` to `most`, and between
    /// half of that and all of it by chance, so that jobs that fail together do not come back together.
    pub fn backoff(self, first: Duration, most: Duration) -> Self {
        let backoff = Backoff::new(nanoseconds(first), nanoseconds(most)).with_jitter();
        Self { jobs: self.jobs.with_backoff(backoff), ..self }
    }

    /// Lets a failed job wait as by [`backoff`](Self::backoff), and exactly so long.
    pub fn backoff_without_jitter(self, first: Duration, most: Duration) -> Self {
        let backoff = Backoff::new(nanoseconds(first), nanoseconds(most));
        Self { jobs: self.jobs.with_backoff(backoff), ..self }
    }

    /// Limits how many failed jobs come back: `burst` at once, and then one in an interval.
    pub fn limit_retries(self, interval: Duration, burst: u32) -> Self {
        let limit = TokenBucket::new(nanoseconds(interval), burst);
        Self { jobs: self.jobs.with_retry_limit(limit), ..self }
    }

    /// Lets a lease that is dropped without a word end its job, instead of retrying it.
    pub fn done_when_dropped(mut self) -> Self {
        self.settings.ends_when_dropped = true;
        self
    }

    /// Notes when the put of each job begins, for [`WorkQueue::oldest`]. Each put asks the clock, and each job takes a part of a
    /// map.
    pub fn note_ages(mut self) -> Self {
        self.settings.notes_ages = true;
        self
    }

    /// Sets the clock, which returns the time since any fixed moment. By default it is [`std::time::Instant`], and
    /// without `std` it stands still.
    pub fn clock(mut self, clock: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        self.settings.clock = Box::new(clock);
        self
    }

    /// Makes the queue.
    #[must_use]
    pub fn build(self) -> WorkQueue<R, L> {
        WorkQueue::new(self.jobs, self.capacity, self.settings)
    }
}

fn clock() -> Box<dyn Fn() -> Duration + Send + Sync> {
    #[cfg(feature = "std")]
    let clock = {
        let start = std::time::Instant::now();
        move || start.elapsed()
    };
    #[cfg(not(feature = "std"))]
    let clock = || Duration::ZERO;
    Box::new(clock)
}

impl<R: Rules, L: Lock> fmt::Debug for WorkBuilder<R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkBuilder")
            .field("capacity", &self.capacity)
            .field("max_attempts", &self.jobs.max_attempts())
            .finish_non_exhaustive()
    }
}

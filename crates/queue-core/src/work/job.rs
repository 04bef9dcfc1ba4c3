use core::fmt;

/// An item on its way into a work queue or out of it, with what the queue knows of it.
///
/// ```
/// use queue_core::work::Job;
///
/// let job = Job::new("mail").expires_at(90);
/// assert_eq!((job.item, job.attempts(), job.lease()), ("mail", 0, None));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Job<T> {
    /// The item.
    pub item: T,
    pub(super) attempts: u32,
    /// [`NEVER`], or when it has lived too long.
    pub(super) expires: u64,
    /// [`UNKNOWN`], or when it was put.
    pub(super) since: u64,
    pub(super) lease: Option<LeaseId>,
}

/// The time of the put of a job whose age is not asked for.
pub(super) const UNKNOWN: u64 = 0;

/// The last time there is, which never comes.
pub(super) const NEVER: u64 = u64::MAX;

/// The name of a lease: an item that has been taken, and one attempt at it.
///
/// Each attempt has its own. Once the attempt has ended, by an answer or because its time was up, the name is
/// stale: a late answer cannot touch the next attempt.
///
/// ```
/// use queue_core::work::{Job, Jobs, Plain, StaleLease};
/// use queue_core::{State, Waiters};
///
/// let mut state = State::<Jobs<Plain<&str>>, u32>::default();
/// let mut notified = Waiters::default();
/// state.try_put(Job::new("mail"), &mut notified)?;
/// let lease = state.try_get(&mut notified)?.lease().expect("it has been taken");
/// assert_eq!(state.done(lease, &mut None, &mut notified), Ok(()));
/// assert_eq!(state.done(lease, &mut None, &mut notified), Err(StaleLease));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LeaseId {
    pub(super) slot: usize,
    pub(super) generation: u64,
}

impl<T> Job<T> {
    /// Makes a job of an item.
    ///
    /// ```
    /// assert_eq!(queue_core::work::Job::new(7).attempts(), 0);
    /// ```
    #[must_use]
    pub const fn new(item: T) -> Self {
        Self { item, attempts: 0, expires: NEVER, since: UNKNOWN, lease: None }
    }

    /// Gives it a time to live: a job that has not been taken by then comes out as dead. The time `u64::MAX` never
    /// comes.
    ///
    /// ```
    /// use queue_core::work::Job;
    ///
    /// assert_eq!(Job::new(7).expires_at(90).expires(), Some(90));
    /// ```
    #[must_use]
    pub fn expires_at(self, time: u64) -> Self {
        Self { expires: time, ..self }
    }

    /// Notes when it is put, so that [`Jobs::oldest`](super::Jobs::oldest) counts it. The time zero counts as one.
    ///
    /// ```
    /// use queue_core::work::Job;
    ///
    /// assert_eq!(Job::new(7).put_at(0), Job::new(7).put_at(1));
    /// ```
    #[must_use]
    pub fn put_at(self, time: u64) -> Self {
        Self { since: time.max(UNKNOWN + 1), ..self }
    }

    /// Returns how many times it has been taken, this time included.
    ///
    /// ```
    /// assert_eq!(queue_core::work::Job::new(7).attempts(), 0);
    /// ```
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns when its time to live is over, if it has one.
    ///
    /// ```
    /// assert_eq!(queue_core::work::Job::new(7).expires(), None);
    /// ```
    #[must_use]
    pub const fn expires(&self) -> Option<u64> {
        if self.expires == NEVER { None } else { Some(self.expires) }
    }

    /// Returns its lease, if it has been taken.
    ///
    /// ```
    /// assert_eq!(queue_core::work::Job::new(7).lease(), None);
    /// ```
    #[must_use]
    pub const fn lease(&self) -> Option<LeaseId> {
        self.lease
    }
}

impl<T> From<T> for Job<T> {
    fn from(item: T) -> Self {
        Self::new(item)
    }
}

impl<T> fmt::Debug for Job<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("attempts", &self.attempts)
            .field("expires", &self.expires())
            .field("lease", &self.lease)
            .finish_non_exhaustive()
    }
}

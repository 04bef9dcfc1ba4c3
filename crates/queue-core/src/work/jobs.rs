mod evict;
mod life;
mod order;
mod puts;
mod stages;
mod storage;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::fmt;
use core::mem;

use slab::Slab;

use super::job::{NEVER, UNKNOWN};
use super::keys::Keys;
use super::ready::Ready;
use super::slot::{Slot, Stage};
use super::timers::Timers;
use super::{Backoff, Job, LeaseId, Rules, TokenBucket};

/// The storage of a work queue: it keeps each item from its put to its end.
///
/// With it a [`State`](crate::State) has more methods: see the [module](super).
pub struct Jobs<R: Rules> {
    rules: R,
    slots: Slab<Slot<R>>,
    ready: Ready<R::Rank>,
    /// Jobs that came when there was no room, by arrival. They do not count for the capacity.
    returning: BTreeMap<u64, usize>,
    keys: Keys<R::Key>,
    timers: Timers,
    /// When jobs were put, of those that say so.
    ages: BTreeSet<(u64, usize)>,
    counts: Counts,
    /// How many jobs may have room.
    capacity: usize,
    is_over: bool,
    max_attempts: u32,
    backoff: Option<Backoff>,
    limit: Option<TokenBucket>,
    now: u64,
    /// What arrivals, generations and tickets are numbered by.
    numbers: u64,
}

/// How many jobs are where. The rest is ready or returning.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    room: usize,
    behind: usize,
    delayed: usize,
    leased: usize,
}

impl<R: Rules> Jobs<R> {
    /// Makes an empty storage whose jobs may be tried any number of times.
    ///
    /// ```
    /// use queue_core::work::{Jobs, Plain};
    /// use queue_core::Storage;
    ///
    /// assert!(Jobs::new(Plain::<u8>::default()).is_empty());
    /// ```
    #[must_use]
    pub const fn new(rules: R) -> Self {
        Self {
            rules,
            slots: Slab::new(),
            ready: Ready::new(),
            returning: BTreeMap::new(),
            keys: Keys::new(),
            timers: Timers::new(),
            ages: BTreeSet::new(),
            counts: Counts { room: 0, behind: 0, delayed: 0, leased: 0 },
            capacity: usize::MAX,
            is_over: false,
            max_attempts: u32::MAX,
            backoff: None,
            limit: None,
            now: 0,
            numbers: 0,
        }
    }

    /// Sets how many times a job may be tried: after that many failed attempts it is dead. Zero counts as one.
    ///
    /// ```
    /// use queue_core::work::{Jobs, Plain};
    ///
    /// assert_eq!(Jobs::new(Plain::<u8>::default()).with_max_attempts(3).max_attempts(), 3);
    /// ```
    #[must_use]
    pub fn with_max_attempts(self, attempts: u32) -> Self {
        Self { max_attempts: attempts.max(1), ..self }
    }

    /// Sets how long a job waits that comes back with [`Retry::After`](super::Retry::After), or because its lease has
    /// ended by itself.
    ///
    /// The jitter comes from a number of the attempt, so that a simulation repeats itself.
    ///
    /// ```
    /// use queue_core::work::{Backoff, Jobs, Plain};
    ///
    /// let jobs = Jobs::new(Plain::<u8>::default()).with_backoff(Backoff::new(100, 1_000));
    /// ```
    #[must_use]
    pub fn with_backoff(self, backoff: Backoff) -> Self {
        Self { backoff: Some(backoff), ..self }
    }

    /// Sets how many such jobs come back in a time.
    ///
    /// ```
    /// use queue_core::work::{Jobs, Plain, TokenBucket};
    ///
    /// let jobs = Jobs::new(Plain::<u8>::default()).with_retry_limit(TokenBucket::new(10, 100));
    /// ```
    #[must_use]
    pub fn with_retry_limit(self, limit: TokenBucket) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Returns how many times a job may be tried.
    ///
    /// ```
    /// use queue_core::work::{Jobs, Plain};
    ///
    /// assert_eq!(Jobs::new(Plain::<u8>::default()).max_attempts(), u32::MAX);
    /// ```
    #[must_use]
    pub const fn max_attempts(&self) -> u32 {
        self.max_attempts
    }

    /// Returns the time of the last call of `advance`.
    #[must_use]
    pub const fn now(&self) -> u64 {
        self.now
    }

    /// Returns when a job will change by itself.
    #[must_use]
    pub const fn next_deadline(&self) -> Option<u64> {
        match self.timers.next() {
            NEVER => None,
            time => Some(time),
        }
    }

    /// Returns when the oldest unfinished job was put, of those that [say so](Job::put_at).
    ///
    /// ```
    /// use queue_core::Storage;
    /// use queue_core::work::{Job, Jobs, Plain};
    ///
    /// let mut jobs = Jobs::new(Plain::default());
    /// let _ = jobs.push(Job::new("mail").put_at(5));
    /// let _ = jobs.push(Job::new("call").put_at(9));
    /// assert_eq!(jobs.oldest(), Some(5));
    /// ```
    #[must_use]
    pub fn oldest(&self) -> Option<u64> {
        self.ages.first().map(|&(since, _)| since)
    }

    /// Returns the number of jobs that have been taken and have not ended.
    #[must_use]
    pub const fn leased(&self) -> usize {
        self.counts.leased
    }

    /// Returns the number of jobs whose time has not come.
    #[must_use]
    pub const fn delayed(&self) -> usize {
        self.counts.delayed
    }

    /// Returns the number of jobs that wait for another one of their key to end.
    #[must_use]
    pub const fn behind(&self) -> usize {
        self.counts.behind
    }

    /// Returns the number of jobs that came back when there was no room.
    #[must_use]
    pub fn returning(&self) -> usize {
        self.returning.len()
    }

    /// Notes how many jobs may have room, and whether the queue was shut down immediately.
    #[inline]
    pub(crate) const fn note(&mut self, capacity: usize, is_over: bool) {
        (self.capacity, self.is_over) = (capacity, is_over);
    }

    pub(super) const fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// Returns all jobs: first those that are ready, in order, and then the others.
    ///
    /// Items that are out do not come with it.
    #[must_use]
    pub fn into_jobs(mut self) -> Vec<Job<R::Item>> {
        let mut jobs = Vec::with_capacity(self.slots.len());
        while let Some(index) = self.next_ready() {
            jobs.extend(self.slots.remove(index).into_job());
        }
        let mut others =
            mem::take(&mut self.slots).into_iter().map(|(_, slot)| slot).collect::<Vec<_>>();
        others.sort_by_key(|slot| (slot.due, slot.arrival));
        jobs.extend(others.into_iter().filter_map(Slot::into_job));
        jobs
    }

    #[inline]
    pub(super) fn note_age(&mut self, index: usize, since: u64) {
        if since != UNKNOWN {
            self.ages.insert((since, index));
        }
    }

    #[inline]
    pub(super) fn forget_age(&mut self, index: usize, since: u64) {
        if since != UNKNOWN {
            self.ages.remove(&(since, index));
        }
    }

    /// Returns the slot of a job by its lease, unless that is stale.
    #[inline]
    pub(crate) fn find(&self, lease: LeaseId) -> Option<usize> {
        let slot = self.slots.get(lease.slot)?;
        slot.is_at(Stage::Leased, lease.generation).then_some(lease.slot)
    }
}

impl<R: Rules + Default> Default for Jobs<R> {
    fn default() -> Self {
        Self::new(R::default())
    }
}

impl<R: Rules<Item: Clone, Rank: Clone>> Clone for Jobs<R> {
    fn clone(&self) -> Self {
        Self {
            rules: self.rules.clone(),
            slots: self.slots.clone(),
            ready: self.ready.clone(),
            returning: self.returning.clone(),
            keys: self.keys.clone(),
            timers: self.timers.clone(),
            ages: self.ages.clone(),
            ..*self
        }
    }
}

impl<R: Rules> fmt::Debug for Jobs<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jobs")
            .field("ready", &self.ready.len())
            .field("behind", &self.behind())
            .field("delayed", &self.delayed())
            .field("returning", &self.returning())
            .field("leased", &self.leased())
            .finish_non_exhaustive()
    }
}

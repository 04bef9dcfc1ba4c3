use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use queue_core::work::{Dead, Job, Jobs, LeaseId, Plain, Retry, Rules, StaleLease};
use queue_core::{Capacity, Fifo, TryGetError, TryPutError};

use super::aftermath::Burials;
use super::{Lease, LeaseStream, PutJob, Take, TakeMany, WorkBuilder};
use crate::wait::Wakes;
use crate::{Join, Lock, Queue};

/// A queue that keeps each item until it is done: see the [module](super).
///
/// `R` are the rules, [`Plain`] or others, and `L` is the lock. [`local`](crate::local::WorkQueue) and
/// [`sync`](mod@crate::sync) have aliases for plain rules.
///
/// ```
/// use queue_async::LocalLock;
/// use queue_async::work::{ByKey, Keep, WorkQueue};
///
/// // At most one job of a user is in progress.
/// let rules = ByKey::new(Keep::All, |&(user, _): &(u32, &str)| user);
/// let queue = WorkQueue::<_, LocalLock>::builder(rules).bounded(10).max_attempts(3).build();
/// queue.try_put((1, "mail"))?;
/// queue.try_put((1, "call"))?;
/// let mail = queue.try_take().expect("there is a job");
/// assert!(queue.try_take().is_err()); // the call waits for the mail
/// mail.done().expect("the lease is good");
/// assert_eq!(queue.try_take().map(|lease| lease.1), Ok("call"));
/// # Ok::<(), queue_async::TryPutError<(u32, &str)>>(())
/// ```
pub struct WorkQueue<R: Rules, L: Lock> {
    pub(super) queue: Queue<Jobs<R>, L>,
    pub(super) dead: Queue<Fifo<Dead<R::Item>>, L>,
    pub(super) burials: L::Cell<Burials>,
    /// Has an item when the driver must look again.
    pub(super) alarm: Queue<Fifo<()>, L>,
    settings: Settings,
}

/// What a [`WorkBuilder`] sets beside the jobs.
pub(super) struct Settings {
    pub(super) clock: Box<dyn Fn() -> Duration + Send + Sync>,
    pub(super) ends_when_dropped: bool,
    pub(super) notes_ages: bool,
}

impl<T, L: Lock> WorkQueue<Plain<T>, L> {
    /// Makes a work queue of so many jobs, first in, first out.
    ///
    /// # Panics
    ///
    /// Panics if `capacity` is zero.
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::bounded(1);
    /// queue.try_put("mail")?;
    /// assert!(queue.try_put("call").is_err());
    /// # Ok::<(), queue_async::TryPutError<&str>>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn bounded(capacity: usize) -> Self {
        Self::builder(Plain::default()).bounded(capacity).build()
    }

    /// Makes a work queue of any number of jobs, first in, first out.
    ///
    /// ```
    /// assert!(queue_async::local::WorkQueue::<u8>::unbounded().is_empty());
    /// ```
    #[must_use]
    pub fn unbounded() -> Self {
        Self::default()
    }
}

impl<R: Rules, L: Lock> WorkQueue<R, L> {
    /// Starts to make a work queue of these rules.
    ///
    /// ```
    /// use queue_async::LocalLock;
    /// use queue_async::work::{Plain, WorkQueue};
    ///
    /// let queue = WorkQueue::<Plain<u8>, LocalLock>::builder(Plain::default()).max_attempts(3).build();
    /// assert!(queue.is_empty());
    /// ```
    pub fn builder(rules: R) -> WorkBuilder<R, L> {
        WorkBuilder::new(rules)
    }

    pub(super) fn new(jobs: Jobs<R>, capacity: Capacity, settings: Settings) -> Self {
        let queue = Queue::with_storage(jobs, capacity);
        let alarm =
            Queue::with_storage(Fifo::default(), Capacity::Bounded(core::num::NonZeroUsize::MIN));
        let burials = L::new(Burials::default());
        Self { queue, dead: Queue::unbounded(), burials, alarm, settings }
    }

    /// Puts an item, and waits while there is no room.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](crate::PutError::ShutDown) after a shutdown. The item comes back.
    ///
    /// # Cancel safety
    ///
    /// As that of [`Queue::put`](crate::Queue::put).
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::bounded(1);
    /// futures::executor::block_on(queue.put("mail"))?;
    /// assert_eq!(queue.len(), 1);
    /// # Ok::<(), queue_async::PutError<&str>>(())
    /// ```
    pub fn put(&self, item: R::Item) -> PutJob<&Self> {
        self.put_job(Job::new(item))
    }

    /// Puts a job that may have a time to live; otherwise as [`put`](Self::put).
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put).
    ///
    /// # Cancel safety
    ///
    /// As that of [`put`](Self::put).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use queue_async::local::WorkQueue;
    /// use queue_async::work::Job;
    ///
    /// let queue = WorkQueue::unbounded();
    /// let job = Job::new("mail").expires_at(queue.time_after(Duration::ZERO));
    /// futures::executor::block_on(queue.put_job(job))?;
    /// queue.advance();
    /// assert_eq!((queue.len(), queue.dead().len()), (0, 1));
    /// # Ok::<(), queue_async::PutError<&str>>(())
    /// ```
    pub fn put_job(&self, job: Job<R::Item>) -> PutJob<&Self> {
        PutJob::new(self, job)
    }

    /// Puts an item if there is room.
    ///
    /// # Errors
    ///
    /// [`Full`](TryPutError::Full) if there is no room, [`ShutDown`](TryPutError::ShutDown) after a shutdown. The item
    /// comes back.
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::bounded(1);
    /// queue.try_put("mail")?;
    /// assert_eq!(queue.len(), 1);
    /// # Ok::<(), queue_async::TryPutError<&str>>(())
    /// ```
    #[inline]
    pub fn try_put(&self, item: R::Item) -> Result<(), TryPutError<R::Item>> {
        self.try_put_job(Job::new(item))
    }

    /// Puts a job that may have a time to live; otherwise as [`try_put`](Self::try_put).
    ///
    /// # Errors
    ///
    /// As [`try_put`](Self::try_put).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use queue_async::local::WorkQueue;
    /// use queue_async::work::Job;
    ///
    /// let queue = WorkQueue::unbounded();
    /// let in_an_hour = queue.time_after(Duration::from_secs(3600));
    /// queue.try_put_job(Job::new("mail").expires_at(in_an_hour))?;
    /// assert!(queue.advance() <= Some(Duration::from_secs(3600)));
    /// # Ok::<(), queue_async::TryPutError<&str>>(())
    /// ```
    #[inline]
    pub fn try_put_job(&self, job: Job<R::Item>) -> Result<(), TryPutError<R::Item>> {
        let job = self.with_age(job);
        let has_deadline = job.expires().is_some();
        let (mut put, mut wakes) = (queue_core::Put::new(job), Wakes::default());
        let tried = self.queue.with(|state| state.try_put_from(&mut put, &mut wakes.0));
        tried.map_err(|error| {
            error.with_item(put.take_item().expect("a refused put has its item").item)
        })?;
        if has_deadline {
            self.ring();
        }
        Ok(())
    }

    /// Puts an item that is not to be taken before some time has passed. It never waits: a delayed job needs no room, and
    /// the capacity does not bound how many there are.
    ///
    /// Later items of its key wait for it, unless the rules merge them.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](TryPutError::ShutDown) after a shutdown. The item comes back.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::bounded(1);
    /// queue.put_after("mail", Duration::from_secs(60))?;
    /// assert_eq!((queue.len(), queue.delayed(), queue.unfinished()), (0, 1, 1));
    /// # Ok::<(), queue_async::TryPutError<&str>>(())
    /// ```
    #[doc(alias("delay", "schedule"))]
    pub fn put_after(&self, item: R::Item, delay: Duration) -> Result<(), TryPutError<R::Item>> {
        self.put_job_after(Job::new(item), delay)
    }

    /// Puts a job that may have a time to live; otherwise as [`put_after`](Self::put_after).
    ///
    /// # Errors
    ///
    /// As [`put_after`](Self::put_after).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use queue_async::local::WorkQueue;
    /// use queue_async::work::Job;
    ///
    /// let queue = WorkQueue::unbounded();
    /// let job = Job::new("mail").expires_at(queue.time_after(Duration::ZERO));
    /// queue.put_job_after(job, Duration::from_secs(60))?;
    /// queue.advance();
    /// assert_eq!((queue.delayed(), queue.dead().len()), (0, 1));
    /// # Ok::<(), queue_async::TryPutError<&str>>(())
    /// ```
    pub fn put_job_after(
        &self,
        job: Job<R::Item>,
        delay: Duration,
    ) -> Result<(), TryPutError<R::Item>> {
        // What is due now need not wait for the driver to look at the clock.
        let time = if delay.is_zero() { 0 } else { self.time_after(delay) };
        let job = self.with_age(job);
        let put = self.act(|state, effects| state.put_at(job, time, effects));
        put.map_err(|error| error.map(|job| job.item))
    }

    /// Takes the next job, and waits while none is ready.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](crate::ShutDown) after a graceful shutdown once all jobs have ended, and after an immediate one.
    ///
    /// # Cancel safety
    ///
    /// A `take` that is dropped has taken nothing.
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::bounded(1);
    /// queue.try_put("mail").unwrap();
    /// let lease = futures::executor::block_on(queue.take())?;
    /// assert_eq!(*lease, "mail");
    /// # Ok::<(), queue_async::ShutDown>(())
    /// ```
    pub fn take(&self) -> Take<&Self> {
        Take::new(self)
    }

    /// Takes the next job if one is ready.
    ///
    /// # Errors
    ///
    /// [`Empty`](TryGetError::Empty) if none is ready, and [`ShutDown`](TryGetError::ShutDown) when none will be.
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::bounded(1);
    /// queue.try_put("mail").unwrap();
    /// assert_eq!(queue.try_take().map(|lease| *lease), Ok("mail"));
    /// ```
    #[inline]
    pub fn try_take(&self) -> Result<Lease<&Self>, TryGetError> {
        let job = self.queue.try_get()?;
        Ok(Lease::new(self, job))
    }

    /// Takes at least one job and at most `limit`, and waits while none is ready. With a limit of zero it is ready at once,
    /// with no lease.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    ///
    /// # Cancel safety
    ///
    /// A `take_many` that is dropped has taken nothing.
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::bounded(2);
    /// queue.try_put("mail").unwrap();
    /// queue.try_put("call").unwrap();
    /// let leases = futures::executor::block_on(queue.take_many(9))?;
    /// assert_eq!(leases.len(), 2);
    /// # Ok::<(), queue_async::ShutDown>(())
    /// ```
    pub fn take_many(&self, limit: usize) -> TakeMany<&Self> {
        TakeMany::new(self, limit)
    }

    /// Returns a stream of leases. It ends when [`take`](Self::take) fails.
    ///
    /// ```
    /// use futures::StreamExt;
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::bounded(2);
    /// queue.try_put("mail").unwrap();
    /// queue.shutdown();
    /// let mut leases = queue.leases();
    /// futures::executor::block_on(async {
    ///     while let Some(lease) = leases.next().await {
    ///         lease.done().expect("the lease is good");
    ///     }
    /// });
    /// assert_eq!(queue.unfinished(), 0);
    /// ```
    pub fn leases(&self) -> LeaseStream<&Self> {
        LeaseStream::new(self)
    }

    /// Waits until no job is unfinished: each is done or dead.
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::<u8>::unbounded();
    /// futures::executor::block_on(queue.join());
    /// ```
    pub fn join(&self) -> Join<&Queue<Jobs<R>, L>> {
        self.queue.join()
    }

    /// Shuts the queue down: puts fail, and takes fail once all jobs have ended. Jobs that are retried come back, and
    /// delayed jobs are waited for.
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    /// use queue_async::TryGetError;
    ///
    /// let queue = WorkQueue::bounded(1);
    /// queue.try_put("mail").unwrap();
    /// queue.shutdown();
    /// drop(queue.try_take()); // it comes back
    /// queue.try_take().unwrap().done().unwrap();
    /// assert_eq!(queue.try_take().err(), Some(TryGetError::ShutDown));
    /// ```
    pub fn shutdown(&self) {
        self.act(|state, effects| state.shutdown(&mut effects.notified));
    }

    /// Shuts the queue down, and returns all jobs but those that are leased: first those that are ready, in order.
    ///
    /// Puts and takes fail at once. A leased job that is retried afterwards is [dead](Self::dead).
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    /// use queue_async::work::Cause;
    ///
    /// let queue = WorkQueue::bounded(2);
    /// queue.try_put("mail").unwrap();
    /// queue.try_put("call").unwrap();
    /// let lease = queue.try_take().unwrap();
    /// assert_eq!(queue.shutdown_now()[0].item, "call");
    /// drop(lease);
    /// assert_eq!(queue.dead().try_get().map(|dead| dead.cause), Ok(Cause::ShutDown));
    /// ```
    #[must_use = "these jobs have not been done"]
    pub fn shutdown_now(&self) -> Vec<Job<R::Item>> {
        let jobs = self.act(|state, effects| state.shutdown_now(&mut effects.notified));
        jobs.into_jobs()
    }

    /// Returns the queue of the jobs that have ended without being done, to be looked at, got or streamed.
    ///
    /// It is unbounded. It is shut down when this queue has been shut down and all jobs have ended, so that its
    /// streams end.
    ///
    /// ```
    /// use queue_async::LocalLock;
    /// use queue_async::work::{Plain, WorkQueue};
    ///
    /// let queue = WorkQueue::<Plain<_>, LocalLock>::builder(Plain::default()).max_attempts(1).build();
    /// queue.try_put("mail").unwrap();
    /// drop(queue.try_take());
    /// assert_eq!(queue.dead().try_get().map(|dead| dead.job.item), Ok("mail"));
    /// ```
    #[doc(alias("dead_letters", "failed"))]
    pub const fn dead(&self) -> &Queue<Fifo<Dead<R::Item>>, L> {
        &self.dead
    }

    /// Changes the capacity: see [`Queue::set_capacity`](crate::Queue::set_capacity).
    ///
    /// # Errors
    ///
    /// [`FixedCapacity`](crate::FixedCapacity) for a rendezvous; nothing changes.
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::<u8>::bounded(1);
    /// queue.set_capacity(2.try_into()?)?;
    /// assert_eq!(queue.capacity(), 2.try_into()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_capacity(&self, capacity: Capacity) -> Result<(), crate::FixedCapacity> {
        self.queue.set_capacity(capacity)
    }

    /// Returns the time of the queue's clock that is so much later than now.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use queue_async::local::WorkQueue;
    /// use queue_async::work::Job;
    ///
    /// let queue = WorkQueue::unbounded();
    /// let in_an_hour = queue.time_after(Duration::from_secs(3600));
    /// queue.try_put_job(Job::new("mail").expires_at(in_an_hour)).unwrap();
    /// ```
    #[must_use]
    pub fn time_after(&self, delay: Duration) -> u64 {
        nanoseconds((self.settings.clock)().saturating_add(delay))
    }

    /// Moves the time on to that of the clock, and returns how long it is until there is something to do again.
    ///
    /// A driver calls it. Call it yourself to drive the queue from a loop of your own.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::unbounded();
    /// queue.put_after("mail", Duration::ZERO).unwrap();
    /// assert_eq!(queue.advance(), None);
    /// assert_eq!(queue.len(), 1);
    /// ```
    pub fn advance(&self) -> Option<Duration> {
        let now = (self.settings.clock)();
        let deadline = self.act_silently(|state, effects| {
            state.advance(nanoseconds(now), effects);
            state.next_deadline()
        });
        deadline.map(|deadline| Duration::from_nanos(deadline).saturating_sub(now))
    }

    /// Returns whether the queue has been shut down and all jobs have ended.
    pub(super) fn has_ended(&self) -> bool {
        self.queue.look(|state| state.is_shutdown() && state.unfinished() == 0)
    }

    /// Notes when a job is put, if ages are asked for.
    #[inline]
    pub(super) fn with_age(&self, job: Job<R::Item>) -> Job<R::Item> {
        if self.settings.notes_ages { job.put_at(self.time_after(Duration::ZERO)) } else { job }
    }

    pub(super) const fn ends_when_dropped(&self) -> bool {
        self.settings.ends_when_dropped
    }

    pub(super) fn done(&self, lease: LeaseId) -> Result<(), StaleLease> {
        let mut wakes = Wakes::default();
        let mut copy = None;
        let asks = self.queue.with(|state| {
            let before = state.next_deadline();
            state.done(lease, &mut copy, &mut wakes.0)?;
            Ok(is_earlier(state.next_deadline(), before) || state.is_shutdown())
        })?;
        wakes.wake();
        drop(copy);
        if asks {
            self.look_again();
        }
        Ok(())
    }

    pub(super) fn retry(
        &self,
        lease: LeaseId,
        item: R::Item,
        retry: Retry,
    ) -> Result<(), StaleLease> {
        self.act(|state, effects| state.retry(lease, item, retry, effects))
    }
}

/// Whether a deadline is before the one that the driver knows of.
pub(super) fn is_earlier(deadline: Option<u64>, known: Option<u64>) -> bool {
    deadline.is_some_and(|deadline| known.is_none_or(|known| deadline < known))
}

/// A time as the core has it. What is too late for it never comes.
pub(super) fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

impl<R: Rules + Default, L: Lock> Default for WorkQueue<R, L> {
    /// Makes a work queue of any number of jobs.
    fn default() -> Self {
        Self::builder(R::default()).build()
    }
}

impl<R: Rules, L: Lock> fmt::Debug for WorkQueue<R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkQueue")
            .field("queue", &self.queue)
            .field("in_flight", &self.in_flight())
            .field("delayed", &self.delayed())
            .field("behind", &self.behind())
            .field("dead", &self.dead.len())
            .finish_non_exhaustive()
    }
}

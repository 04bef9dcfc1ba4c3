use core::fmt;
use core::ops::{Deref, DerefMut};
use core::time::Duration;

use queue_core::work::{Job, LeaseError, LeaseId, Retry, StaleLease};

use super::WorkHandle;

/// An item that has been taken from a [`WorkQueue`](super::WorkQueue), to be worked on.
///
/// It derefs to the item. Say what became of the work: [`done`](Self::done), [`retry`](Self::retry),
/// [`retry_at_end`](Self::retry_at_end) or [`retry_after`](Self::retry_after). A lease that is dropped without a word,
/// also by a panic or because its task is cancelled, is a [`retry`](Self::retry).
///
/// A lease that is leaked, by `mem::forget`, keeps its job unfinished for good, unless it
/// [ends by itself](Self::end_after).
///
/// ```
/// use queue_async::local::WorkQueue;
///
/// let queue = WorkQueue::unbounded();
/// queue.try_put(String::from("mail")).unwrap();
/// let mut lease = queue.try_take().unwrap();
/// lease.push_str(", again");
/// lease.retry().unwrap();
/// assert_eq!(*queue.try_take().unwrap(), "mail, again");
/// ```
#[must_use = "a lease that is dropped is a retry"]
pub struct Lease<H: WorkHandle> {
    handle: H,
    id: LeaseId,
    attempts: u32,
    /// There is none once it has ended.
    item: Option<H::Item>,
}

const HAS_ENDED: &str = "a lease that has not ended has its item";

impl<H: WorkHandle> Lease<H> {
    #[inline]
    pub(super) fn new(handle: H, job: Job<H::Item>) -> Self {
        let id = job.lease().expect("a job that has been taken has a lease");
        Self { handle, id, attempts: job.attempts(), item: Some(job.item) }
    }

    /// Returns how many times the item has been taken, this time included.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the queue.
    #[must_use]
    pub const fn handle(&self) -> &H {
        &self.handle
    }

    /// Returns whether the lease has [ended by itself](Self::end_after), so that every answer comes too late.
    ///
    /// ```
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::unbounded();
    /// queue.try_put("mail").unwrap();
    /// assert!(!queue.try_take().unwrap().is_stale());
    /// ```
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.handle.queue.look(|state| !state.is_leased(self.id))
    }

    /// Ends the job: it has been done.
    ///
    /// # Errors
    ///
    /// [`StaleLease`] if the lease has [ended by itself](Self::end_after).
    #[inline]
    pub fn done(self) -> Result<(), StaleLease> {
        self.into_item().map(drop)
    }

    /// Ends the job as [`done`](Self::done), and returns the item.
    ///
    /// # Errors
    ///
    /// [`StaleLease`] if the lease has ended by itself. The item is dropped.
    #[inline]
    pub fn into_item(mut self) -> Result<H::Item, StaleLease> {
        let item = self.item.take().expect(HAS_ENDED);
        self.handle.done(self.id)?;
        Ok(item)
    }

    /// Gives the job back: after the backoff of the queue, or to its old place if the queue has none.
    ///
    /// # Errors
    ///
    /// [`StaleLease`] if the lease has ended by itself. The item is dropped.
    pub fn retry(self) -> Result<(), StaleLease> {
        let now = self.handle.time_after(Duration::ZERO);
        self.give_back(Retry::After(now))
    }

    /// Gives the job back, to the end of the order.
    ///
    /// # Errors
    ///
    /// [`StaleLease`] if the lease has ended by itself. The item is dropped.
    pub fn retry_at_end(self) -> Result<(), StaleLease> {
        self.give_back(Retry::AtEnd)
    }

    /// Gives the job back: it is ready again after this time.
    ///
    /// # Errors
    ///
    /// [`StaleLease`] if the lease has ended by itself. The item is dropped.
    pub fn retry_after(self, delay: Duration) -> Result<(), StaleLease> {
        if delay.is_zero() {
            return self.retry_at_end();
        }
        let time = self.handle.time_after(delay);
        self.give_back(Retry::At(time))
    }

    fn give_back(mut self, retry: Retry) -> Result<(), StaleLease> {
        let item = self.item.take().expect(HAS_ENDED);
        self.handle.retry(self.id, item, retry)
    }

    /// Leaves a copy of the item with the queue, so that the lease ends by itself after this time: the copy is then
    /// [retried](Self::retry), and this lease is stale.
    ///
    /// # Errors
    ///
    /// [`StaleLease`] if the lease has ended by itself.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use queue_async::local::WorkQueue;
    ///
    /// let queue = WorkQueue::unbounded();
    /// queue.try_put("mail").unwrap();
    /// let slow = queue.try_take().unwrap();
    /// slow.end_after(Duration::ZERO).unwrap();
    /// queue.advance();
    /// assert_eq!(queue.try_take().unwrap().attempts(), 2);
    /// assert!(slow.done().is_err());
    /// ```
    #[doc(alias("visibility_timeout", "ack_wait"))]
    pub fn end_after(&self, time: Duration) -> Result<(), StaleLease>
    where
        H::Item: Clone,
    {
        // Outside of the lock.
        let copy = self.item.clone().expect(HAS_ENDED);
        let until = self.handle.time_after(time);
        self.handle.act(|state, effects| state.keep(self.id, copy, until, effects))
    }

    /// Lets a lease that ends by itself do so after this time from now on.
    ///
    /// # Errors
    ///
    /// [`Stale`](LeaseError::Stale) if the lease has ended by itself, and [`NoCopy`](LeaseError::NoCopy) if
    /// [`end_after`](Self::end_after) was not called.
    #[doc(alias("heartbeat", "touch"))]
    pub fn extend(&self, time: Duration) -> Result<(), LeaseError> {
        let until = self.handle.time_after(time);
        self.handle.act(|state, _| state.extend(self.id, until))
    }
}

impl<H: WorkHandle> Deref for Lease<H> {
    type Target = H::Item;

    fn deref(&self) -> &H::Item {
        self.item.as_ref().expect(HAS_ENDED)
    }
}

impl<H: WorkHandle> DerefMut for Lease<H> {
    fn deref_mut(&mut self) -> &mut H::Item {
        self.item.as_mut().expect(HAS_ENDED)
    }
}

impl<H: WorkHandle> Drop for Lease<H> {
    #[inline]
    fn drop(&mut self) {
        if let Some(item) = self.item.take() {
            give_up(&self.handle, self.id, item);
        }
    }
}

#[inline(never)]
fn give_up<H: WorkHandle>(handle: &H, id: LeaseId, item: H::Item) {
    // If the lease is stale, another one has the job.
    let _stale = if handle.ends_when_dropped() {
        handle.done(id)
    } else {
        handle.retry(id, item, Retry::After(handle.time_after(Duration::ZERO)))
    };
}

impl<H: WorkHandle> fmt::Debug for Lease<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("id", &self.id)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

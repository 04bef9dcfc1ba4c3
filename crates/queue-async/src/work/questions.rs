use core::time::Duration;

use queue_core::Capacity;
use queue_core::work::{Jobs, Rules};

use super::WorkQueue;
use crate::Lock;

/// Questions. The answers may be out of date at once if others use the queue.
impl<R: Rules, L: Lock> WorkQueue<R, L> {
    /// Returns the number of jobs that can be taken at once. Of those that [return](Self::returning) it counts one, if no
    /// other can be taken.
    #[must_use]
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Returns whether no job can be taken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// Returns whether there is no room.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.queue.is_full()
    }

    /// Returns how many jobs have room at most.
    #[must_use]
    pub fn capacity(&self) -> Capacity {
        self.queue.capacity()
    }

    /// Returns the number of jobs that have been put and have not ended.
    #[must_use]
    pub fn unfinished(&self) -> usize {
        self.queue.unfinished()
    }

    /// Returns the number of jobs that are leased.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.queue.inspect(Jobs::leased)
    }

    /// Returns the number of jobs whose time has not come, less those [behind](Self::behind) another one.
    #[must_use]
    pub fn delayed(&self) -> usize {
        self.queue.inspect(Jobs::delayed)
    }

    /// Returns the number of jobs that wait for another one of their key to end.
    #[must_use]
    pub fn behind(&self) -> usize {
        self.queue.inspect(Jobs::behind)
    }

    /// Returns the number of jobs that came back when there was no room, and wait for it.
    #[must_use]
    pub fn returning(&self) -> usize {
        self.queue.inspect(Jobs::returning)
    }

    /// Returns how long ago the oldest unfinished job was put, if the queue [notes ages](super::WorkBuilder::note_ages).
    ///
    /// ```
    /// use queue_async::LocalLock;
    /// use queue_async::work::{Plain, WorkBuilder};
    ///
    /// let queue = WorkBuilder::<_, LocalLock>::new(Plain::default()).note_ages().build();
    /// assert_eq!(queue.oldest(), None);
    /// queue.try_put("mail")?;
    /// assert!(queue.oldest().is_some());
    /// # Ok::<(), queue_async::TryPutError<&str>>(())
    /// ```
    #[must_use]
    pub fn oldest(&self) -> Option<Duration> {
        let since = self.queue.inspect(Jobs::oldest)?;
        Some(Duration::from_nanos(self.time_after(Duration::ZERO).saturating_sub(since)))
    }

    /// Returns whether the queue has been shut down.
    #[must_use]
    pub fn is_shutdown(&self) -> bool {
        self.queue.is_shutdown()
    }

    /// Returns the number of puts that wait.
    #[must_use]
    pub fn waiting_putters(&self) -> usize {
        self.queue.waiting_putters()
    }

    /// Returns the number of takes that wait.
    #[must_use]
    pub fn waiting_takers(&self) -> usize {
        self.queue.waiting_getters()
    }
}

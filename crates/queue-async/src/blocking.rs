use std::collections::VecDeque;
use std::fmt;
use std::iter::FusedIterator;
use std::time::{Duration, Instant};

use queue_core::{PutError, ShutDown, Storage, TryGetError, TryPutError};

use crate::parker::{block_on, block_until};
use crate::{GetTimeoutError, Permit, PutTimeoutError, Queue, SyncLock, TimedOut};

/// Calls that block a plain thread.
///
/// Threads and tasks wait in the same lines. A waiting thread spins and yields for up to 80 microseconds
/// before it parks. If that was in vain, the next waits park sooner. For a future without a blocking call, use
/// [`sync::block_on`](crate::sync::block_on).
///
/// Do not call these inside a task. They block the thread that runs the task, and perhaps with it the task
/// that would end the wait. This is not detected. Inside a task use the futures, or what your runtime has for
/// blocking code, such as `tokio::task::spawn_blocking`.
impl<S: Storage> Queue<S, SyncLock> {
    /// Puts an item, blocking the thread until there is room.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`](PutError::ShutDown), which has the item, if the queue was shut down before the
    /// item got in, and with [`Refused`](PutError::Refused) if the queue does not take it.
    ///
    /// ```
    /// let queue = queue_async::sync::Queue::bounded(1);
    /// std::thread::scope(|scope| {
    ///     scope.spawn(|| (0..3).try_for_each(|n| queue.blocking_put(n)));
    ///     assert_eq!([(); 3].map(|()| queue.blocking_get()), [Ok(0), Ok(1), Ok(2)]);
    /// });
    /// ```
    #[doc(alias("blocking_send", "send_blocking", "send_timeout"))]
    pub fn blocking_put(&self, item: S::Item) -> Result<(), PutError<S::Item>> {
        match self.try_put(item) {
            Ok(()) => Ok(()),
            Err(TryPutError::ShutDown(item)) => Err(PutError::ShutDown(item)),
            Err(TryPutError::Refused(item)) => Err(PutError::Refused(item)),
            Err(TryPutError::Full(item)) => block_on(&mut self.put(item)),
        }
    }

    /// Puts an item, blocking the thread until there is room, but no longer than `timeout`.
    ///
    /// # Errors
    ///
    /// As [`blocking_put_deadline`](Self::blocking_put_deadline).
    ///
    /// ```
    /// use queue_async::{PutTimeoutError, sync::Queue};
    /// use std::time::Duration;
    ///
    /// let queue = Queue::bounded(1);
    /// assert_eq!(queue.blocking_put_timeout('a', Duration::ZERO), Ok(()));
    /// assert_eq!(queue.blocking_put_timeout('b', Duration::ZERO), Err(PutTimeoutError::TimedOut('b')));
    /// ```
    pub fn blocking_put_timeout(
        &self,
        item: S::Item,
        timeout: Duration,
    ) -> Result<(), PutTimeoutError<S::Item>> {
        self.put_until(item, Instant::now().checked_add(timeout))
    }

    /// Puts an item, blocking the thread until there is room, but no longer than until `deadline`.
    ///
    /// If there is room it puts, even if the deadline has passed.
    ///
    /// # Errors
    ///
    /// Fails with [`TimedOut`](PutTimeoutError::TimedOut), [`ShutDown`](PutTimeoutError::ShutDown) or
    /// [`Refused`](PutTimeoutError::Refused), which has the item. A put that was admitted in time succeeds, even if the thread wakes later.
    ///
    /// ```
    /// use queue_async::{PutTimeoutError, sync::Queue};
    /// use std::time::Instant;
    ///
    /// let queue = Queue::bounded(1);
    /// assert_eq!(queue.blocking_put_deadline('a', Instant::now()), Ok(()));
    /// assert_eq!(queue.blocking_put_deadline('b', Instant::now()), Err(PutTimeoutError::TimedOut('b')));
    /// ```
    pub fn blocking_put_deadline(
        &self,
        item: S::Item,
        deadline: Instant,
    ) -> Result<(), PutTimeoutError<S::Item>> {
        self.put_until(item, Some(deadline))
    }

    /// Gets the next item, blocking the thread until there is one.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`] if the queue has been shut down and no item is left.
    ///
    /// ```
    /// let queue = queue_async::sync::Queue::from_iter([1]);
    /// assert_eq!(queue.blocking_get(), Ok(1));
    /// ```
    #[doc(alias("blocking_recv", "recv_blocking", "recv_timeout"))]
    pub fn blocking_get(&self) -> Result<S::Item, ShutDown> {
        self.get_until(None).map_err(|_| ShutDown)
    }

    /// Gets the next item, blocking the thread until there is one, but no longer than `timeout`.
    ///
    /// # Errors
    ///
    /// As [`blocking_get_deadline`](Self::blocking_get_deadline).
    ///
    /// ```
    /// use queue_async::{GetTimeoutError, sync::Queue};
    /// use std::time::Duration;
    ///
    /// let queue = Queue::<u8>::unbounded();
    /// assert_eq!(queue.blocking_get_timeout(Duration::ZERO), Err(GetTimeoutError::TimedOut));
    /// ```
    pub fn blocking_get_timeout(&self, timeout: Duration) -> Result<S::Item, GetTimeoutError> {
        self.get_until(Instant::now().checked_add(timeout))
    }

    /// Gets the next item, blocking the thread until there is one, but no longer than until
    /// `deadline`.
    ///
    /// If there is an item it gets it, even if the deadline has passed.
    ///
    /// # Errors
    ///
    /// Fails with [`TimedOut`](GetTimeoutError::TimedOut), or with
    /// [`ShutDown`](GetTimeoutError::ShutDown) if the queue has been shut down and no item is left. Neither
    /// loses an item.
    ///
    /// ```
    /// use queue_async::sync::Queue;
    /// use std::time::Instant;
    ///
    /// let queue = Queue::from_iter(['a']);
    /// assert_eq!(queue.blocking_get_deadline(Instant::now()), Ok('a'));
    /// ```
    pub fn blocking_get_deadline(&self, deadline: Instant) -> Result<S::Item, GetTimeoutError> {
        self.get_until(Some(deadline))
    }

    /// Reserves room for one item, blocking the thread until there is some.
    ///
    /// # Errors
    ///
    /// Fails as [`reserve`](Self::reserve).
    ///
    /// ```
    /// let queue = queue_async::sync::Queue::bounded(1);
    /// let permit = queue.blocking_reserve()?;
    /// assert_eq!(permit.put('a'), Ok(()));
    /// # Ok::<(), queue_async::PutError>(())
    /// ```
    pub fn blocking_reserve(&self) -> Result<Permit<&Self>, PutError> {
        block_on(self.reserve())
    }

    /// Puts several items in order, blocking the thread until all are in.
    ///
    /// # Errors
    ///
    /// Fails as [`put_many`](Self::put_many). The error has the items that are not in.
    ///
    /// ```
    /// let queue = queue_async::sync::Queue::bounded(1);
    /// std::thread::scope(|scope| {
    ///     scope.spawn(|| queue.blocking_put_many([1, 2, 3]));
    ///     assert_eq!([(); 3].map(|()| queue.blocking_get()), [Ok(1), Ok(2), Ok(3)]);
    /// });
    /// ```
    pub fn blocking_put_many(
        &self,
        items: impl IntoIterator<Item = S::Item>,
    ) -> Result<(), PutError<VecDeque<S::Item>>> {
        block_on(self.put_many(items))
    }

    /// Gets up to `limit` items, blocking the thread until there is one.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`] if the queue has been shut down and no item is left.
    ///
    /// ```
    /// let queue = queue_async::sync::Queue::from_iter([1, 2, 3]);
    /// assert_eq!(queue.blocking_get_many(2), Ok(vec![1, 2]));
    /// ```
    #[doc(alias("blocking_recv_many"))]
    pub fn blocking_get_many(&self, limit: usize) -> Result<Vec<S::Item>, ShutDown> {
        block_on(self.get_many(limit))
    }

    /// Gets up to `limit` items, blocking the thread until there is one, appends them to `items`, and returns
    /// how many they are.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`] if the queue has been shut down and no item is left.
    ///
    /// ```
    /// let (queue, mut items) = (queue_async::sync::Queue::from_iter([1, 2, 3]), vec![]);
    /// assert_eq!(queue.blocking_get_many_into(&mut items, 2), Ok(2));
    /// assert_eq!(items, [1, 2]);
    /// ```
    #[doc(alias("blocking_recv_many"))]
    pub fn blocking_get_many_into(
        &self,
        items: &mut Vec<S::Item>,
        limit: usize,
    ) -> Result<usize, ShutDown> {
        block_on(self.get_many_into(items, limit))
    }

    /// Blocks the thread until the count of unfinished tasks reaches zero.
    ///
    /// ```
    /// let queue = queue_async::sync::Queue::from_iter([1]);
    /// std::thread::scope(|scope| {
    ///     scope.spawn(|| queue.task_done());
    ///     queue.blocking_join();
    /// });
    /// assert_eq!(queue.unfinished(), 0);
    /// ```
    pub fn blocking_join(&self) {
        block_on(&mut self.join());
    }

    /// Blocks the thread until the count of unfinished tasks reaches zero, but no longer than
    /// `timeout`.
    ///
    /// # Errors
    ///
    /// Fails with [`TimedOut`] if tasks were unfinished all that time.
    ///
    /// ```
    /// use queue_async::{TimedOut, sync::Queue};
    /// use std::time::Duration;
    ///
    /// let queue = Queue::from_iter(['a']);
    /// assert_eq!(queue.blocking_join_timeout(Duration::ZERO), Err(TimedOut));
    /// ```
    pub fn blocking_join_timeout(&self, timeout: Duration) -> Result<(), TimedOut> {
        block_until(&mut self.join(), Instant::now().checked_add(timeout))
    }

    /// Blocks the thread until the count of unfinished tasks reaches zero, but no longer than until
    /// `deadline`.
    ///
    /// # Errors
    ///
    /// Fails with [`TimedOut`] if tasks were unfinished all that time.
    ///
    /// ```
    /// let queue = queue_async::sync::Queue::<u8>::unbounded();
    /// assert_eq!(queue.blocking_join_deadline(std::time::Instant::now()), Ok(()));
    /// ```
    pub fn blocking_join_deadline(&self, deadline: Instant) -> Result<(), TimedOut> {
        block_until(&mut self.join(), Some(deadline))
    }

    /// Returns an iterator over the items, which blocks the thread for each. It ends when the queue is shut
    /// down and empty.
    ///
    /// ```
    /// let queue = queue_async::sync::Queue::from_iter([1, 2]);
    /// queue.shutdown();
    /// assert!(queue.blocking_items().eq([1, 2]));
    /// ```
    pub const fn blocking_items(&self) -> BlockingItems<'_, S> {
        BlockingItems { queue: self }
    }

    fn put_until(
        &self,
        item: S::Item,
        deadline: Option<Instant>,
    ) -> Result<(), PutTimeoutError<S::Item>> {
        let item = match self.try_put(item) {
            Ok(()) => return Ok(()),
            Err(TryPutError::ShutDown(item)) => return Err(PutTimeoutError::ShutDown(item)),
            Err(TryPutError::Refused(item)) => return Err(PutTimeoutError::Refused(item)),
            Err(TryPutError::Full(item)) => item,
        };
        let mut put = self.put(item);
        match block_until(&mut put, deadline) {
            Ok(result) => Ok(result?),
            Err(TimedOut) => {
                put.cancel().map_or(Ok(()), |item| Err(PutTimeoutError::TimedOut(item)))
            }
        }
    }

    fn get_until(&self, deadline: Option<Instant>) -> Result<S::Item, GetTimeoutError> {
        match self.try_get() {
            Ok(item) => return Ok(item),
            Err(TryGetError::ShutDown) => return Err(GetTimeoutError::ShutDown),
            Err(TryGetError::Empty) => {}
        }
        match block_until(&mut self.get(), deadline) {
            Ok(result) => Ok(result?),
            Err(TimedOut) => Err(GetTimeoutError::TimedOut),
        }
    }
}

/// An iterator that blocks the thread for each item, returned by [`Queue::blocking_items`].
#[must_use = "iterators are lazy: this one gets an item each time it is asked for one"]
pub struct BlockingItems<'a, S: Storage> {
    queue: &'a Queue<S, SyncLock>,
}

impl<S: Storage> Iterator for BlockingItems<'_, S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        self.queue.blocking_get().ok()
    }
}

/// A queue that has been shut down and is empty stays so.
impl<S: Storage> FusedIterator for BlockingItems<'_, S> {}

impl<S: Storage> fmt::Debug for BlockingItems<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingItems").field("queue", &self.queue).finish()
    }
}

use alloc::collections::VecDeque;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::{PutError, Storage, TryPutError};

use crate::wait::{self, Outside, Wakes};
use crate::{Handle, Lock, Queue};

/// The future of a put of several items. [`Queue::put_many`] and [`Queue::put_all`] make one that borrows the
/// queue, and [`new`](Self::new) and [`all`](Self::all) one that owns any [handle](Handle).
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct PutMany<H: Handle> {
    handle: H,
    puts: queue_core::PutMany<H::Item>,
}

impl<H: Handle> PutMany<H> {
    /// Makes a put of several items that owns a handle of the queue. It waits as [`Queue::put_many`] does.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use queue_async::{PutMany, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let queue = Rc::new(Queue::bounded(2));
    /// block_on(PutMany::new(Rc::clone(&queue), ['a', 'b']))?;
    /// assert!(queue.drain().eq(['a', 'b']));
    /// # Ok::<(), queue_async::PutError<std::collections::VecDeque<char>>>(())
    /// ```
    pub fn new(handle: H, items: impl IntoIterator<Item = H::Item>) -> Self {
        Self { handle, puts: queue_core::PutMany::from_iter(items) }
    }

    /// Makes a put of several items at once that owns a handle of the queue. It waits as [`Queue::put_all`]
    /// does.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use queue_async::{PutMany, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let queue = Rc::new(Queue::bounded(2));
    /// let error = block_on(PutMany::all(Rc::clone(&queue), ['a', 'b', 'c'])).unwrap_err();
    /// assert!(error.is_refused() && queue.is_empty());
    /// ```
    pub fn all(handle: H, items: impl IntoIterator<Item = H::Item>) -> Self {
        Self { handle, puts: queue_core::PutMany::all(items.into_iter().collect()) }
    }

    /// Cancels the put and returns the items that have not been put.
    ///
    /// They come in order, and are the last ones of the batch. A poll after this is pending.
    ///
    /// ```
    /// use futures::FutureExt;
    /// use queue_async::local::Queue;
    ///
    /// let queue = Queue::bounded(1);
    /// let mut put = queue.put_many(['a', 'b', 'c']);
    /// assert!((&mut put).now_or_never().is_none()); // `a` is in
    /// assert_eq!(put.cancel(), ['b', 'c']);
    /// ```
    pub fn cancel(&mut self) -> VecDeque<H::Item> {
        cancel(&mut self.puts, &self.handle);
        self.puts.take_items()
    }
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Puts several items in order, each as soon as there is room for it.
    ///
    /// It waits in the put line with the items that are not in yet. On a fair queue it keeps its place until all
    /// are in, so no other put comes between from its first wait on, and its task is woken once, at the end. On a
    /// [barging](crate::Fairness::Barging) queue its task is woken each time there is room.
    ///
    /// The items are collected before the queue is held. O(n) in their number, plus the cost of the storage.
    /// [`PutMany::new`] makes one that owns an `Arc` or `Rc` of the queue.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`](PutError::ShutDown) if the queue was shut down before all items were in, and with
    /// [`Refused`](PutError::Refused) if the storage refuses an item. The error has the items that are not in.
    ///
    /// # Cancel safety
    ///
    /// A put that is dropped drops the items that are not in, unless [`PutMany::cancel`] takes them out first.
    /// The items that are in stay in the queue.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::bounded(1);
    /// let (put, got) = futures::join!(queue.put_many([1, 2, 3]), async {
    ///     [queue.get().await, queue.get().await, queue.get().await]
    /// });
    /// assert_eq!((put, got), (Ok(()), [Ok(1), Ok(2), Ok(3)]));
    /// # });
    /// ```
    #[doc(alias("send_many", "send_all", "extend"))]
    pub fn put_many(&self, items: impl IntoIterator<Item = S::Item>) -> PutMany<&Self> {
        PutMany::new(self, items)
    }

    /// Puts several items at once, waiting until there is room for all of them; otherwise as
    /// [`put_many`](Self::put_many).
    ///
    /// # Errors
    ///
    /// As [`put_many`](Self::put_many), and with [`Refused`](PutError::Refused) if the items need more room than
    /// the capacity. So a rendezvous refuses every item. If the storage refuses an item, those before it are in.
    /// So are they if the count of unfinished tasks reaches `usize::MAX` on the way.
    ///
    /// # Cancel safety
    ///
    /// As [`put_many`](Self::put_many): a put that is dropped has put all of its items or none.
    ///
    /// ```
    /// use futures::FutureExt;
    ///
    /// let queue = queue_async::local::Queue::bounded(2);
    /// queue.try_put('a')?;
    /// let mut put = queue.put_all(['b', 'c']);
    /// assert!((&mut put).now_or_never().is_none());
    /// assert_eq!(queue.len(), 1); // none is in, though there is room for one
    /// assert_eq!(queue.try_get(), Ok('a'));
    /// assert_eq!((put.now_or_never(), queue.len()), (Some(Ok(())), 2));
    /// # Ok::<(), queue_async::TryPutError<char>>(())
    /// ```
    pub fn put_all(&self, items: impl IntoIterator<Item = S::Item>) -> PutMany<&Self> {
        PutMany::all(self, items)
    }

    /// Puts several items in order, as long as there is room.
    ///
    /// # Errors
    ///
    /// Fails as [`try_put`](Self::try_put) at the first item that does not get in. The error has that one and
    /// those behind it.
    ///
    /// ```
    /// use queue_async::{TryPutError, local::Queue};
    ///
    /// let queue = Queue::bounded(2);
    /// assert_eq!(queue.try_put_many([1, 2, 3]), Err(TryPutError::Full([3].into())));
    /// assert!(queue.drain().eq([1, 2]));
    /// ```
    pub fn try_put_many(
        &self,
        items: impl IntoIterator<Item = S::Item>,
    ) -> Result<(), TryPutError<VecDeque<S::Item>>> {
        self.try_batch(queue_core::PutMany::from_iter(items))
    }

    /// Puts several items at once if there is room for all of them.
    ///
    /// # Errors
    ///
    /// Fails with [`Refused`](TryPutError::Refused) if the items need more room than the capacity, and otherwise
    /// as [`try_put`](Self::try_put). The error has all items. The exception is a storage that refuses an item:
    /// those before it are in.
    ///
    /// ```
    /// use queue_async::{TryPutError, local::Queue};
    ///
    /// let queue = Queue::bounded(2);
    /// assert_eq!(queue.try_put_all([1, 2, 3]), Err(TryPutError::Refused([1, 2, 3].into())));
    /// assert_eq!(queue.try_put_all([1, 2]), Ok(()));
    /// ```
    pub fn try_put_all(
        &self,
        items: impl IntoIterator<Item = S::Item>,
    ) -> Result<(), TryPutError<VecDeque<S::Item>>> {
        self.try_batch(queue_core::PutMany::all(items.into_iter().collect()))
    }

    fn try_batch(
        &self,
        mut puts: queue_core::PutMany<S::Item>,
    ) -> Result<(), TryPutError<VecDeque<S::Item>>> {
        let mut wakes = Wakes::default();
        let tried = self.with(|state| state.try_put_many(&mut puts, &mut wakes.0));
        tried.map_err(|error| error.with_item(puts.take_items()))
    }
}

/// The handle and the items are moved, never pinned.
impl<H: Handle> Unpin for PutMany<H> {}

impl<H: Handle> Future for PutMany<H> {
    type Output = Result<(), PutError<VecDeque<H::Item>>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        poll(&mut this.puts, &this.handle, cx.waker())
    }
}

impl<H: Handle> FusedFuture for PutMany<H> {
    fn is_terminated(&self) -> bool {
        self.puts.is_finished()
    }
}

impl<H: Handle> Drop for PutMany<H> {
    fn drop(&mut self) {
        cancel(&mut self.puts, &self.handle);
    }
}

impl<H: Handle> fmt::Debug for PutMany<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PutMany").field("puts", &self.puts).finish_non_exhaustive()
    }
}

fn poll<S: Storage, L: Lock>(
    puts: &mut queue_core::PutMany<S::Item>,
    queue: &Queue<S, L>,
    waker: &Waker,
) -> Poll<Result<(), PutError<VecDeque<S::Item>>>> {
    let polled = wait::poll(false, waker, |exchange| {
        queue.with(|state| state.poll_put_many(puts, exchange, wait::wakes(waker)))
    });
    polled.map_err(|error| error.with_item(puts.take_items()))
}

fn cancel<S: Storage, L: Lock>(puts: &mut queue_core::PutMany<S::Item>, queue: &Queue<S, L>) {
    if !puts.is_finished() {
        let mut outside = Outside::default();
        queue.with(|state| state.cancel_put_many(puts, &mut outside.0));
    }
}

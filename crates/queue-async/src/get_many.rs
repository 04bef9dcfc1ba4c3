use alloc::vec::Vec;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::{ShutDown, Storage, TryGetError};

use crate::wait::{self, Wakes};
use crate::{Handle, Lock, Queue, get};

/// The future of a get of several items. [`Queue::get_many`] makes one that borrows the queue, and
/// [`new`](Self::new) one that owns any [handle](Handle).
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct GetMany<H: Handle> {
    handle: H,
    get: queue_core::Get,
    limit: usize,
}

impl<H: Handle> GetMany<H> {
    /// Makes a get of up to `limit` items that owns a handle of the queue. It waits as [`Queue::get_many`] does.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use queue_async::{GetMany, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let queue = Rc::new(Queue::from_iter(['a', 'b', 'c']));
    /// assert_eq!(block_on(GetMany::new(queue, 2)), Ok(vec!['a', 'b']));
    /// ```
    pub const fn new(handle: H, limit: usize) -> Self {
        Self { handle, get: queue_core::Get::new(), limit }
    }
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Gets up to `limit` items, waiting for the first if there is none.
    ///
    /// It waits as a [`get`](Self::get) does, and then takes what is there, in one step. The room that the items
    /// leave admits waiting puts, whose items it takes too. With a limit of zero it is ready at once with no
    /// item. O(n) in the number of items, plus the cost of the storage. [`GetMany::new`] makes one that owns an
    /// `Arc` or `Rc` of the queue.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`] if the queue has been shut down and no item is left.
    ///
    /// # Cancel safety
    ///
    /// As [`get`](Self::get): a get that is dropped loses nothing.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::from_iter([1, 2, 3]);
    /// assert_eq!(queue.get_many(2).await?, [1, 2]);
    /// assert_eq!(queue.get_many(2).await?, [3]);
    /// # Ok::<(), queue_async::ShutDown>(()) }).unwrap();
    /// ```
    #[doc(alias("recv_many", "get_batch"))]
    pub fn get_many(&self, limit: usize) -> GetMany<&Self> {
        GetMany::new(self, limit)
    }

    /// Gets up to `limit` items if there is any.
    ///
    /// # Errors
    ///
    /// If there is no item, fails as [`try_get`](Self::try_get), unless the limit is zero.
    ///
    /// ```
    /// use queue_async::{TryGetError, local::Queue};
    ///
    /// let queue = Queue::from_iter([1, 2, 3]);
    /// assert_eq!(queue.try_get_many(2), Ok(vec![1, 2]));
    /// assert_eq!(queue.try_get_many(2), Ok(vec![3]));
    /// assert_eq!(queue.try_get_many(2), Err(TryGetError::Empty));
    /// ```
    pub fn try_get_many(&self, limit: usize) -> Result<Vec<S::Item>, TryGetError> {
        let (mut items, mut wakes) = (Vec::new(), Wakes::default());
        self.with(|state| state.try_get_many(limit, &mut items, &mut wakes.0))?;
        wakes.wake();
        Ok(items)
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for GetMany<H> {}

impl<H: Handle> Future for GetMany<H> {
    type Output = Result<Vec<H::Item>, ShutDown>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let (this, mut items) = (self.get_mut(), Vec::new());
        let polled = poll(&mut this.get, this.limit, &mut items, &this.handle, cx.waker());
        polled.map_ok(|()| items)
    }
}

impl<H: Handle> FusedFuture for GetMany<H> {
    fn is_terminated(&self) -> bool {
        self.get.is_finished()
    }
}

impl<H: Handle> Drop for GetMany<H> {
    fn drop(&mut self) {
        get::cancel(&mut self.get, &self.handle);
    }
}

impl<H: Handle> fmt::Debug for GetMany<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("GetMany");
        debug.field("get", &self.get).field("limit", &self.limit).finish_non_exhaustive()
    }
}

pub(crate) fn poll<S: Storage, L: Lock>(
    get: &mut queue_core::Get,
    limit: usize,
    items: &mut Vec<S::Item>,
    queue: &Queue<S, L>,
    waker: &Waker,
) -> Poll<Result<(), ShutDown>> {
    wait::poll(false, waker, |exchange| {
        let is_current = wait::wakes(waker);
        queue.with(|state| state.poll_get_many(get, limit, items, exchange, is_current))
    })
}

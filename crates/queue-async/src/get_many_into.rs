use alloc::vec::Vec;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::future::FusedFuture;
use queue_core::{ShutDown, Storage, TryGetError};

use crate::wait::Wakes;
use crate::{Handle, Lock, Queue, get, get_many};

/// The future of a get of several items that appends them to a vector. [`Queue::get_many_into`] makes one that
/// borrows the queue, and [`new`](Self::new) one that owns any [handle](Handle).
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct GetManyInto<'a, H: Handle> {
    handle: H,
    get: queue_core::Get,
    items: &'a mut Vec<H::Item>,
    limit: usize,
}

impl<'a, H: Handle> GetManyInto<'a, H> {
    /// Makes a get of up to `limit` items that owns a handle of the queue. It waits as
    /// [`Queue::get_many_into`] does.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use queue_async::{GetManyInto, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let (queue, mut items) = (Rc::new(Queue::from_iter(['a', 'b', 'c'])), vec![]);
    /// assert_eq!(block_on(GetManyInto::new(queue, &mut items, 2)), Ok(2));
    /// assert_eq!(items, ['a', 'b']);
    /// ```
    pub const fn new(handle: H, items: &'a mut Vec<H::Item>, limit: usize) -> Self {
        Self { handle, get: queue_core::Get::new(), items, limit }
    }
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Gets up to `limit` items, waiting for the first if there is none, appends them to `items`, and returns
    /// how many they are.
    ///
    /// A vector that is cleared and used again needs no new memory. Otherwise it is as
    /// [`get_many`](Self::get_many). If a wake panics, the items are in the vector. [`GetManyInto::new`] makes
    /// one that owns an `Arc` or `Rc` of the queue.
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
    /// let mut items = vec![0];
    /// assert_eq!(queue.get_many_into(&mut items, 2).await?, 2);
    /// assert_eq!(queue.get_many_into(&mut items, 2).await?, 1);
    /// assert_eq!(items, [0, 1, 2, 3]);
    /// # Ok::<(), queue_async::ShutDown>(()) }).unwrap();
    /// ```
    #[doc(alias("recv_many", "drain_into"))]
    pub fn get_many_into<'a>(
        &'a self,
        items: &'a mut Vec<S::Item>,
        limit: usize,
    ) -> GetManyInto<'a, &'a Self> {
        GetManyInto::new(self, items, limit)
    }

    /// Gets up to `limit` items if there is any, appends them to `items`, and returns how many they are.
    ///
    /// # Errors
    ///
    /// If there is no item, fails as [`try_get`](Self::try_get), unless the limit is zero.
    ///
    /// ```
    /// use queue_async::{TryGetError, local::Queue};
    ///
    /// let (queue, mut items) = (Queue::from_iter([1, 2, 3]), vec![]);
    /// assert_eq!(queue.try_get_many_into(&mut items, usize::MAX), Ok(3));
    /// assert_eq!(items, [1, 2, 3]);
    /// assert_eq!(queue.try_get_many_into(&mut items, 2), Err(TryGetError::Empty));
    /// ```
    #[doc(alias("try_recv_many", "drain_into"))]
    pub fn try_get_many_into(
        &self,
        items: &mut Vec<S::Item>,
        limit: usize,
    ) -> Result<usize, TryGetError> {
        let mut wakes = Wakes::default();
        let got = self.with(|state| state.try_get_many(limit, items, &mut wakes.0));
        wakes.wake();
        got
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for GetManyInto<'_, H> {}

impl<H: Handle> Future for GetManyInto<'_, H> {
    type Output = Result<usize, ShutDown>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let len = this.items.len();
        let polled =
            get_many::poll(&mut this.get, this.limit, this.items, &this.handle, cx.waker());
        polled.map_ok(|()| this.items.len() - len)
    }
}

impl<H: Handle> FusedFuture for GetManyInto<'_, H> {
    fn is_terminated(&self) -> bool {
        self.get.is_finished()
    }
}

impl<H: Handle> Drop for GetManyInto<'_, H> {
    fn drop(&mut self) {
        get::cancel(&mut self.get, &self.handle);
    }
}

impl<H: Handle> fmt::Debug for GetManyInto<'_, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("GetManyInto");
        debug.field("get", &self.get).field("limit", &self.limit).finish_non_exhaustive()
    }
}

use alloc::vec::Vec;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::stream::{FusedStream, Stream};
use queue_core::Storage;

use crate::{Handle, Lock, Queue, get, get_many};

/// A stream of batches of items, which ends when the queue is shut down and empty. [`Queue::batches`] makes one
/// that borrows the queue, and [`new`](Self::new) one that owns any [handle](Handle).
///
/// Each batch has one item or more. As with an [`ItemStream`](crate::ItemStream), a stream that finds an item
/// never yields. One that was polled and whose task then does something else waits in the get line until it is
/// polled again, dropped or [cancelled](Self::cancel). So an item that notifies it also notifies the next get.
///
/// # Cancel safety
///
/// A stream that is dropped loses nothing. No item belongs to it before it returns one.
#[must_use = "streams do nothing unless polled"]
pub struct BatchStream<H: Handle> {
    handle: H,
    /// `None` between two batches.
    get: Option<queue_core::Get>,
    limit: usize,
    has_ended: bool,
}

impl<H: Handle> BatchStream<H> {
    /// Makes a stream of batches of up to `limit` items.
    ///
    /// ```
    /// use futures::StreamExt;
    /// use queue_async::{BatchStream, local::Queue};
    /// use std::rc::Rc;
    ///
    /// # futures::executor::block_on(async {
    /// let queue = Rc::new(Queue::from_iter([1, 2]));
    /// let mut batches = BatchStream::new(Rc::clone(&queue), 8);
    /// assert_eq!(batches.next().await, Some(vec![1, 2]));
    /// queue.shutdown();
    /// assert_eq!(batches.next().await, None);
    /// # });
    /// ```
    pub const fn new(handle: H, limit: usize) -> Self {
        Self { handle, get: None, limit, has_ended: limit == 0 }
    }

    /// Leaves the queue's get line; see [`ItemStream::cancel`](crate::ItemStream::cancel).
    ///
    /// ```
    /// use futures::{FutureExt, StreamExt};
    ///
    /// let queue = queue_async::local::Queue::<u8>::unbounded();
    /// let mut batches = queue.batches(8);
    /// assert!(batches.next().now_or_never().is_none());
    /// batches.cancel();
    /// assert_eq!(queue.waiting_getters(), 0);
    /// ```
    pub fn cancel(&mut self) {
        if let Some(mut get) = self.get.take() {
            get::cancel(&mut get, &self.handle);
        }
    }
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Returns a stream of batches of up to `limit` items, which ends when the queue is shut down and empty.
    ///
    /// Each batch is as that of [`get_many`](Self::get_many), and has one item or more. With a limit of zero the
    /// stream is empty: it ends at once. [`BatchStream::new`] makes one that owns an `Arc` or `Rc` of the queue.
    ///
    /// ```
    /// use futures::StreamExt;
    ///
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::from_iter([1, 2, 3]);
    /// queue.shutdown();
    /// assert_eq!(queue.batches(2).collect::<Vec<_>>().await, [vec![1, 2], vec![3]]);
    /// # });
    /// ```
    #[doc(alias("chunks", "ready_chunks"))]
    pub fn batches(&self, limit: usize) -> BatchStream<&Self> {
        BatchStream::new(self, limit)
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for BatchStream<H> {}

impl<H: Handle> Stream for BatchStream<H> {
    type Item = Vec<H::Item>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Vec<H::Item>>> {
        let this = self.get_mut();
        if this.has_ended {
            return Poll::Ready(None);
        }
        // A get that a panic has finished does not wait.
        let get = match &mut this.get {
            Some(get) if !get.is_finished() => get,
            none => none.insert(queue_core::Get::abandonable()),
        };
        let mut items = Vec::new();
        get_many::poll(get, this.limit, &mut items, &this.handle, cx.waker()).map(|got| {
            this.get = None;
            this.has_ended = got.is_err();
            got.ok().map(|()| items)
        })
    }
}

impl<H: Handle> FusedStream for BatchStream<H> {
    fn is_terminated(&self) -> bool {
        self.has_ended
    }
}

impl<H: Handle> Drop for BatchStream<H> {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl<H: Handle> fmt::Debug for BatchStream<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("BatchStream");
        debug.field("get", &self.get).field("limit", &self.limit).finish_non_exhaustive()
    }
}

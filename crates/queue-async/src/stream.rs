use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::future::FusedFuture;
use futures_core::stream::{FusedStream, Stream};

use queue_core::TryGetError;

use crate::{Handle, get};

/// A stream of the items of a queue, which ends when the queue is shut down and empty.
///
/// Like [`get`](crate::Queue::get), a stream that finds an item never yields. A timeout around a loop over ready
/// items does not fire.
///
/// [`next`](Self::next) gets one item, and is cancelled when its future is dropped.
///
/// A stream that was polled through the [`Stream`] trait, as by an adapter, does not learn that its `next`
/// was dropped. It waits in the queue's get line until it is polled again, dropped or
/// [cancelled](Self::cancel). So an item that notifies such a stream also notifies the next get in line.
///
/// # Cancel safety
///
/// A stream that is dropped loses nothing. No item belongs to it before it returns one. Between two items it
/// does not wait in the queue's get line. An adapter that buffers, such as `buffer_unordered`, owns the items
/// that it has got.
///
/// ```
/// use queue_async::{ItemStream, local::Queue};
/// use std::rc::Rc;
///
/// # futures::executor::block_on(async {
/// let queue = Rc::new(Queue::from_iter([1, 2]));
/// let mut items = ItemStream::new(Rc::clone(&queue));
/// assert_eq!(items.next().await, Some(1));
/// queue.shutdown();
/// assert_eq!(items.next().await, Some(2));
/// assert_eq!(items.next().await, None);
/// # });
/// ```
#[must_use = "streams do nothing unless polled"]
pub struct ItemStream<H: Handle> {
    handle: H,
    /// `None` between two items.
    get: Option<queue_core::Get>,
    has_ended: bool,
}

impl<H: Handle> ItemStream<H> {
    /// Makes a stream of the items of the queue.
    ///
    /// The [handle](Handle) is a reference, an `Rc` or an `Arc` of the queue, a receiver, or a pointer of your own.
    ///
    /// ```
    /// use queue_async::{ItemStream, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let items = ItemStream::new(Rc::new(Queue::<u8>::unbounded()));
    /// assert!(!futures::stream::FusedStream::is_terminated(&items));
    /// ```
    pub const fn new(handle: H) -> Self {
        Self { handle, get: None, has_ended: false }
    }

    /// Gets the next item, waiting for one if there is none. Returns `None` once the stream has ended.
    ///
    /// # Cancel safety
    ///
    /// A `next` that is dropped loses no item. If it had been notified, the next get in line is notified. The
    /// following `next` waits behind all others.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::from_iter([1]);
    /// assert_eq!(queue.stream().next().await, Some(1));
    /// # });
    /// ```
    #[expect(clippy::should_implement_trait, reason = "streams have it under this name")]
    pub fn next(&mut self) -> Next<'_, H> {
        self.begin(queue_core::Get::new);
        Next { stream: self }
    }

    /// Leaves the queue's get line. Call it on a stream that was polled and will not be polled soon.
    ///
    /// If the stream had been notified and there is an item, the next get in line is notified. The stream
    /// can be polled again.
    ///
    /// ```
    /// use futures::StreamExt;
    ///
    /// let queue = queue_async::local::Queue::<u8>::unbounded();
    /// let mut items = queue.stream();
    /// assert!(futures::FutureExt::now_or_never(StreamExt::next(&mut items)).is_none());
    /// assert_eq!(queue.waiting_getters(), 1);
    /// items.cancel();
    /// assert_eq!(queue.waiting_getters(), 0);
    /// ```
    pub fn cancel(&mut self) {
        if let Some(mut get) = self.get.take() {
            get::cancel(&mut get, &self.handle);
        }
    }

    pub(crate) const fn handle(&self) -> &H {
        &self.handle
    }

    /// Gets an item if there is one. A stream that does not wait does not begin to.
    pub(crate) fn look(&mut self, cx: &mut Context<'_>) -> Poll<Option<H::Item>> {
        if self.has_ended || self.is_in_line() {
            return self.poll(cx);
        }
        match self.handle.try_get() {
            Ok(item) => Poll::Ready(Some(item)),
            Err(TryGetError::Empty) => Poll::Pending,
            Err(TryGetError::ShutDown) => {
                self.has_ended = true;
                Poll::Ready(None)
            }
        }
    }

    /// Waits for an item that [`look`](Self::look) has not found, unless it waits already.
    pub(crate) fn wait(
        &mut self,
        new: fn() -> queue_core::Get,
        cx: &mut Context<'_>,
    ) -> Poll<Option<H::Item>> {
        if self.is_in_line() {
            return Poll::Pending;
        }
        self.begin(new);
        self.poll(cx)
    }

    fn is_in_line(&self) -> bool {
        self.get.as_ref().is_some_and(|get| !get.is_new() && !get.is_finished())
    }

    /// Begins a get unless one waits. A get that a panic of the storage has finished does not wait.
    fn begin(&mut self, new: fn() -> queue_core::Get) {
        if self.get.as_ref().is_none_or(queue_core::Get::is_finished) {
            self.get = Some(new());
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<H::Item>> {
        if self.has_ended {
            self.get = None;
            return Poll::Ready(None);
        }
        let Some(get) = &mut self.get else { return Poll::Pending };
        get::poll(get, &self.handle, cx).map(|got| {
            self.get = None;
            self.has_ended = got.is_err();
            got.ok()
        })
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for ItemStream<H> {}

impl<H: Handle> Stream for ItemStream<H> {
    type Item = H::Item;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<H::Item>> {
        let this = self.get_mut();
        this.begin(queue_core::Get::abandonable);
        this.poll(cx)
    }
}

impl<H: Handle> FusedStream for ItemStream<H> {
    fn is_terminated(&self) -> bool {
        self.has_ended
    }
}

impl<H: Handle> Drop for ItemStream<H> {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl<H: Handle> fmt::Debug for ItemStream<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").field("get", &self.get).finish_non_exhaustive()
    }
}

/// The future of the next item of a stream, returned by [`ItemStream::next`].
#[must_use = "futures do nothing unless polled"]
pub struct Next<'a, H: Handle> {
    stream: &'a mut ItemStream<H>,
}

impl<H: Handle> Future for Next<'_, H> {
    type Output = Option<H::Item>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<H::Item>> {
        self.get_mut().stream.poll(cx)
    }
}

impl<H: Handle> FusedFuture for Next<'_, H> {
    fn is_terminated(&self) -> bool {
        self.stream.get.as_ref().is_none_or(queue_core::Get::is_finished)
    }
}

impl<H: Handle> Drop for Next<'_, H> {
    fn drop(&mut self) {
        self.stream.cancel();
    }
}

impl<H: Handle> fmt::Debug for Next<'_, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next").field("stream", &self.stream).finish_non_exhaustive()
    }
}

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_sink::Sink;
use queue_core::PutError;

use crate::{Handle, put};

/// A sink that puts items into a queue.
///
/// It buffers one item. `start_send` stores the item, and `poll_ready`, `poll_flush` and `poll_close` put it.
/// Closing the sink flushes it and does *not* shut the queue down, which other tasks may be using.
///
/// # Errors
///
/// Fails with a [`PutError`], which has the buffered item, as [`put`](crate::Queue::put) does.
///
/// # Cancel safety
///
/// A sink that is dropped cancels the put of its buffered item, as a [`Put`](crate::Put) does.
/// [`take_buffered`](Self::take_buffered) takes the item out first.
///
/// ```
/// use futures::SinkExt;
/// use queue_async::{ItemSink, local::Queue};
/// use std::rc::Rc;
///
/// # futures::executor::block_on(async {
/// let queue = Rc::new(Queue::bounded(2));
/// let mut sink = ItemSink::new(Rc::clone(&queue));
/// sink.send(1).await?;
/// sink.feed(2).await?;
/// assert_eq!(queue.len(), 1);
/// assert_eq!(sink.take_buffered(), Some(2));
/// # Ok::<(), queue_async::PutError<u8>>(()) }).unwrap();
/// ```
#[must_use = "sinks do nothing unless polled"]
pub struct ItemSink<H: Handle> {
    handle: H,
    put: queue_core::Put<H::Item>,
}

impl<H: Handle> ItemSink<H> {
    /// Makes a sink for the queue.
    ///
    /// The [handle](Handle) is a reference, an `Rc` or an `Arc` of the queue, a sender, or a pointer of your own.
    ///
    /// ```
    /// use queue_async::{ItemSink, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let mut sink = ItemSink::new(Rc::new(Queue::<u8>::unbounded()));
    /// assert_eq!(sink.take_buffered(), None);
    /// ```
    pub const fn new(handle: H) -> Self {
        Self { handle, put: queue_core::Put::finished() }
    }

    /// Cancels the put of the buffered item and returns the item, or `None` if there is none or it has been
    /// put.
    ///
    /// ```
    /// use futures::{FutureExt, SinkExt};
    ///
    /// let queue = queue_async::local::Queue::bounded(1);
    /// queue.try_put(1)?;
    /// let mut sink = queue.sink();
    /// assert!(sink.send(2).now_or_never().is_none()); // it waits for room
    /// assert_eq!(sink.take_buffered(), Some(2));
    /// # Ok::<(), queue_async::TryPutError<u8>>(())
    /// ```
    pub fn take_buffered(&mut self) -> Option<H::Item> {
        put::cancel(&mut self.put, &self.handle);
        self.put.take_item()
    }
}

/// The handle and the item are moved, never pinned.
impl<H: Handle> Unpin for ItemSink<H> {}

impl<H: Handle> Sink<H::Item> for ItemSink<H> {
    type Error = PutError<H::Item>;

    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.poll_flush(cx)
    }

    /// # Panics
    ///
    /// Panics if an item is buffered. The trait requires a successful `poll_ready` before.
    fn start_send(self: Pin<&mut Self>, item: H::Item) -> Result<(), Self::Error> {
        assert!(self.put.is_finished(), "start_send called on a sink that is not ready");
        self.get_mut().put = queue_core::Put::new(item);
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        let this = self.get_mut();
        if this.put.is_finished() {
            // If a panic came between the shutdown and the error, the put still has its item.
            let refused = this.put.take_item().map(PutError::ShutDown);
            return Poll::Ready(refused.map_or(Ok(()), Err));
        }
        put::poll(&mut this.put, &this.handle, cx)
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.poll_flush(cx)
    }
}

impl<H: Handle> Drop for ItemSink<H> {
    fn drop(&mut self) {
        put::cancel(&mut self.put, &self.handle);
    }
}

impl<H: Handle> fmt::Debug for ItemSink<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemSink").field("put", &self.put).finish_non_exhaustive()
    }
}

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures::Stream;
use futures::stream::FusedStream;

use crate::Handle;
use crate::get::Getting;

/// A stream of the items of a queue, which ends when the queue is shut down and empty.
///
/// # Cancel safety
///
/// A stream that is dropped loses nothing: no item is given to it before it returns one. Between
/// two items it is in no line.
///
/// ```
/// use futures::StreamExt;
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
    getting: Getting,
    has_ended: bool,
}

impl<H: Handle> ItemStream<H> {
    /// Makes a stream of the items of the queue.
    ///
    /// A stream that is to own its queue holds an `Arc` or `Rc` of the queue itself, not of what the
    /// queue is a part of.
    ///
    /// ```
    /// use queue_async::{ItemStream, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let items = ItemStream::new(Rc::new(Queue::<u8>::unbounded()));
    /// assert!(!futures::stream::FusedStream::is_terminated(&items));
    /// ```
    pub const fn new(handle: H) -> Self {
        Self { handle, getting: Getting::New, has_ended: false }
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for ItemStream<H> {}

impl<H: Handle> Stream for ItemStream<H> {
    type Item = H::Item;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<H::Item>> {
        let this = self.get_mut();
        if this.has_ended {
            return Poll::Ready(None);
        }
        if this.getting.is_done() {
            this.getting = Getting::New;
        }
        this.getting.poll(this.handle.queue(), cx).map(|got| {
            this.has_ended = got.is_err();
            got.ok()
        })
    }
}

impl<H: Handle> FusedStream for ItemStream<H> {
    fn is_terminated(&self) -> bool {
        self.has_ended
    }
}

impl<H: Handle> Drop for ItemStream<H> {
    fn drop(&mut self) {
        self.getting.leave(self.handle.queue());
    }
}

impl<H: Handle> fmt::Debug for ItemStream<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").field("getting", &self.getting).finish_non_exhaustive()
    }
}

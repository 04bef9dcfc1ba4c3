use alloc::vec::Vec;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::future::FusedFuture;
use futures_core::stream::{FusedStream, Stream};

use crate::{Handle, ItemStream};

/// A stream of the items of several queues, each with the index of its queue. It ends when all queues have ended.
///
/// A *fair* select begins each time behind the queue of its last item. So queues that always have items take
/// turns. A *biased* one looks at the queues in order, and takes an item of a queue only if those before it have
/// none.
///
/// The [handles](Handle) are of one type. For queues of different kinds, use `select!` and [`Queue::get`], or the
/// adapters of the `futures` crate and [`ItemStream`].
///
/// A poll that finds an item looks at no further queue and clones no waker. One that finds none waits in the
/// get line of every queue. [`next`](Self::next) leaves all lines when its future is dropped. Through the
/// [`Stream`] trait, a select stays in the lines of the other queues between two items, as an [`ItemStream`] does
/// that is not polled. An item that notifies it also notifies the next get in line. So no item waits for the
/// select while another get does.
///
/// # Cancel safety
///
/// A select that is dropped loses nothing. No item belongs to it before it returns one.
///
/// ```
/// use queue_async::{Select, local::Queue};
///
/// # futures::executor::block_on(async {
/// let queues = [Queue::from_iter(["a", "b"]), Queue::from_iter(["c"])];
/// queues.iter().for_each(Queue::shutdown);
/// let mut items = Select::new(&queues);
/// assert_eq!(items.next().await, Some((0, "a")));
/// assert_eq!(items.next().await, Some((1, "c")));
/// assert_eq!(items.next().await, Some((0, "b")));
/// assert_eq!(items.next().await, None);
/// # });
/// ```
///
/// [`Queue::get`]: crate::Queue::get
#[must_use = "streams do nothing unless polled"]
pub struct Select<H: Handle> {
    streams: Vec<ItemStream<H>>,
    /// The queue to look at first.
    first: usize,
    is_biased: bool,
}

impl<H: Handle> Select<H> {
    /// Makes a fair select. If there is no queue, it has ended.
    ///
    /// ```
    /// use queue_async::{Select, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let (jobs, urgent) = (Rc::new(Queue::<u8>::unbounded()), Rc::new(Queue::unbounded()));
    /// let items = Select::new([Rc::clone(&jobs), urgent]);
    /// assert!(Rc::ptr_eq(items.handle(0).unwrap(), &jobs));
    /// ```
    pub fn new(handles: impl IntoIterator<Item = H>) -> Self {
        let streams = handles.into_iter().map(ItemStream::new).collect();
        Self { streams, first: 0, is_biased: false }
    }

    /// Makes a biased select. A queue that never runs empty starves those behind it.
    ///
    /// ```
    /// use queue_async::{Select, local::Queue};
    ///
    /// # futures::executor::block_on(async {
    /// let (urgent, jobs) = (Queue::from_iter([1, 2]), Queue::from_iter([3]));
    /// let mut items = Select::biased([&urgent, &jobs]);
    /// assert_eq!(items.next().await, Some((0, 1)));
    /// assert_eq!(items.next().await, Some((0, 2)));
    /// assert_eq!(items.next().await, Some((1, 3)));
    /// # });
    /// ```
    pub fn biased(handles: impl IntoIterator<Item = H>) -> Self {
        Self { is_biased: true, ..Self::new(handles) }
    }

    /// Returns the handle of a queue, such as for its [`task_done`](crate::Queue::task_done).
    ///
    /// ```
    /// use queue_async::{Select, local::Queue};
    ///
    /// # futures::executor::block_on(async {
    /// let queue = Queue::from_iter(['a']);
    /// let mut items = Select::new([&queue]);
    /// while let Some((index, _)) = items.next().await {
    ///     items.handle(index).unwrap().task_done()?;
    ///     queue.shutdown();
    /// }
    /// # Ok::<(), queue_async::TaskDoneError>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn handle(&self, index: usize) -> Option<&H> {
        self.streams.get(index).map(ItemStream::handle)
    }

    /// Gets the next item of any queue, with the index of the queue. Waits if there is none. Returns `None` once
    /// all queues are shut down and empty. O(k) in the number of queues, plus the cost of the storage.
    ///
    /// # Cancel safety
    ///
    /// A `next` that is dropped loses no item. In each queue that had notified it, the next get in line is
    /// notified. The following `next` waits behind all others.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::from_iter([1]);
    /// assert_eq!(queue_async::Select::new([&queue]).next().await, Some((0, 1)));
    /// # });
    /// ```
    #[expect(clippy::should_implement_trait, reason = "streams have it under this name")]
    pub fn next(&mut self) -> NextOfAny<'_, H> {
        NextOfAny { select: self, has_finished: false }
    }

    /// Leaves the get lines of all queues. Call it on a select that was polled and will not be polled soon.
    ///
    /// In each queue that had notified it and has an item, the next get in line is notified. The select can be
    /// polled again.
    ///
    /// ```
    /// use futures::StreamExt;
    /// use queue_async::{Select, local::Queue};
    ///
    /// let queues = [Queue::<u8>::unbounded(), Queue::unbounded()];
    /// let mut items = Select::new(&queues);
    /// assert!(futures::FutureExt::now_or_never(StreamExt::next(&mut items)).is_none());
    /// assert!(queues.iter().all(|queue| queue.waiting_getters() == 1));
    /// items.cancel();
    /// assert!(queues.iter().all(|queue| queue.waiting_getters() == 0));
    /// ```
    pub fn cancel(&mut self) {
        self.streams.iter_mut().for_each(ItemStream::cancel);
    }

    /// Looks at all queues before it waits in any. `new` makes the gets.
    fn poll(
        &mut self,
        new: fn() -> queue_core::Get,
        cx: &mut Context<'_>,
    ) -> Poll<Option<(usize, H::Item)>> {
        let found = self.find(|stream| stream.look(cx));
        let found = found.or_else(|| self.find(|stream| stream.wait(new, cx)));
        match found {
            Some((index, item)) => {
                self.first = if self.is_biased { 0 } else { (index + 1) % self.streams.len() };
                Poll::Ready(Some((index, item)))
            }
            None if self.is_terminated() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }

    /// Polls one stream after the other until one has an item.
    fn find(
        &mut self,
        mut poll: impl FnMut(&mut ItemStream<H>) -> Poll<Option<H::Item>>,
    ) -> Option<(usize, H::Item)> {
        let indices = (self.first..self.streams.len()).chain(0..self.first);
        for index in indices {
            if let Poll::Ready(Some(item)) = poll(&mut self.streams[index]) {
                return Some((index, item));
            }
        }
        None
    }
}

/// The handles are moved, never pinned.
impl<H: Handle> Unpin for Select<H> {}

impl<H: Handle> FromIterator<H> for Select<H> {
    /// Makes a fair select.
    fn from_iter<I: IntoIterator<Item = H>>(handles: I) -> Self {
        Self::new(handles)
    }
}

impl<H: Handle> Stream for Select<H> {
    type Item = (usize, H::Item);

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(queue_core::Get::abandonable, cx)
    }
}

impl<H: Handle> FusedStream for Select<H> {
    fn is_terminated(&self) -> bool {
        self.streams.iter().all(FusedStream::is_terminated)
    }
}

impl<H: Handle> fmt::Debug for Select<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Select")
            .field("streams", &self.streams)
            .field("first", &self.first)
            .field("is_biased", &self.is_biased)
            .finish()
    }
}

/// The future of the next item of a select, returned by [`Select::next`].
#[must_use = "futures do nothing unless polled"]
pub struct NextOfAny<'a, H: Handle> {
    select: &'a mut Select<H>,
    has_finished: bool,
}

impl<H: Handle> Future for NextOfAny<'_, H> {
    type Output = Option<(usize, H::Item)>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if this.has_finished {
            return Poll::Pending;
        }
        let polled = this.select.poll(queue_core::Get::new, cx);
        this.has_finished = polled.is_ready();
        polled
    }
}

impl<H: Handle> FusedFuture for NextOfAny<'_, H> {
    fn is_terminated(&self) -> bool {
        self.has_finished
    }
}

impl<H: Handle> Drop for NextOfAny<'_, H> {
    fn drop(&mut self) {
        self.select.cancel();
    }
}

impl<H: Handle> fmt::Debug for NextOfAny<'_, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NextOfAny").field("select", &self.select).finish_non_exhaustive()
    }
}

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::{PutError, Storage, TryPutError};

use crate::wait::{self, Outside, Wakes};
use crate::{Lock, Queue};

/// The future of a put, returned by [`Queue::put`].
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct Put<'a, S: Storage, L: Lock> {
    queue: &'a Queue<S, L>,
    put: queue_core::Put<S::Item>,
}

impl<'a, S: Storage, L: Lock> Put<'a, S, L> {
    #[inline]
    pub(crate) const fn new(queue: &'a Queue<S, L>, item: S::Item) -> Self {
        Self { queue, put: queue_core::Put::new(item) }
    }

    /// Cancels the put and returns its item, or `None` if the item has been put.
    ///
    /// A poll after this is pending.
    ///
    /// ```
    /// use futures::FutureExt;
    /// use queue_async::local::Queue;
    ///
    /// let queue = Queue::bounded(1);
    /// queue.try_put('a')?;
    /// let mut put = queue.put('b');
    /// assert!((&mut put).now_or_never().is_none()); // it waits
    /// assert_eq!(put.cancel(), Some('b'));
    /// # Ok::<(), queue_async::TryPutError<char>>(())
    /// ```
    pub fn cancel(&mut self) -> Option<S::Item> {
        cancel(&mut self.put, self.queue);
        self.put.take_item()
    }
}

/// The item is moved, never pinned.
impl<S: Storage, L: Lock> Unpin for Put<'_, S, L> {}

impl<S: Storage, L: Lock> Future for Put<'_, S, L> {
    type Output = Result<(), PutError<S::Item>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        poll(&mut this.put, this.queue, cx)
    }
}

impl<S: Storage, L: Lock> FusedFuture for Put<'_, S, L> {
    fn is_terminated(&self) -> bool {
        self.put.is_finished()
    }
}

impl<S: Storage, L: Lock> Drop for Put<'_, S, L> {
    #[inline]
    fn drop(&mut self) {
        cancel(&mut self.put, self.queue);
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Put<'_, S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Put").field("put", &self.put).finish_non_exhaustive()
    }
}

#[inline]
pub(crate) fn poll<S: Storage, L: Lock>(
    put: &mut queue_core::Put<S::Item>,
    queue: &Queue<S, L>,
    cx: &Context<'_>,
) -> Poll<Result<(), PutError<S::Item>>> {
    if put.is_new() {
        let mut wakes = Wakes::default();
        let error = match queue.with(|state| state.try_put_from(put, &mut wakes.0)) {
            Ok(()) => return Poll::Ready(Ok(())),
            Err(TryPutError::Full(())) => return wait_for_room(put, queue, cx.waker()),
            Err(TryPutError::ShutDown(())) => PutError::ShutDown(()),
            Err(TryPutError::Refused(())) => PutError::Refused(()),
        };
        return Poll::Ready(Err(with_item(error, put)));
    }
    wait_for_room(put, queue, cx.waker())
}

/// Returns the error of a put with its item.
fn with_item<T>(error: PutError, put: &mut queue_core::Put<T>) -> PutError<T> {
    error.with_item(put.take_item().expect("a put that fails has its item"))
}

#[inline(never)]
fn wait_for_room<S: Storage, L: Lock>(
    put: &mut queue_core::Put<S::Item>,
    queue: &Queue<S, L>,
    waker: &Waker,
) -> Poll<Result<(), PutError<S::Item>>> {
    let polled = wait::poll(put.is_new(), waker, |exchange| {
        queue.with(|state| state.poll_put(put, exchange, wait::wakes(waker)))
    });
    polled.map_err(|error| with_item(error, put))
}

/// Cancels a put. Most have finished and need nothing.
#[inline]
pub(crate) fn cancel<S: Storage, L: Lock>(put: &mut queue_core::Put<S::Item>, queue: &Queue<S, L>) {
    if !put.is_finished() {
        cancel_unfinished(put, queue);
    }
}

#[inline(never)]
fn cancel_unfinished<S: Storage, L: Lock>(put: &mut queue_core::Put<S::Item>, queue: &Queue<S, L>) {
    let mut outside = Outside::default();
    queue.with(|state| state.cancel_put(put, &mut outside.0));
}

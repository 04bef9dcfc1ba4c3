use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::{PutError, Storage, TryPutError};

use crate::wait::{self, Outside, Wakes};
use crate::{Handle, Lock, Queue};

/// The future of a put. [`Queue::put`] makes one that borrows the queue, and [`new`](Self::new) one that owns
/// any [handle](Handle).
///
/// A poll after completion is pending.
///
/// It is `Unpin`, so a future of your own polls it by `Pin::new`:
///
/// ```
/// use queue_async::{Put, local::Queue};
/// use std::pin::Pin;
/// use std::rc::Rc;
/// use std::task::{Context, Poll, Waker};
///
/// let queue = Rc::new(Queue::bounded(1));
/// queue.try_put('a')?;
/// let mut put = Put::new(Rc::clone(&queue), 'b');
/// let mut cx = Context::from_waker(Waker::noop());
/// assert_eq!(Pin::new(&mut put).poll(&mut cx), Poll::Pending); // there is no room
/// assert_eq!(queue.try_get(), Ok('a'));
/// assert_eq!(Pin::new(&mut put).poll(&mut cx), Poll::Ready(Ok(())));
/// # Ok::<(), queue_async::TryPutError<char>>(())
/// ```
#[must_use = "futures do nothing unless polled"]
pub struct Put<H: Handle> {
    handle: H,
    put: queue_core::Put<H::Item>,
}

impl<H: Handle> Put<H> {
    /// Makes a put that owns a handle of the queue, such as an `Arc` for a task that has to be `'static`. It
    /// waits as [`Queue::put`] does.
    ///
    /// ```
    /// use futures::executor::LocalPool;
    /// use futures::task::LocalSpawnExt;
    /// use queue_async::{Put, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let (queue, mut pool) = (Rc::new(Queue::bounded(1)), LocalPool::new());
    /// let put = pool.spawner().spawn_local_with_handle(Put::new(Rc::clone(&queue), 'a'))?;
    /// assert_eq!(pool.run_until(put), Ok(()));
    /// assert_eq!(queue.try_get(), Ok('a'));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub const fn new(handle: H, item: H::Item) -> Self {
        Self { handle, put: queue_core::Put::new(item) }
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
    pub fn cancel(&mut self) -> Option<H::Item> {
        cancel(&mut self.put, &self.handle);
        self.put.take_item()
    }
}

/// The handle and the item are moved, never pinned.
impl<H: Handle> Unpin for Put<H> {}

impl<H: Handle> Future for Put<H> {
    type Output = Result<(), PutError<H::Item>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        poll(&mut this.put, &this.handle, cx)
    }
}

impl<H: Handle> FusedFuture for Put<H> {
    fn is_terminated(&self) -> bool {
        self.put.is_finished()
    }
}

impl<H: Handle> Drop for Put<H> {
    #[inline]
    fn drop(&mut self) {
        cancel(&mut self.put, &self.handle);
    }
}

impl<H: Handle> fmt::Debug for Put<H> {
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

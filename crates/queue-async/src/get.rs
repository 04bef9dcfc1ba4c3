use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::{ShutDown, Storage};

use crate::wait::{self, Outside, Wakes};
use crate::{Handle, Lock, Queue};

/// The future of a get. [`Queue::get`] makes one that borrows the queue, and [`new`](Self::new) one that owns
/// any [handle](Handle).
///
/// A poll after completion is pending.
///
/// It is `Unpin`, so a future of your own polls it by `Pin::new`:
///
/// ```
/// use futures::FutureExt;
/// use queue_async::{Get, ShutDown, local::Queue};
/// use std::pin::Pin;
/// use std::rc::Rc;
/// use std::task::{Context, Poll};
///
/// /// Gets an item of the first queue, or else one of the second.
/// struct Either(Get<Rc<Queue<char>>>, Get<Rc<Queue<char>>>);
///
/// impl Future for Either {
///     type Output = Result<char, ShutDown>;
///
///     fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
///         match Pin::new(&mut self.0).poll(cx) {
///             Poll::Pending => Pin::new(&mut self.1).poll(cx),
///             ready => ready,
///         }
///     }
/// }
///
/// let (first, second) = (Rc::new(Queue::unbounded()), Rc::new(Queue::unbounded()));
/// let mut either = Either(Get::new(Rc::clone(&first)), Get::new(Rc::clone(&second)));
/// assert!((&mut either).now_or_never().is_none()); // both gets wait
/// second.try_put('b')?;
/// assert_eq!(either.now_or_never(), Some(Ok('b')));
/// assert_eq!(first.waiting_getters(), 0); // its get was dropped
/// # Ok::<(), queue_async::TryPutError<char>>(())
/// ```
#[must_use = "futures do nothing unless polled"]
pub struct Get<H: Handle> {
    handle: H,
    get: queue_core::Get,
}

impl<H: Handle> Get<H> {
    /// Makes a get that owns a handle of the queue, such as an `Arc` for a task that has to be `'static`. It
    /// waits as [`Queue::get`] does.
    ///
    /// ```
    /// use futures::executor::LocalPool;
    /// use futures::task::LocalSpawnExt;
    /// use queue_async::{Get, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let (queue, mut pool) = (Rc::new(Queue::unbounded()), LocalPool::new());
    /// let get = pool.spawner().spawn_local_with_handle(Get::new(Rc::clone(&queue)))?;
    /// queue.try_put('a')?;
    /// assert_eq!(pool.run_until(get), Ok('a'));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn new(handle: H) -> Self {
        Self { handle, get: queue_core::Get::new() }
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for Get<H> {}

impl<H: Handle> Future for Get<H> {
    type Output = Result<H::Item, ShutDown>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        poll(&mut this.get, &this.handle, cx)
    }
}

impl<H: Handle> FusedFuture for Get<H> {
    fn is_terminated(&self) -> bool {
        self.get.is_finished()
    }
}

impl<H: Handle> Drop for Get<H> {
    #[inline]
    fn drop(&mut self) {
        cancel(&mut self.get, &self.handle);
    }
}

impl<H: Handle> fmt::Debug for Get<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get").field("get", &self.get).finish_non_exhaustive()
    }
}

#[inline]
pub(crate) fn poll<S: Storage, L: Lock>(
    get: &mut queue_core::Get,
    queue: &Queue<S, L>,
    cx: &Context<'_>,
) -> Poll<Result<S::Item, ShutDown>> {
    if get.is_new() {
        let (mut item, mut wakes) = (None, Wakes::default());
        let tried = queue.with(|state| match state.try_get_stored(&mut item, &mut wakes.0) {
            true => Tried::Got,
            false if state.is_shutdown() || state.is_rendezvous() => Tried::Unsure,
            false => Tried::Waits,
        });
        if tried == Tried::Got {
            // Before the wake: if that panics, the item is dropped and the get must not wait again.
            *get = queue_core::Get::finished();
            wakes.wake();
            return Poll::Ready(item.ok_or(ShutDown));
        }
        return wait_for_item(get, queue, cx.waker(), tried == Tried::Waits);
    }
    wait_for_item(get, queue, cx.waker(), false)
}

/// What the first try of a get has shown.
#[derive(Clone, Copy, PartialEq)]
enum Tried {
    Got,
    /// It has to wait, so it provides its waker at once.
    Waits,
    /// It may have to wait.
    Unsure,
}

#[inline(never)]
fn wait_for_item<S: Storage, L: Lock>(
    get: &mut queue_core::Get,
    queue: &Queue<S, L>,
    waker: &Waker,
    waits: bool,
) -> Poll<Result<S::Item, ShutDown>> {
    let mut item = None;
    let polled = wait::poll(waits, waker, |exchange| {
        queue.with(|state| state.poll_get(get, &mut item, exchange, wait::wakes(waker)))
    });
    polled.map_ok(|()| item.expect("a get that is ready has its item"))
}

/// Cancels a get. Most have finished and need nothing.
#[inline]
pub(crate) fn cancel<S: Storage, L: Lock>(get: &mut queue_core::Get, queue: &Queue<S, L>) {
    if !get.is_finished() {
        cancel_unfinished(get, queue);
    }
}

#[inline(never)]
fn cancel_unfinished<S: Storage, L: Lock>(get: &mut queue_core::Get, queue: &Queue<S, L>) {
    let mut outside = Outside::default();
    queue.with(|state| state.cancel_get(get, &mut outside.0));
}

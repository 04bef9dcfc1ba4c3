use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::{ShutDown, Storage, TryGetError};

use crate::wait::{self, Outside, Wakes};
use crate::{Lock, Queue};

/// The future of a get, returned by [`Queue::get`].
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct Get<'a, S: Storage, L: Lock> {
    queue: &'a Queue<S, L>,
    get: queue_core::Get,
}

impl<'a, S: Storage, L: Lock> Get<'a, S, L> {
    pub(crate) const fn new(queue: &'a Queue<S, L>) -> Self {
        Self { queue, get: queue_core::Get::new() }
    }
}

impl<S: Storage, L: Lock> Future for Get<'_, S, L> {
    type Output = Result<S::Item, ShutDown>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        poll(&mut this.get, this.queue, cx)
    }
}

impl<S: Storage, L: Lock> FusedFuture for Get<'_, S, L> {
    fn is_terminated(&self) -> bool {
        self.get.is_finished()
    }
}

impl<S: Storage, L: Lock> Drop for Get<'_, S, L> {
    #[inline]
    fn drop(&mut self) {
        cancel(&mut self.get, self.queue);
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Get<'_, S, L> {
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
        let tried = queue.with(|state| state.try_get_into(&mut item, &mut wakes.0));
        if tried != Err(TryGetError::Empty) {
            // Before the wake: if that panics, the item is dropped and the get must not wait again.
            *get = queue_core::Get::finished();
            wakes.wake();
            return Poll::Ready(item.ok_or(ShutDown));
        }
    }
    wait_for_item(get, queue, cx.waker())
}

#[inline(never)]
fn wait_for_item<S: Storage, L: Lock>(
    get: &mut queue_core::Get,
    queue: &Queue<S, L>,
    waker: &Waker,
) -> Poll<Result<S::Item, ShutDown>> {
    let mut item = None;
    let polled = wait::poll(get.is_new(), waker, |exchange| {
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

use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::future::FusedFuture;
use queue_core::Storage;

use crate::wait::{self, Outside};
use crate::{Lock, Queue};

/// The future of a join, returned by [`Queue::join`].
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct Join<'a, S: Storage, L: Lock> {
    queue: &'a Queue<S, L>,
    join: queue_core::Join,
}

impl<'a, S: Storage, L: Lock> Join<'a, S, L> {
    pub(crate) const fn new(queue: &'a Queue<S, L>) -> Self {
        Self { queue, join: queue_core::Join::new() }
    }
}

impl<S: Storage, L: Lock> Future for Join<'_, S, L> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Self { queue, join } = self.get_mut();
        wait::poll(false, cx.waker(), |exchange| {
            queue.with(|state| state.poll_join(join, exchange, wait::wakes(cx.waker())))
        })
    }
}

impl<S: Storage, L: Lock> FusedFuture for Join<'_, S, L> {
    fn is_terminated(&self) -> bool {
        self.join.is_finished()
    }
}

impl<S: Storage, L: Lock> Drop for Join<'_, S, L> {
    fn drop(&mut self) {
        if !self.join.is_finished() {
            let mut outside = Outside::default();
            self.queue.with(|state| state.cancel_join(&mut self.join, &mut outside.0));
        }
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Join<'_, S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Join").field("join", &self.join).finish_non_exhaustive()
    }
}

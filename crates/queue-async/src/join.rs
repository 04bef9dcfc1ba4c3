use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::{Exchange, Polled, State, Storage};

use crate::wait::{self, Operation, Outside};
use crate::{Lock, Queue};

/// A join that waits until all tasks are done; made by [`Queue::join`], which says what it promises.
///
/// Polled after completion it is pending for good.
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
        wait::poll(join, queue, cx.waker())
    }
}

impl<S: Storage> Operation<S> for queue_core::Join {
    type Output = ();

    fn is_new(&self) -> bool {
        self.is_new()
    }

    fn poll(
        &mut self,
        state: &mut State<S, Waker>,
        exchange: &mut Exchange<Waker>,
        waker: &Waker,
    ) -> Polled<()> {
        state.poll_join(self, exchange, |in_line| in_line.will_wake(waker))
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

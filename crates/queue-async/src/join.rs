use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures::future::FusedFuture;
use queue_core::{Asked, JoinTicket, State, Storage};

use crate::wait::{self, Spare, Step};
use crate::{Lock, Queue};

/// A join that waits until all tasks are done; made by [`Queue::join`], which says what it promises.
///
/// Polled after completion it is pending for good.
#[must_use = "futures do nothing unless polled"]
pub struct Join<'a, S: Storage, L: Lock> {
    queue: &'a Queue<S, L>,
    joining: Joining,
}

#[derive(Debug)]
enum Joining {
    New,
    Waiting(JoinTicket),
    Done,
}

impl<'a, S: Storage, L: Lock> Join<'a, S, L> {
    pub(crate) const fn new(queue: &'a Queue<S, L>) -> Self {
        Self { queue, joining: Joining::New }
    }
}

impl<S: Storage, L: Lock> Future for Join<'_, S, L> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        wait::poll(this.queue, cx, |state, spare| this.joining.step(state, spare))
    }
}

impl<S: Storage, L: Lock> FusedFuture for Join<'_, S, L> {
    fn is_terminated(&self) -> bool {
        matches!(self.joining, Joining::Done)
    }
}

impl<S: Storage, L: Lock> Drop for Join<'_, S, L> {
    fn drop(&mut self) {
        if let Joining::Waiting(ticket) = core::mem::replace(&mut self.joining, Joining::Done) {
            drop(self.queue.with(|state| state.leave_join(ticket)));
        }
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Join<'_, S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Join").field("joining", &self.joining).finish_non_exhaustive()
    }
}

impl Joining {
    fn step<S: Storage>(&mut self, state: &mut State<S, Waker>, spare: &mut Spare<'_>) -> Step<()> {
        match core::mem::replace(self, Self::Done) {
            Self::New if state.unfinished() == 0 => Step::over(()),
            Self::New => match spare.take() {
                Some(waker) => {
                    *self = Self::Waiting(state.enter_join(waker));
                    Step::Pending
                }
                None => {
                    *self = Self::New;
                    Step::NeedsWaker
                }
            },
            Self::Waiting(ticket) => match state.ask_join(ticket) {
                Asked::Ready(()) => Step::over(()),
                Asked::Wait(ticket) => {
                    let step = if spare.wakes_same(state.joiner(&ticket)) {
                        Step::Pending
                    } else {
                        spare.renew(|waker| state.renew_join(&ticket, waker))
                    };
                    *self = Self::Waiting(ticket);
                    step
                }
            },
            Self::Done => Step::Pending,
        }
    }
}

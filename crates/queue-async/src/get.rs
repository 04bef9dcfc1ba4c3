use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures::future::FusedFuture;
use queue_core::{Asked, GetTicket, ShutDown, Storage, TryGetError};

use crate::wait::{self, Step, wake};
use crate::{Lock, Queue};

/// A get that waits for an item; made by [`Queue::get`], which says what it promises.
///
/// Polled after completion it is pending for good.
#[must_use = "futures do nothing unless polled"]
pub struct Get<'a, S: Storage, L: Lock> {
    queue: &'a Queue<S, L>,
    getting: Getting,
}

impl<'a, S: Storage, L: Lock> Get<'a, S, L> {
    pub(crate) const fn new(queue: &'a Queue<S, L>) -> Self {
        Self { queue, getting: Getting::New }
    }
}

impl<S: Storage, L: Lock> Future for Get<'_, S, L> {
    type Output = Result<S::Item, ShutDown>;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        this.getting.poll(this.queue, cx)
    }
}

impl<S: Storage, L: Lock> FusedFuture for Get<'_, S, L> {
    fn is_terminated(&self) -> bool {
        self.getting.is_done()
    }
}

impl<S: Storage, L: Lock> Drop for Get<'_, S, L> {
    #[inline]
    fn drop(&mut self) {
        self.getting.leave(self.queue);
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Get<'_, S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get").field("getting", &self.getting).finish_non_exhaustive()
    }
}

/// How far a get has come.
#[derive(Debug)]
pub(crate) enum Getting {
    New,
    Waiting(GetTicket),
    Done,
}

impl Getting {
    pub(crate) const fn is_done(&self) -> bool {
        matches!(self, Self::Done)
    }

    /// What is ready takes the lock once, and no waker.
    #[inline(always)]
    pub(crate) fn poll<S: Storage, L: Lock>(
        &mut self,
        queue: &Queue<S, L>,
        cx: &Context<'_>,
    ) -> Poll<Result<S::Item, ShutDown>> {
        if !matches!(self, Self::New) {
            return self.ask(queue, cx);
        }
        *self = Self::Done;
        let mut item = None;
        match queue.with(|state| state.try_get_into(&mut item)) {
            Ok(released) => {
                wake(released);
                Poll::Ready(Ok(item.expect("there was one")))
            }
            Err(TryGetError::ShutDown) => Poll::Ready(Err(ShutDown(()))),
            Err(TryGetError::Empty) => {
                *self = Self::New;
                self.enter(queue, cx)
            }
        }
    }

    /// Tries once more, since the queue was let go to clone the waker, and enters the line.
    #[inline(never)]
    fn enter<S: Storage, L: Lock>(
        &mut self,
        queue: &Queue<S, L>,
        cx: &Context<'_>,
    ) -> Poll<Result<S::Item, ShutDown>> {
        // Not a part of the closure, which a panic drops while the queue is held.
        let mut waker = Some(cx.waker().clone());
        *self = Self::Done;
        let entered = queue.with(|state| match state.try_get() {
            Err(TryGetError::Empty) => Ok(state.enter_get(waker.take().expect("it is there"))),
            tried => Err(tried),
        });
        let result = match entered {
            Ok(ticket) => {
                *self = Self::Waiting(ticket);
                return Poll::Pending;
            }
            Err(Ok((item, released))) => {
                wake(released);
                Ok(item)
            }
            Err(Err(_)) => Err(ShutDown(())),
        };
        drop(waker);
        Poll::Ready(result)
    }

    #[inline(never)]
    fn ask<S: Storage, L: Lock>(
        &mut self,
        queue: &Queue<S, L>,
        cx: &Context<'_>,
    ) -> Poll<Result<S::Item, ShutDown>> {
        wait::poll(queue, cx, |state, spare| match core::mem::replace(self, Self::Done) {
            Self::Waiting(ticket) => match state.ask_get(ticket) {
                Asked::Ready(Ok((item, released))) => Step::Ready(Ok(item), released),
                Asked::Ready(Err(shut_down)) => Step::over(Err(shut_down)),
                Asked::Wait(mut ticket) => {
                    let step = if spare.wakes_same(state.getter(&ticket)) {
                        Step::Pending
                    } else {
                        spare.renew(|waker| state.renew_get(&mut ticket, waker))
                    };
                    *self = Self::Waiting(ticket);
                    step
                }
            },
            Self::New | Self::Done => Step::Pending,
        })
    }

    /// Gives the get up, if it is not over.
    #[inline]
    pub(crate) fn leave<S: Storage, L: Lock>(&mut self, queue: &Queue<S, L>) {
        if let Self::Waiting(_) = self {
            self.leave_line(queue);
        }
    }

    #[inline(never)]
    fn leave_line<S: Storage, L: Lock>(&mut self, queue: &Queue<S, L>) {
        if let Self::Waiting(ticket) = core::mem::replace(self, Self::Done) {
            let (waker, released) = queue.with(|state| state.leave_get(ticket));
            wake(released);
            drop(waker);
        }
    }
}

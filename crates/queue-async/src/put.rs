use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures::future::FusedFuture;
use queue_core::{Asked, PutTicket, ShutDown, Storage, TryPutError};

use crate::wait::{self, Step, wake};
use crate::{Lock, Queue};

/// A put that waits for room; made by [`Queue::put`], which says what it promises.
///
/// Polled after completion it is pending for good.
#[must_use = "futures do nothing unless polled"]
pub struct Put<'a, S: Storage, L: Lock> {
    queue: &'a Queue<S, L>,
    putting: Putting<S::Item>,
}

impl<'a, S: Storage, L: Lock> Put<'a, S, L> {
    pub(crate) const fn new(queue: &'a Queue<S, L>, item: S::Item) -> Self {
        Self { queue, putting: Putting::New(item) }
    }

    /// Gives the put up and the item back, or returns `None` if the item has been put.
    ///
    /// The future is over afterwards.
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
        self.putting.cancel(self.queue)
    }
}

/// The item is moved, never pinned.
impl<S: Storage, L: Lock> Unpin for Put<'_, S, L> {}

impl<S: Storage, L: Lock> Future for Put<'_, S, L> {
    type Output = Result<(), ShutDown<S::Item>>;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        this.putting.poll(this.queue, cx)
    }
}

impl<S: Storage, L: Lock> FusedFuture for Put<'_, S, L> {
    fn is_terminated(&self) -> bool {
        self.putting.is_done()
    }
}

impl<S: Storage, L: Lock> Drop for Put<'_, S, L> {
    #[inline]
    fn drop(&mut self) {
        if !self.putting.is_done() {
            self.cancel();
        }
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Put<'_, S, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Put").field("putting", &self.putting).finish_non_exhaustive()
    }
}

/// How far a put has come.
pub(crate) enum Putting<T> {
    New(T),
    Waiting(PutTicket<T>),
    Done,
}

impl<T> Putting<T> {
    pub(crate) const fn is_done(&self) -> bool {
        matches!(self, Self::Done)
    }

    /// What is ready takes the lock once, and no waker.
    #[inline(always)]
    pub(crate) fn poll<S: Storage<Item = T>, L: Lock>(
        &mut self,
        queue: &Queue<S, L>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), ShutDown<T>>> {
        // Looked at first, so that one who waits is not moved out and back.
        if matches!(self, Self::New(_))
            && let Self::New(item) = core::mem::replace(self, Self::Done)
        {
            return match queue.try_put(item) {
                Ok(()) => Poll::Ready(Ok(())),
                Err(TryPutError::ShutDown(item)) => Poll::Ready(Err(ShutDown(item))),
                Err(TryPutError::Full(item)) => {
                    *self = Self::New(item);
                    self.enter(queue, cx)
                }
            };
        }
        self.ask(queue, cx)
    }

    /// Tries once more, since the queue was let go to clone the waker, and enters the line.
    #[inline(never)]
    fn enter<S: Storage<Item = T>, L: Lock>(
        &mut self,
        queue: &Queue<S, L>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), ShutDown<T>>> {
        // Not a part of the closure, which a panic drops while the queue is held.
        let mut waker = Some(cx.waker().clone());
        let Self::New(item) = core::mem::replace(self, Self::Done) else { return Poll::Pending };
        let entered = queue.with(|state| match state.try_put(item) {
            Err(TryPutError::Full(item)) => {
                Ok(state.enter_put(item, waker.take().expect("it is there")))
            }
            tried => Err(tried),
        });
        let result = match entered {
            Ok(ticket) => {
                *self = Self::Waiting(ticket);
                return Poll::Pending;
            }
            Err(Ok(released)) => {
                wake(released);
                Ok(())
            }
            Err(Err(error)) => Err(ShutDown(error.into_item())),
        };
        drop(waker);
        Poll::Ready(result)
    }

    #[inline(never)]
    fn ask<S: Storage<Item = T>, L: Lock>(
        &mut self,
        queue: &Queue<S, L>,
        cx: &Context<'_>,
    ) -> Poll<Result<(), ShutDown<T>>> {
        wait::poll(queue, cx, |state, spare| match core::mem::replace(self, Self::Done) {
            Self::Waiting(ticket) => match state.ask_put(ticket) {
                Asked::Ready(Ok(released)) => Step::Ready(Ok(()), released),
                Asked::Ready(Err(shut_down)) => Step::over(Err(shut_down)),
                Asked::Wait(mut ticket) => {
                    let step = if spare.wakes_same(state.putter(&ticket)) {
                        Step::Pending
                    } else {
                        spare.renew(|waker| state.renew_put(&mut ticket, waker))
                    };
                    *self = Self::Waiting(ticket);
                    step
                }
            },
            Self::New(_) | Self::Done => Step::Pending,
        })
    }

    /// Gives the put up, if it is not over, and the item back, if it has not been put.
    pub(crate) fn cancel<S: Storage<Item = T>, L: Lock>(
        &mut self,
        queue: &Queue<S, L>,
    ) -> Option<T> {
        match core::mem::replace(self, Self::Done) {
            Self::New(item) => Some(item),
            Self::Waiting(ticket) => {
                let (waker, item, released) = queue.with(|state| state.leave_put(ticket));
                wake(released);
                drop(waker);
                item
            }
            Self::Done => None,
        }
    }
}

impl<T> fmt::Debug for Putting<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New(_) => "New",
            Self::Waiting(_) => "Waiting",
            Self::Done => "Done",
        })
    }
}

use core::task::{Context, Poll, Waker};

use queue_core::{Released, State, Storage};

use crate::{Lock, Queue};

/// What one look at the state under the lock has come to.
pub(crate) enum Step<T> {
    /// The wait is over; these are to be woken.
    Ready(T, Released<Waker>),
    /// The waiter is in its line.
    Pending,
    /// The waiter has to enter its line, for which it needs a waker.
    NeedsWaker,
}

impl<T> Step<T> {
    /// The wait is over, and nobody is to be woken.
    pub(crate) fn over(result: T) -> Self {
        Self::Ready(result, Released::default())
    }
}

/// A waker to enter a line with, or the one that was replaced there: whichever it is, it comes and
/// goes outside the lock.
pub(crate) struct Spare<'a> {
    task: &'a Waker,
    waker: Option<Waker>,
}

impl Spare<'_> {
    /// The waker to enter a line with, once there is one.
    pub(crate) const fn take(&mut self) -> Option<Waker> {
        self.waker.take()
    }

    /// Tells whether whoever is in the line wakes the task that asks.
    pub(crate) fn wakes_same(&self, in_line: Option<&Waker>) -> bool {
        in_line.is_some_and(|waker| waker.will_wake(self.task))
    }

    /// Waits on with a new waker, once there is one, and keeps the replaced one until the lock is
    /// gone.
    pub(crate) fn renew<T>(&mut self, renew: impl FnOnce(Waker) -> Option<Waker>) -> Step<T> {
        match self.waker.take() {
            Some(waker) => {
                self.waker = renew(waker);
                Step::Pending
            }
            None => Step::NeedsWaker,
        }
    }
}

/// Takes steps under the lock until the wait is over or in its line: one, or a second one with a
/// clone of the waker, which is made outside the lock.
///
/// Those who are released are woken before a waker that is not needed is dropped, which may panic.
#[inline(always)]
pub(crate) fn poll<S: Storage, L: Lock, T>(
    queue: &Queue<S, L>,
    cx: &Context<'_>,
    mut step: impl FnMut(&mut State<S, Waker>, &mut Spare<'_>) -> Step<T>,
) -> Poll<T> {
    let mut spare = Spare { task: cx.waker(), waker: None };
    loop {
        match queue.with(|state| step(state, &mut spare)) {
            Step::Ready(result, released) => {
                wake(released);
                drop(spare);
                return Poll::Ready(result);
            }
            Step::Pending => return Poll::Pending,
            Step::NeedsWaker => spare.waker = Some(cx.waker().clone()),
        }
    }
}

/// Wakes whom an operation released, mostly nobody.
#[inline(always)]
pub(crate) fn wake(released: Released<Waker>) {
    let (putter, getter) = released.into_pair();
    if putter.is_some() || getter.is_some() {
        wake_pair(putter, getter);
    }
}

#[inline(never)]
fn wake_pair(putter: Option<Waker>, getter: Option<Waker>) {
    let rest = Rest(getter.into_iter());
    putter.into_iter().for_each(Waker::wake);
    drop(rest);
}

/// Wakes all of them, even if one of them panics.
#[inline(never)]
pub(crate) fn wake_all(released: impl IntoIterator<Item = Waker>) {
    let mut rest = Rest(released.into_iter());
    rest.0.by_ref().for_each(Waker::wake);
}

/// Wakes those who are left when it is dropped.
struct Rest<I: Iterator<Item = Waker>>(I);

impl<I: Iterator<Item = Waker>> Drop for Rest<I> {
    fn drop(&mut self) {
        self.0.by_ref().for_each(Waker::wake);
    }
}

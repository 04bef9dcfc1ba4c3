use core::mem::ManuallyDrop;
use core::task::{Poll, Waker};

use queue_core::{Exchange, IntoWaiters, Polled, Waiters};

/// Polls an operation until it has finished or waits. Each poll takes the lock.
///
/// A waker is cloned outside the lock, and only for an operation that has to wait. A new operation has failed
/// an attempt before, so it provides its waker at once.
#[inline]
pub(crate) fn poll<R>(
    is_new: bool,
    waker: &Waker,
    mut operation: impl FnMut(&mut Exchange<Waker>) -> Polled<R>,
) -> Poll<R> {
    let mut outside = Outside::default();
    outside.0.waiter = is_new.then(|| waker.clone());
    loop {
        match operation(&mut outside.0) {
            Polled::Ready(result) => return Poll::Ready(result),
            Polled::NeedsWaiter => outside.0.waiter = Some(waker.clone()),
            Polled::Pending | Polled::Finished => return Poll::Pending,
        }
    }
}

/// Returns whether a waker in the line wakes the same task as `waker`. Its type names no item.
pub(crate) fn wakes(waker: &Waker) -> impl FnOnce(&Waker) -> bool {
    |in_line| in_line.will_wake(waker)
}

/// The wakers that pass between a future and a state. It is dropped outside the lock: it wakes the wakers
/// that were notified, and then drops those that are not needed.
//
// `ManuallyDrop`, since its `Drop` has taken everything out: the compiler need not look at each field again.
#[derive(Default)]
pub(crate) struct Outside(pub(crate) ManuallyDrop<Exchange<Waker>>);

impl Drop for Outside {
    #[inline]
    fn drop(&mut self) {
        let Exchange { waiter, notified, spent } = &*self.0;
        if waiter.is_some() || !notified.is_empty() || spent.is_some() {
            wake_and_drop(&mut self.0);
        }
    }
}

#[inline(never)]
fn wake_and_drop(exchange: &mut Exchange<Waker>) {
    let _waiter = exchange.waiter.take();
    let _spent = exchange.spent.take();
    if !exchange.notified.is_empty() {
        wake_all(&mut exchange.notified);
    }
}

/// The wakers that an attempt notified. It lives outside the lock, and wakes them when it is dropped.
#[derive(Default)]
pub(crate) struct Wakes(pub(crate) ManuallyDrop<Waiters<Waker>>);

impl Wakes {
    /// Wakes them now. Call it before there is a result that owns an item, which a panic of a wake would
    /// leak.
    #[inline]
    pub(crate) fn wake(&mut self) {
        if !self.0.is_empty() {
            wake_all(&mut self.0);
        }
    }
}

impl Drop for Wakes {
    #[inline]
    fn drop(&mut self) {
        self.wake();
    }
}

#[inline(never)]
fn wake_all(notified: &mut Waiters<Waker>) {
    match notified.take_only() {
        Some(waker) => waker.wake(),
        None => wake_many(notified.take().into_iter()),
    }
}

/// Wakes each waker, even if one of them panics.
#[cold]
fn wake_many(notified: IntoWaiters<Waker>) {
    /// Wakes those that are left when it is dropped.
    struct Rest(IntoWaiters<Waker>);

    impl Drop for Rest {
        fn drop(&mut self) {
            self.0.by_ref().for_each(Waker::wake);
        }
    }

    let mut rest = Rest(notified);
    rest.0.by_ref().for_each(Waker::wake);
}

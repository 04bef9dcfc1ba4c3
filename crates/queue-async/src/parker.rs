use std::cell::Cell;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use crate::TimedOut;
use crate::lock::threads::{AtomicU8, Patience, Thread, current, park, park_timeout, thread_local};

/// Parks the thread that polls a future.
struct Parker {
    unparker: Arc<Unparker>,
    patience: Patience,
}

/// Wakes that thread.
struct Unparker {
    thread: Thread,
    state: AtomicU8,
}

const EMPTY: u8 = 0;
const PARKED: u8 = 1;
const WOKEN: u8 = 2;

impl Parker {
    fn new() -> Self {
        let unparker = Unparker { thread: current(), state: AtomicU8::new(EMPTY) };
        Self { unparker: Arc::new(unparker), patience: Patience::default() }
    }

    /// Waits until the thread is woken, or was since the last call.
    fn wait(&mut self, deadline: Option<Instant>) -> Result<(), TimedOut> {
        let Unparker { state, .. } = &*self.unparker;
        let is_woken = || state.swap(EMPTY, Acquire) == WOKEN;
        let left = || deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let time = left();
        if time != Some(Duration::ZERO) && self.patience.look(time, is_woken) {
            return Ok(());
        }
        while !is_woken() {
            let left = left();
            if left == Some(Duration::ZERO) {
                return Err(TimedOut);
            }
            if state.compare_exchange(EMPTY, PARKED, Relaxed, Relaxed).is_ok() {
                left.map_or_else(park, park_timeout);
            }
        }
        Ok(())
    }
}

impl Wake for Unparker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.swap(WOKEN, Release) == PARKED {
            self.thread.unpark();
        }
    }
}

thread_local! {
    /// The parker of the thread, while no call blocks it. A call that blocks inside another one makes a
    /// parker of its own: the wakes of the two must not mix.
    static PARKER: Cell<Option<Parker>> = const { Cell::new(None) };
}

/// Polls a future on this thread until it is ready. The thread waits in between.
pub(crate) fn block_on<F: Future + Unpin>(future: &mut F) -> F::Output {
    loop {
        if let Ok(output) = block_until(future, None) {
            return output;
        }
    }
}

/// Polls a future on this thread until it is ready, or until the deadline.
pub(crate) fn block_until<F: Future + Unpin>(
    future: &mut F,
    deadline: Option<Instant>,
) -> Result<F::Output, TimedOut> {
    // While a thread ends, its thread locals are gone.
    let mut parker = PARKER.try_with(Cell::take).ok().flatten().unwrap_or_else(Parker::new);
    let waker = Waker::from(Arc::clone(&parker.unparker));
    let mut context = Context::from_waker(&waker);
    let result = loop {
        let mut look = || Pin::new(&mut *future).poll(&mut context);
        if let Poll::Ready(output) = look() {
            break Ok(output);
        }
        if parker.wait(deadline).is_err() {
            // The future may be ready, and only its wake late.
            break if let Poll::Ready(output) = look() { Ok(output) } else { Err(TimedOut) };
        }
    };
    let _ = PARKER.try_with(|cell| cell.set(Some(parker)));
    result
}

#[cfg(all(test, not(queue_loom)))]
mod tests {
    use core::future::poll_fn;
    use std::sync::atomic::AtomicBool;
    use std::thread;

    use super::*;

    #[test]
    fn it_polls_when_it_is_woken_and_no_oftener() {
        let deadline = Instant::now() + Duration::from_secs(3600);
        let (is_over, polls) = (AtomicBool::new(false), Cell::new(0));
        thread::scope(|scope| {
            let mut future = poll_fn(|context| {
                polls.update(|polls| polls + 1);
                if is_over.load(Relaxed) {
                    return Poll::Ready(());
                }
                if polls.get() == 1 {
                    let (waker, is_over) = (context.waker().clone(), &is_over);
                    scope.spawn(move || {
                        (0..100).for_each(|_| thread::yield_now());
                        is_over.store(true, Relaxed);
                        waker.wake();
                    });
                }
                Poll::Pending
            });
            assert_eq!(block_until(&mut future, Some(deadline)), Ok(()));
        });
        assert_eq!(polls.get(), 2);
    }
}

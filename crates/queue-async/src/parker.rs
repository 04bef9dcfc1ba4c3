use std::cell::Cell;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use crate::TimedOut;
use crate::lock::threads::{AtomicBool, Thread, current, park, park_timeout, thread_local};

/// Wakes a thread that polls.
struct Parker {
    thread: Thread,
    woken: AtomicBool,
}

impl Parker {
    fn new() -> Arc<Self> {
        Arc::new(Self { thread: current(), woken: AtomicBool::new(false) })
    }

    /// Parks the thread until it has been woken since the last call.
    fn park_until(&self, deadline: Option<Instant>) -> Result<(), TimedOut> {
        while !self.woken.swap(false, Ordering::Acquire) {
            match deadline.map(|deadline| deadline.saturating_duration_since(Instant::now())) {
                None => park(),
                Some(Duration::ZERO) => return Err(TimedOut),
                Some(left) => park_timeout(left),
            }
        }
        Ok(())
    }
}

impl Wake for Parker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.woken.swap(true, Ordering::Release) {
            self.thread.unpark();
        }
    }
}

thread_local! {
    /// The thread's parker while nothing on the thread blocks: one that blocks inside another takes
    /// a fresh one, since the wakes meant for the two must not mix.
    static PARKER: Cell<Option<Arc<Parker>>> = const { Cell::new(None) };
}

/// Polls a future on this thread, parking the thread in between, until it is over.
pub(crate) fn block_on<F: Future + Unpin>(future: &mut F) -> F::Output {
    loop {
        if let Ok(output) = block_until(future, None) {
            return output;
        }
    }
}

/// The same, but no longer than until the deadline.
pub(crate) fn block_until<F: Future + Unpin>(
    future: &mut F,
    deadline: Option<Instant>,
) -> Result<F::Output, TimedOut> {
    // A thread that is being torn down has lost its thread locals.
    let parker = PARKER.try_with(Cell::take).ok().flatten().unwrap_or_else(Parker::new);
    let waker = Waker::from(Arc::clone(&parker));
    let mut context = Context::from_waker(&waker);
    let result = loop {
        let mut look = || Pin::new(&mut *future).poll(&mut context);
        if let Poll::Ready(output) = look() {
            break Ok(output);
        }
        if parker.park_until(deadline).is_err() {
            // The wait may be over and only its wake be late.
            break if let Poll::Ready(output) = look() { Ok(output) } else { Err(TimedOut) };
        }
    };
    let _ = PARKER.try_with(|cell| cell.set(Some(parker)));
    result
}

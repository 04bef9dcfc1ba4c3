use std::cell::Cell;
use std::pin::{Pin, pin};
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

/// Polls a future, blocking the thread until it is ready.
///
/// It is for threads that wait for futures which have no blocking call of their own. Any future will do. A
/// future that needs a certain runtime still needs that runtime. The thread waits as in the
/// [calls that block](crate::Queue::blocking_get), and the same warning holds: do not call it inside a task.
///
/// ```
/// use queue_async::sync::{Queue, block_on};
///
/// let queue = Queue::from_iter([1, 2]);
/// std::thread::scope(|scope| {
///     scope.spawn(|| queue.drain().for_each(drop));
///     block_on(queue.until_empty());
/// });
/// assert!(queue.is_empty());
/// ```
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Ok(output) = block_until(&mut future, None) {
            return output;
        }
    }
}

/// Polls a future, blocking the thread until it is ready, but no longer than `timeout`.
///
/// When the time is over, the future is dropped, which cancels it. To keep it, pass `&mut future`: it can then be
/// cancelled for its item, or waited for again.
///
/// # Errors
///
/// As [`block_on_deadline`].
///
/// ```
/// use queue_async::{TimedOut, sync::{Queue, block_on_timeout}};
/// use std::time::Duration;
///
/// let queue = Queue::from_iter(['a']);
/// assert_eq!(block_on_timeout(queue.until_empty(), Duration::ZERO), Err(TimedOut));
///
/// let mut put = queue.put_many(['b', 'c']);
/// assert_eq!(block_on_timeout(&mut put, Duration::ZERO), Ok(Ok(())));
/// ```
pub fn block_on_timeout<F: Future>(future: F, timeout: Duration) -> Result<F::Output, TimedOut> {
    block_until(&mut pin!(future), Instant::now().checked_add(timeout))
}

/// Polls a future, blocking the thread until it is ready, but no longer than until `deadline`.
///
/// A future that is ready at its first poll returns, even if the deadline has passed. Otherwise as
/// [`block_on_timeout`].
///
/// # Errors
///
/// Fails with [`TimedOut`] if the future is not ready in time.
///
/// ```
/// use queue_async::sync::{Queue, block_on_deadline};
///
/// let queue = Queue::<u8>::unbounded();
/// assert_eq!(block_on_deadline(queue.until_empty(), std::time::Instant::now()), Ok(()));
/// ```
pub fn block_on_deadline<F: Future>(future: F, deadline: Instant) -> Result<F::Output, TimedOut> {
    block_until(&mut pin!(future), Some(deadline))
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

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_core::Stream;

#[derive(Debug, Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A task polled by hand: its waker counts, and tells one task from another.
#[derive(Debug)]
pub struct Task {
    count: Arc<Count>,
    waker: Waker,
}

impl Task {
    /// Makes a task that has not been woken.
    #[must_use]
    pub fn new() -> Self {
        let count = Arc::new(Count::default());
        Self { waker: Waker::from(Arc::clone(&count)), count }
    }

    /// How often the task has been woken since the last call.
    pub fn wakes(&self) -> usize {
        self.count.0.swap(0, Ordering::Relaxed)
    }

    /// How many clones of the task's waker there are.
    #[must_use]
    pub fn wakers(&self) -> usize {
        Arc::strong_count(&self.count) - 2
    }

    /// Polls a future once.
    pub fn poll<F: Future + Unpin>(&self, future: &mut F) -> Poll<F::Output> {
        poll_with(&self.waker, future)
    }

    /// Polls a stream once.
    pub fn poll_next<S: Stream + Unpin>(&self, stream: &mut S) -> Poll<Option<S::Item>> {
        Pin::new(stream).poll_next(&mut Context::from_waker(&self.waker))
    }

    /// Returns what this task polls with.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context::from_waker(&self.waker)
    }
}

impl Default for Task {
    fn default() -> Self {
        Self::new()
    }
}

/// Polls a future once, with any waker.
pub fn poll_with<F: Future + Unpin>(waker: &Waker, future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(waker))
}

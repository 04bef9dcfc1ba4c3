use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::bell::Bell;
use crate::outcome::{Outcome, ensure};

pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A future that is polled by hand, with a bell of its own.
///
/// A panic in its drop counts in [`cancel`](Self::cancel), and is ignored elsewhere.
pub(crate) struct Task<'a, T> {
    future: Option<Boxed<'a, T>>,
    pub(crate) bell: Arc<Bell>,
    /// The time of the last wake before the last poll.
    seen: usize,
}

impl<'a, T> Task<'a, T> {
    pub(crate) fn new(future: Boxed<'a, T>) -> Self {
        Self { future: Some(future), bell: Bell::new(), seen: 0 }
    }

    pub(crate) fn with_bell(mut self, bell: Arc<Bell>) -> Self {
        self.bell = bell;
        self
    }

    pub(crate) fn poll(&mut self) -> Poll<T> {
        self.seen = self.bell.last();
        let future = self.future.as_mut().expect("it is taken by drops only");
        future.as_mut().poll(&mut Context::from_waker(&self.bell.waker()))
    }

    pub(crate) fn cancel(mut self) {
        drop(self.future.take());
    }

    /// Polls the future. Fails unless it waits.
    pub(crate) fn wait(&mut self) -> Result<(), Outcome> {
        ensure(self.poll().is_pending(), "does not wait")
    }

    /// Polls the future and returns its output. Fails with `otherwise` if it waits.
    pub(crate) fn finish(&mut self, otherwise: &str) -> Result<T, Outcome> {
        match self.poll() {
            Poll::Ready(output) => Ok(output),
            Poll::Pending => Err(Outcome::Fail(otherwise.to_owned())),
        }
    }
}

impl<T> Drop for Task<'_, T> {
    fn drop(&mut self) {
        let future = self.future.take();
        // A panic is ignored here, as the type's documentation says.
        let _dropped = catch_unwind(AssertUnwindSafe(|| drop(future)));
    }
}

/// Polls the tasks that were woken since their last poll, in the order of their wakes, until none is left.
///
/// A task that finishes is removed, and `done` is called with its index.
pub(crate) fn run_woken<T>(tasks: &mut [Option<Task<'_, T>>], mut done: impl FnMut(u64)) {
    loop {
        let woken = |task: &Option<Task<'_, T>>| {
            let task = task.as_ref()?;
            (task.bell.last() > task.seen).then_some(task.bell.last())
        };
        let next = tasks.iter().enumerate().filter_map(|(place, task)| Some((woken(task)?, place)));
        let Some((_, place)) = next.min() else { return };
        if tasks[place].as_mut().is_some_and(|task| task.poll().is_ready()) {
            tasks[place] = None;
            done(place as u64);
        }
    }
}

use queue_core::work::Rules;
use queue_core::{PutError, ShutDown};

use super::{Lease, WorkQueue};
use crate::SyncLock;
use crate::parker::block_on;

/// Calls that block a thread.
impl<R: Rules> WorkQueue<R, SyncLock> {
    /// Puts an item, and blocks the thread while there is no room; otherwise as [`put`](Self::put).
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put).
    pub fn blocking_put(&self, item: R::Item) -> Result<(), PutError<R::Item>> {
        block_on(self.put(item))
    }

    /// Takes the next job, and blocks the thread while none is ready; otherwise as [`take`](Self::take).
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    ///
    /// ```
    /// use queue_async::sync::WorkQueue;
    ///
    /// let queue = WorkQueue::unbounded();
    /// std::thread::scope(|scope| {
    ///     scope.spawn(|| queue.blocking_put("mail"));
    ///     assert_eq!(queue.blocking_take().map(|lease| *lease), Ok("mail"));
    /// });
    /// ```
    pub fn blocking_take(&self) -> Result<Lease<&Self>, ShutDown> {
        block_on(self.take())
    }

    /// Blocks the thread until no job is unfinished.
    pub fn blocking_join(&self) {
        block_on(self.join());
    }

    /// Does on a thread what [`drive`](Self::drive) does in a task.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use queue_async::sync::WorkQueue;
    ///
    /// let queue = WorkQueue::unbounded();
    /// queue.put_after("mail", Duration::from_millis(1)).unwrap();
    /// queue.shutdown();
    /// std::thread::scope(|scope| {
    ///     scope.spawn(|| queue.blocking_drive());
    ///     queue.blocking_take().unwrap().done().unwrap();
    /// });
    /// ```
    pub fn blocking_drive(&self) {
        loop {
            let next = self.advance();
            if self.has_ended() {
                return;
            }
            // Whether it rings or the time is up, there is something to do.
            match next {
                Some(delay) => drop(self.alarm.blocking_get_timeout(delay)),
                None => drop(self.alarm.blocking_get()),
            }
        }
    }
}

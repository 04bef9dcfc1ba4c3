use queue_core::{State, Stats, Storage};

use crate::{Lock, Queue};

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Returns what the queue has done since it was made.
    ///
    /// ```
    /// use queue_async::local::Queue;
    ///
    /// let queue = Queue::bounded(2);
    /// queue.try_put('a')?;
    /// queue.try_put('b')?;
    /// assert_eq!(queue.try_get(), Ok('a'));
    /// let stats = queue.stats();
    /// assert_eq!((stats.puts, stats.gets, stats.max_len), (2, 1, 2));
    /// # Ok::<(), queue_async::TryPutError<char>>(())
    /// ```
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.look(State::stats)
    }
}

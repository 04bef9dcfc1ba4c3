use core::fmt;
use core::marker::PhantomData;

use queue_core::{Capacity, Fairness, Storage};

use crate::{Lock, Queue};

/// Makes a queue of which more than the capacity is chosen.
///
/// By default the queue is unbounded and fair. [`Queue::builder`] returns a builder of an empty queue.
///
/// ```
/// use queue_async::{Fairness, local::Queue};
///
/// let queue = Queue::builder().bounded(4).fairness(Fairness::Barging).build();
/// queue.try_put("item")?;
/// assert_eq!(queue.fairness(), Fairness::Barging);
/// # Ok::<(), queue_async::TryPutError<&str>>(())
/// ```
#[must_use = "a builder makes no queue until `build` is called"]
pub struct Builder<S, L> {
    storage: S,
    capacity: Capacity,
    fairness: Fairness,
    lock: PhantomData<fn() -> L>,
}

impl<S: Storage, L: Lock> Builder<S, L> {
    /// Returns a builder of a queue around a storage, whose items count as unfinished tasks.
    ///
    /// ```
    /// use queue_async::{Builder, Fifo, local};
    ///
    /// let queue: local::Queue<u8> = Builder::new(Fifo::from_iter([1, 2])).bounded(4).build();
    /// assert_eq!((queue.len(), queue.unfinished()), (2, 2));
    /// ```
    pub const fn new(storage: S) -> Self {
        let (capacity, fairness) = (Capacity::Unbounded, Fairness::Fair);
        Self { storage, capacity, fairness, lock: PhantomData }
    }

    /// Sets how many items the queue holds at most.
    ///
    /// # Panics
    ///
    /// Panics if `capacity` is zero. To handle that case as an error, use [`capacity`](Self::capacity).
    ///
    /// ```
    /// let queue = queue_async::local::Queue::<u8>::builder().bounded(4).build();
    /// assert_eq!(queue.capacity().to_string(), "4");
    /// ```
    #[track_caller]
    pub fn bounded(self, capacity: usize) -> Self {
        match Capacity::try_from(capacity) {
            Ok(capacity) => self.capacity(capacity),
            Err(zero) => panic!("{zero}"),
        }
    }

    /// Makes the queue store no item: see [`Queue::rendezvous`]. It is fair, whatever
    /// [`fairness`](Self::fairness) says.
    ///
    /// ```
    /// use queue_async::{Capacity, local::Queue};
    ///
    /// let queue = Queue::<u8>::builder().rendezvous().build();
    /// assert_eq!(queue.capacity(), Capacity::Rendezvous);
    /// ```
    pub fn rendezvous(self) -> Self {
        self.capacity(Capacity::Rendezvous)
    }

    /// Sets the capacity.
    ///
    /// ```
    /// use queue_async::{Capacity, local::Queue};
    ///
    /// let queue = Queue::<u8>::builder().capacity(Capacity::Unbounded).build();
    /// assert_eq!(queue.capacity(), Capacity::Unbounded);
    /// ```
    pub fn capacity(self, capacity: Capacity) -> Self {
        Self { capacity, ..self }
    }

    /// Sets how operations wait.
    ///
    /// ```
    /// use queue_async::{Fairness, local::Queue};
    ///
    /// let queue = Queue::<u8>::builder().fairness(Fairness::Barging).build();
    /// assert_eq!(queue.fairness(), Fairness::Barging);
    /// ```
    pub fn fairness(self, fairness: Fairness) -> Self {
        Self { fairness, ..self }
    }

    /// Makes the queue.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::<u8>::builder().build();
    /// assert!(queue.is_empty());
    /// ```
    #[must_use]
    #[cfg_attr(feature = "tracing", track_caller)]
    pub fn build(self) -> Queue<S, L> {
        Queue::with_fairness(self.storage, self.capacity, self.fairness)
    }
}

impl<S: Storage, L: Lock> fmt::Debug for Builder<S, L> {
    /// Shows what is chosen, not the items.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("len", &self.storage.len())
            .field("capacity", &self.capacity)
            .field("fairness", &self.fairness)
            .finish_non_exhaustive()
    }
}

use alloc::vec::Vec;

use queue_core::{Browse, TryGetError};

use crate::wait::Wakes;
use crate::{Lock, Queue};

/// Removing items out of turn, and getting one only if it is wanted. To look at items, use
/// [`inspect`](Self::inspect).
///
/// The predicates run while the queue is held, and must not call it: a local queue panics then, and a sync queue
/// may deadlock. If a predicate panics, no item is lost, and every operation that may have missed a wake is
/// notified.
impl<S: Browse, L: Lock> Queue<S, L> {
    /// Gets the next item if the predicate holds for it. Returns `None` if it does not: the item stays the next.
    ///
    /// It is a [`try_get`](Self::try_get): the item counts as unfinished until [`task_done`](Self::task_done).
    ///
    /// # Errors
    ///
    /// If there is no item, fails with [`ShutDown`](TryGetError::ShutDown) after a shutdown, and otherwise
    /// with [`Empty`](TryGetError::Empty).
    ///
    /// ```
    /// use queue_async::{TryGetError, local::Queue};
    ///
    /// let due = Queue::from_iter([10, 20]); // when each is due
    /// assert_eq!(due.try_get_if(|at| *at <= 15), Ok(Some(10)));
    /// assert_eq!(due.try_get_if(|at| *at <= 15), Ok(None));
    /// assert_eq!(due.try_get(), Ok(20));
    /// assert_eq!(due.try_get_if(|at| *at <= 15), Err(TryGetError::Empty));
    /// ```
    #[doc(alias("pop_if", "get_if", "next_if"))]
    pub fn try_get_if(
        &self,
        predicate: impl FnOnce(&S::Item) -> bool,
    ) -> Result<Option<S::Item>, TryGetError> {
        let (mut item, mut wakes) = (None, Wakes::default());
        self.with(|state| state.try_get_if(predicate, &mut item, &mut wakes.0))?;
        wakes.wake();
        Ok(item)
    }

    /// Removes and returns the first item for which the predicate holds, or `None` if there is none.
    ///
    /// The first is that of the storage's [`iter`](Browse::iter): the one that leaves first in a `Queue` or
    /// `LifoQueue`, and any in a `PriorityQueue`. The items of waiting puts are not in the storage.
    ///
    /// A removed item was not got. It no longer counts as unfinished, and its room goes to puts that wait. O(n).
    ///
    /// ```
    /// use queue_async::local::Queue;
    ///
    /// let jobs = Queue::from_iter([(7, "wash"), (8, "cook")]);
    /// assert_eq!(jobs.remove(|(id, _)| *id == 8), Some((8, "cook")));
    /// assert_eq!(jobs.remove(|(id, _)| *id == 8), None);
    /// assert_eq!((jobs.len(), jobs.unfinished()), (1, 1));
    /// ```
    #[doc(alias = "cancel")]
    pub fn remove(&self, predicate: impl FnMut(&S::Item) -> bool) -> Option<S::Item> {
        let (mut removed, mut wakes) = (Vec::new(), Wakes::default());
        self.with(|state| state.remove(predicate, &mut removed, &mut wakes.0));
        wakes.wake();
        removed.pop()
    }

    /// Removes and returns all items for which the predicate holds; otherwise as [`remove`](Self::remove).
    ///
    /// The items are dropped by the caller, when the queue is no longer held. O(n).
    ///
    /// ```
    /// use queue_async::local::Queue;
    ///
    /// let jobs = Queue::from_iter([("ann", 1), ("bob", 2), ("ann", 3)]);
    /// assert_eq!(jobs.remove_all(|(user, _)| *user == "ann"), [("ann", 1), ("ann", 3)]);
    /// assert!(jobs.drain().eq([("bob", 2)]));
    /// ```
    #[doc(alias("retain", "extract_if"))]
    pub fn remove_all(&self, predicate: impl FnMut(&S::Item) -> bool) -> Vec<S::Item> {
        let (mut removed, mut wakes) = (Vec::new(), Wakes::default());
        self.with(|state| state.remove_all(predicate, &mut removed, &mut wakes.0));
        wakes.wake();
        removed
    }
}

use alloc::collections::VecDeque;
use core::fmt;
use core::iter::FusedIterator;

use queue_core::{Capacity, FixedCapacity, Storage, TryPutError};

use crate::wait::Wakes;
use crate::{Lock, Queue};

/// The items that have left a queue for one that was forced in, returned by [`Queue::force_put`].
///
/// They come in the order in which they left. Most often there is one or none: more only if the items of the
/// queue weigh less than the new one, or if the queue held more than its capacity. Only the second one needs
/// memory.
#[must_use = "these items are in no queue"]
pub struct Displaced<T> {
    first: Option<T>,
    others: VecDeque<T>,
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Puts an item even into a full queue, and returns the items that have left for it.
    ///
    /// If there is room, none leaves. Otherwise the storage chooses: a `Fifo` or a `Lifo` the oldest item, a
    /// `Priority` the worst one, which may be the new item itself. It overtakes the puts that wait. It cannot
    /// take room that belongs to permits: if they have all of it, the new item is the one to leave. So it is on a
    /// rendezvous.
    ///
    /// The items that left no longer count as unfinished. O(1) for each, plus the cost of the storage.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`](TryPutError::ShutDown) after a shutdown, with
    /// [`Refused`](TryPutError::Refused) if the storage refuses the item, and with [`Full`](TryPutError::Full)
    /// only if the count of unfinished tasks is `usize::MAX`. Each error has the item.
    ///
    /// ```
    /// let queue = queue_async::local::Queue::bounded(2);
    /// for item in [1, 2] {
    ///     assert_eq!(queue.force_put(item)?.next(), None);
    /// }
    /// assert!(queue.force_put(3)?.eq([1]));
    /// assert!(queue.drain().eq([2, 3]));
    /// # Ok::<(), queue_async::TryPutError<u8>>(())
    /// ```
    #[doc(alias("force_push", "force_send", "push_overwrite"))]
    pub fn force_put(&self, item: S::Item) -> Result<Displaced<S::Item>, TryPutError<S::Item>> {
        let (mut put, mut displaced) = (queue_core::Put::new(item), Displaced::default());
        let mut wakes = Wakes::default();
        let tried = self
            .with(|state| state.force_put(&mut put, &mut Evicted(&mut displaced), &mut wakes.0));
        if let Err(error) = tried {
            return Err(error.with_item(put.take_item().expect("a refused put has its item")));
        }
        wakes.wake();
        // It left first, when the storage took the new one.
        if let Some(item) = put.take_displaced() {
            displaced.push_front(item);
        }
        Ok(displaced)
    }

    /// Changes the capacity, also while others wait.
    ///
    /// A larger capacity admits puts that wait, or notifies them. A smaller one drops no item: the queue is full
    /// until enough items have left. Permits keep their room, and a put of several items at once that no longer
    /// fits is refused when its turn comes. O(n) in the number of operations that it notifies.
    ///
    /// # Errors
    ///
    /// Fails with [`FixedCapacity`] if just one of the two capacities is a
    /// [rendezvous](Capacity::Rendezvous). Nothing changes then.
    ///
    /// ```
    /// use queue_async::{Capacity, FixedCapacity, local::Queue};
    ///
    /// let queue = Queue::bounded(1);
    /// queue.try_put('a').unwrap();
    /// queue.set_capacity(Capacity::try_from(2).unwrap())?;
    /// assert_eq!(queue.try_put('b'), Ok(()));
    /// assert_eq!(queue.set_capacity(Capacity::Rendezvous), Err(FixedCapacity));
    /// # Ok::<(), FixedCapacity>(())
    /// ```
    #[doc(alias("set_maxsize", "resize"))]
    pub fn set_capacity(&self, capacity: Capacity) -> Result<(), FixedCapacity> {
        let mut wakes = Wakes::default();
        self.with(|state| state.set_capacity(capacity, &mut wakes.0))
    }
}

impl<T> Displaced<T> {
    fn push_front(&mut self, item: T) {
        if let Some(second) = self.first.replace(item) {
            self.others.push_front(second);
        }
    }

    fn push_back(&mut self, item: T) {
        match self.first {
            None => self.first = Some(item),
            Some(_) => self.others.push_back(item),
        }
    }
}

/// Takes the items of a storage that leave.
struct Evicted<'a, T>(&'a mut Displaced<T>);

impl<T> Extend<T> for Evicted<'_, T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        items.into_iter().for_each(|item| self.0.push_back(item));
    }
}

impl<T> Default for Displaced<T> {
    /// No item.
    fn default() -> Self {
        Self { first: None, others: VecDeque::new() }
    }
}

impl<T> Iterator for Displaced<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.first.take().or_else(|| self.others.pop_front())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::from(self.first.is_some()) + self.others.len();
        (left, Some(left))
    }
}

impl<T> ExactSizeIterator for Displaced<T> {}

impl<T> FusedIterator for Displaced<T> {}

impl<T> fmt::Debug for Displaced<T> {
    /// Shows the number of items, not the items.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Displaced").field("len", &self.len()).finish_non_exhaustive()
    }
}

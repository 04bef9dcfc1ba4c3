use alloc::vec::Vec;

use crate::Storage;

/// A [`Storage`] whose items can be looked at and removed, whatever their turn.
///
/// All storages of this crate are one. Implement it for a storage of your own to have
/// [`State::try_get_if`](crate::State::try_get_if), [`State::remove`](crate::State::remove) and
/// [`State::remove_all`](crate::State::remove_all), and to put it into a [`Weighed`](crate::Weighed).
///
/// # Predicates
///
/// A predicate runs before anything is removed. So if it panics, nothing has changed.
///
/// ```
/// use queue_core::{Browse, Fifo, Storage};
///
/// let mut jobs = Fifo::from_iter([1, 2, 3, 4]);
/// assert_eq!(jobs.pop_if(|job| *job > 1), None); // 1 leaves next
/// assert_eq!(Browse::remove(&mut jobs, |job| *job > 1), Some(2));
/// assert!(jobs.into_items().eq([1, 3, 4]));
/// ```
pub trait Browse: Storage {
    /// Returns the item that leaves next.
    fn peek(&self) -> Option<&Self::Item>;

    /// Returns the items, the next one first.
    ///
    /// The order of the others is up to the storage. Two calls without a change between them return the same
    /// order.
    fn iter(&self) -> impl Iterator<Item = &Self::Item>;

    /// Removes the items at these positions of [`iter`](Self::iter), and appends them to `removed` in that order.
    ///
    /// The positions ascend, and each is less than [`len`](Storage::len). The items that stay keep their order,
    /// unless the storage says otherwise.
    fn remove_at(&mut self, positions: &[usize], removed: &mut Vec<Self::Item>);

    /// Removes the item that leaves next if the predicate holds for it.
    ///
    /// ```
    /// use queue_core::{Browse, Fifo};
    ///
    /// let mut items = Fifo::from_iter([1, 2]);
    /// assert_eq!(items.pop_if(|item| *item == 1), Some(1));
    /// assert_eq!(items.pop_if(|item| *item == 1), None);
    /// ```
    fn pop_if(&mut self, predicate: impl FnOnce(&Self::Item) -> bool) -> Option<Self::Item> {
        if self.peek().is_some_and(predicate) { self.pop() } else { None }
    }

    /// Removes the first item of [`iter`](Self::iter) for which the predicate holds.
    ///
    /// ```
    /// use queue_core::{Browse, Lifo, Storage};
    ///
    /// let mut items = Lifo::from_iter([1, 2, 3]);
    /// assert_eq!(items.remove(|item| *item < 3), Some(2));
    /// assert!(items.into_items().eq([3, 1]));
    /// ```
    fn remove(&mut self, predicate: impl FnMut(&Self::Item) -> bool) -> Option<Self::Item> {
        let position = self.iter().position(predicate)?;
        let mut removed = Vec::with_capacity(1);
        self.remove_at(&[position], &mut removed);
        removed.pop()
    }

    /// Removes all items for which the predicate holds, and appends them to `removed` in the order of
    /// [`iter`](Self::iter).
    ///
    /// ```
    /// use queue_core::{Browse, Fifo, Storage};
    ///
    /// let (mut items, mut removed) = (Fifo::from_iter([1, 2, 3, 4]), Vec::new());
    /// items.remove_all(|item| item % 2 == 0, &mut removed);
    /// assert_eq!(removed, [2, 4]);
    /// assert!(items.into_items().eq([1, 3]));
    /// ```
    fn remove_all(
        &mut self,
        predicate: impl FnMut(&Self::Item) -> bool,
        removed: &mut Vec<Self::Item>,
    ) {
        let found = positions(self, predicate);
        if !found.is_empty() {
            self.remove_at(&found, removed);
        }
    }
}

/// The positions of the items for which the predicate holds.
pub(crate) fn positions<S: Browse + ?Sized>(
    storage: &S,
    mut predicate: impl FnMut(&S::Item) -> bool,
) -> Vec<usize> {
    let items = storage.iter().enumerate();
    items.filter(|(_, item)| predicate(item)).map(|(at, _)| at).collect()
}

/// Splits items: appends those at the given positions to `removed`, and returns the others.
pub(crate) fn split<T>(
    items: impl IntoIterator<Item = T>,
    positions: &[usize],
    removed: &mut Vec<T>,
) -> impl Iterator<Item = T> {
    removed.reserve(positions.len());
    let mut positions = positions.iter().peekable();
    items.into_iter().enumerate().filter_map(move |(at, item)| {
        if positions.next_if_eq(&&at).is_some() {
            removed.push(item);
            return None;
        }
        Some(item)
    })
}

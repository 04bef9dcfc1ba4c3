use alloc::vec::Vec;

use crate::browse::positions;
use crate::extras::Claim;
use crate::{Browse, State, TryGetError, Waiters};

/// Looking and removing, with a storage that can be [browsed](Browse).
impl<S: Browse, W> State<S, W> {
    /// Gets the next item into a slot of the caller's if the predicate holds for it. Returns whether it did.
    ///
    /// Otherwise as [`try_get_into`](Self::try_get_into): the item counts as unfinished until
    /// [`task_done`](Self::task_done), and its room goes to puts that wait. If the predicate panics, nothing has
    /// changed.
    ///
    /// # Errors
    ///
    /// As [`try_get_into`](Self::try_get_into); the slot stays empty.
    ///
    /// # Panics
    ///
    /// Panics if the slot is not empty. Nothing has changed then.
    ///
    /// ```
    /// use queue_core::{Fifo, State, TryGetError, Waiters};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1, 2]), Default::default());
    /// let (mut item, mut notified) = (None, Waiters::default());
    /// assert_eq!(state.try_get_if(|item| *item == 2, &mut item, &mut notified), Ok(false));
    /// assert_eq!(state.try_get_if(|item| *item == 1, &mut item, &mut notified), Ok(true));
    /// assert_eq!((item, state.unfinished()), (Some(1), 2));
    /// # Ok::<(), TryGetError>(())
    /// ```
    pub fn try_get_if(
        &mut self,
        predicate: impl FnOnce(&S::Item) -> bool,
        item: &mut Option<S::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<bool, TryGetError> {
        // A rendezvous may have been made of items, which leave first.
        let next = self.storage.peek().or_else(|| self.next_to_meet());
        if next.is_some_and(|next| !predicate(next)) {
            return Ok(false);
        }
        self.try_get_into(item, notified)?;
        Ok(true)
    }

    /// Removes the first item of [`Browse::iter`] for which the predicate holds, and appends it to `removed`.
    ///
    /// A removed item no longer counts as unfinished, and its room goes to puts that wait, as with
    /// [`with_storage`](Self::with_storage). If none is removed, nothing changes, and none is notified. If the
    /// predicate panics, nothing has changed. If the storage panics when it admits a put, the removed item is in
    /// `removed`. O(n), and a step for each operation that it notifies.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1, 2, 3]), Default::default());
    /// let mut removed = Vec::new();
    /// state.remove(|item| *item > 1, &mut removed, &mut Default::default());
    /// assert_eq!((removed, state.unfinished()), (vec![2], 2));
    /// ```
    pub fn remove(
        &mut self,
        predicate: impl FnMut(&S::Item) -> bool,
        removed: &mut Vec<S::Item>,
        notified: &mut Waiters<W>,
    ) {
        let found = self.storage.iter().position(predicate);
        self.remove_at(found.as_slice(), removed, notified);
    }

    /// Removes all items for which the predicate holds, and appends them to `removed`; otherwise as
    /// [`remove`](Self::remove).
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1, 2, 3]), Default::default());
    /// let mut removed = Vec::new();
    /// state.remove_all(|item| *item != 2, &mut removed, &mut Default::default());
    /// assert_eq!((removed, state.len()), (vec![1, 3], 1));
    /// ```
    pub fn remove_all(
        &mut self,
        predicate: impl FnMut(&S::Item) -> bool,
        removed: &mut Vec<S::Item>,
        notified: &mut Waiters<W>,
    ) {
        let found = positions(&self.storage, predicate);
        self.remove_at(&found, removed, notified);
    }

    fn remove_at(
        &mut self,
        positions: &[usize],
        removed: &mut Vec<S::Item>,
        notified: &mut Waiters<W>,
    ) {
        if !positions.is_empty() {
            self.with_storage(notified, |storage| storage.remove_at(positions, removed));
        }
    }

    /// The item that a get would meet in a queue that stores none.
    fn next_to_meet(&self) -> Option<&S::Item> {
        let first = self.lines.putters.first().filter(|_| self.is_rendezvous())?;
        match self.claim(first) {
            Some(Claim::Batch { items, .. }) => items.front(),
            Some(Claim::Room(_)) | None => self.held.get(first)?.as_ref(),
        }
    }
}

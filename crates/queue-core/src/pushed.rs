/// What became of an item that a [`Storage`](crate::Storage) was given.
///
/// The count of unfinished tasks follows it, so that no join waits for an item that is gone.
///
/// ```
/// use queue_core::{Fifo, Pushed, Storage};
///
/// assert_eq!(Fifo::default().push('a'), Pushed::Stored);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an item may have come back"]
pub enum Pushed<T> {
    /// It is stored, and counts as one unfinished task.
    Stored,
    /// It is stored and cannot be got yet. It counts as one unfinished task.
    Deferred,
    /// It has become a part of an item that is stored, and does not count.
    Merged,
    /// It is stored, and this other item has left for it. It counts instead of the other.
    ///
    /// [`Put::take_displaced`](crate::Put::take_displaced) returns the other item.
    Displaced(T),
    /// It is not stored, and comes back to its putter. It does not count.
    Refused(T),
}

impl<T> Pushed<T> {
    #[inline]
    pub(crate) const fn is_stored(&self) -> bool {
        matches!(self, Self::Stored)
    }

    /// Whether there is one unfinished task more.
    #[inline]
    pub(crate) const fn counts(&self) -> bool {
        matches!(self, Self::Stored | Self::Deferred)
    }
}

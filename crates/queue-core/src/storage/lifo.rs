use alloc::vec::Vec;
use core::fmt;

use crate::browse::split;
use crate::{Browse, IntoItems, Pushed, Storage};

/// Last in, first out: the order of asyncio's `LifoQueue`. All methods are O(1).
///
/// ```
/// use queue_core::{Lifo, Storage};
///
/// assert!(Lifo::from_iter([3, 1, 2]).into_items().eq([2, 1, 3]));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Lifo<T>(Vec<T>);

impl<T> Lifo<T> {
    /// Returns the item that leaves next. O(1).
    ///
    /// ```
    /// assert_eq!(queue_core::Lifo::from_iter([3, 1, 2]).peek(), Some(&2));
    /// ```
    #[must_use]
    pub fn peek(&self) -> Option<&T> {
        self.0.last()
    }

    /// Returns the items in the order in which they leave.
    ///
    /// ```
    /// assert!(queue_core::Lifo::from_iter([3, 1, 2]).iter().eq(&[2, 1, 3]));
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.0.iter().rev()
    }
}

impl<T> Storage for Lifo<T> {
    type Item = T;

    #[inline]
    fn push(&mut self, item: T) -> Pushed<T> {
        self.0.push(item);
        Pushed::Stored
    }

    #[inline]
    fn pop(&mut self) -> Option<T> {
        self.0.pop()
    }

    #[inline]
    fn len(&self) -> usize {
        self.0.len()
    }

    /// Evicts the item that came first. O(n).
    fn evict(&mut self) -> Option<T> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    fn take(&mut self) -> Self {
        core::mem::take(self)
    }

    fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }
}

impl<T> Browse for Lifo<T> {
    fn peek(&self) -> Option<&T> {
        self.peek()
    }

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.iter()
    }

    /// O(n).
    fn remove_at(&mut self, positions: &[usize], removed: &mut Vec<T>) {
        let newest_first = core::mem::take(&mut self.0).into_iter().rev();
        self.0 = split(newest_first, positions, removed).collect();
        self.0.reverse();
    }
}

impl<T> Default for Lifo<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> IntoIterator for Lifo<T> {
    type Item = T;
    type IntoIter = IntoItems<Self>;

    fn into_iter(self) -> IntoItems<Self> {
        self.into_items()
    }
}

impl<T> FromIterator<T> for Lifo<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T: fmt::Debug> fmt::Debug for Lifo<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

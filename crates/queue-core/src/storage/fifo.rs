use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::fmt;

use crate::browse::split;
use crate::{Browse, IntoItems, Pushed, Storage};

/// First in, first out: the order of asyncio's `Queue`. All methods are O(1).
///
/// ```
/// use queue_core::{Fifo, Storage};
///
/// assert!(Fifo::from_iter([3, 1, 2]).into_items().eq([3, 1, 2]));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Fifo<T>(VecDeque<T>);

impl<T> Fifo<T> {
    /// Returns the item that leaves next. O(1).
    ///
    /// ```
    /// assert_eq!(queue_core::Fifo::from_iter([3, 1, 2]).peek(), Some(&3));
    /// ```
    #[must_use]
    pub fn peek(&self) -> Option<&T> {
        self.0.front()
    }

    /// Returns the items in the order in which they leave.
    ///
    /// ```
    /// assert!(queue_core::Fifo::from_iter([3, 1, 2]).iter().eq(&[3, 1, 2]));
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.0.iter()
    }
}

impl<T> Storage for Fifo<T> {
    type Item = T;

    #[inline]
    fn push(&mut self, item: T) -> Pushed<T> {
        self.0.push_back(item);
        Pushed::Stored
    }

    #[inline]
    fn pop(&mut self) -> Option<T> {
        self.0.pop_front()
    }

    #[inline]
    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        core::mem::take(self)
    }

    fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }
}

impl<T> Browse for Fifo<T> {
    fn peek(&self) -> Option<&T> {
        self.peek()
    }

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.iter()
    }

    /// O(n).
    fn remove_at(&mut self, positions: &[usize], removed: &mut Vec<T>) {
        if let &[position] = positions {
            removed.extend(self.0.remove(position));
        } else {
            self.0 = split(core::mem::take(&mut self.0), positions, removed).collect();
        }
    }
}

impl<T> Default for Fifo<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T> IntoIterator for Fifo<T> {
    type Item = T;
    type IntoIter = IntoItems<Self>;

    fn into_iter(self) -> IntoItems<Self> {
        self.into_items()
    }
}

impl<T> FromIterator<T> for Fifo<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T: fmt::Debug> fmt::Debug for Fifo<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

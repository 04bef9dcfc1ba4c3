use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::fmt;

use super::priority::{remove, remove_all};
use crate::{Browse, IntoItems, Pushed, Storage};

/// Smallest first, and among equals in the order of Python's `heapq`, as in asyncio's `PriorityQueue`.
/// `push` and `pop` are O(log n).
///
/// The order among equals depends on all pushes and pops before, and not on the arrival alone. For first
/// in, first out among equals use [`Priority`](crate::Priority).
///
/// An inconsistent `Ord` leads to some order and loses nothing. A panic of `Ord` may lose the item that is
/// being put or got, and leaves the others in some order.
///
/// ```
/// use queue_core::{HeapOrder, Storage};
///
/// assert!(HeapOrder::from_iter([3, 1, 2]).into_items().eq([1, 2, 3]));
/// ```
#[derive(Clone)]
pub struct HeapOrder<T>(BinaryHeap<Reverse<T>>);

impl<T> HeapOrder<T> {
    /// Returns the item that leaves next. O(1).
    ///
    /// ```
    /// assert_eq!(queue_core::HeapOrder::from_iter([3, 1, 2]).peek(), Some(&1));
    /// ```
    #[must_use]
    pub fn peek(&self) -> Option<&T> {
        self.0.peek().map(|Reverse(item)| item)
    }

    /// Returns the items in the order of the heap, the next one first.
    ///
    /// ```
    /// assert_eq!(queue_core::HeapOrder::from_iter([3, 1, 2]).iter().next(), Some(&1));
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.0.iter().map(|Reverse(item)| item)
    }
}

impl<T: Ord> Storage for HeapOrder<T> {
    type Item = T;

    #[inline]
    fn push(&mut self, item: T) -> Pushed<T> {
        self.0.push(Reverse(item));
        Pushed::Stored
    }

    #[inline]
    fn pop(&mut self) -> Option<T> {
        self.0.pop().map(|Reverse(item)| item)
    }

    #[inline]
    fn len(&self) -> usize {
        self.0.len()
    }

    /// Evicts a largest item. O(n).
    fn evict(&mut self) -> Option<T> {
        let (last, _) = self.0.iter().enumerate().min_by(|(_, a), (_, b)| a.cmp(b))?;
        let Reverse(item) = remove(&mut self.0, last);
        Some(item)
    }

    fn take(&mut self) -> Self {
        core::mem::take(self)
    }

    fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }
}

impl<T: Ord> Browse for HeapOrder<T> {
    fn peek(&self) -> Option<&T> {
        self.peek()
    }

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.iter()
    }

    /// O(n). The order of the equals that stay may change.
    fn remove_at(&mut self, positions: &[usize], removed: &mut Vec<T>) {
        remove_all(&mut self.0, positions, |Reverse(item)| removed.push(item));
    }
}

impl<T: Ord> Default for HeapOrder<T> {
    fn default() -> Self {
        Self(BinaryHeap::new())
    }
}

impl<T: Ord> IntoIterator for HeapOrder<T> {
    type Item = T;
    type IntoIter = IntoItems<Self>;

    fn into_iter(self) -> IntoItems<Self> {
        self.into_items()
    }
}

impl<T: Ord> FromIterator<T> for HeapOrder<T> {
    /// Pushes one item after the other, as a queue would.
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut storage = Self::default();
        items.into_iter().for_each(|item| _ = storage.push(item));
        storage
    }
}

impl<T: PartialEq> PartialEq for HeapOrder<T> {
    /// Compares what decides all later pops: the items and where they stand in the heap.
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice() == other.0.as_slice()
    }
}

impl<T: Eq> Eq for HeapOrder<T> {}

impl<T: fmt::Debug> fmt::Debug for HeapOrder<T> {
    /// Lists the items in the order of the heap, as asyncio does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;
    use crate::Keyed;

    /// Runs a script of puts (`3a` puts `a` with key 3) and gets (`-`), and returns the items in the order in
    /// which they left.
    fn run(script: &str) -> String {
        let mut storage = HeapOrder::<Keyed<char, char>>::default();
        let mut left = String::new();
        for word in script.split_whitespace() {
            match word.chars().collect::<Vec<_>>()[..] {
                ['-'] => left.extend(storage.pop().map(|keyed| keyed.item)),
                [key, name] => _ = storage.push(Keyed::new(key, name)),
                _ => unreachable!("no such word: {word}"),
            }
        }
        left.extend(storage.into_items().map(|keyed| keyed.item));
        left
    }

    #[test]
    fn equals_leave_in_the_order_of_heapq() {
        assert_eq!(run("0a 0b 0c 0d 0e 0f 0g 0h"), "acgfhebd");
    }
}

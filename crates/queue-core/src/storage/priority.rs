use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use crate::browse::split;
use crate::{Browse, IntoItems, Pushed, Storage};

/// Smallest first, and first in, first out among equals. `push` and `pop` are O(log n).
///
/// For largest first, wrap the items in [`Reverse`](core::cmp::Reverse). For items that have no order, put
/// each beside a key: [`Keyed`](crate::Keyed).
///
/// An inconsistent `Ord` leads to some order and loses nothing. A panic of `Ord` may lose the item that is
/// being put or got, and leaves the others in some order.
///
/// ```
/// use queue_core::{Keyed, Priority, Storage};
///
/// let jobs = [(2, "a"), (1, "b"), (2, "c"), (1, "d")].map(Keyed::from);
/// let jobs = Priority::from_iter(jobs);
/// assert!(jobs.into_items().map(|job| job.item).eq(["b", "d", "a", "c"]));
/// ```
#[derive(Clone)]
pub struct Priority<T> {
    heap: BinaryHeap<Entry<T>>,
    arrivals: u64,
}

/// The greatest entry leaves first: the one with the smallest item, and the earliest among equals.
#[derive(Clone, PartialEq, Eq)]
struct Entry<T> {
    item: T,
    arrival: u64,
}

impl<T> Priority<T> {
    /// Returns the item that leaves next. O(1).
    ///
    /// ```
    /// assert_eq!(queue_core::Priority::from_iter([3, 1, 2]).peek(), Some(&1));
    /// ```
    #[must_use]
    pub fn peek(&self) -> Option<&T> {
        self.iter().next()
    }

    /// Returns the items in the order of the heap, the next one first.
    ///
    /// ```
    /// assert_eq!(queue_core::Priority::from_iter([3, 1, 2]).iter().next(), Some(&1));
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.heap.iter().map(|entry| &entry.item)
    }
}

impl<T: Ord> Storage for Priority<T> {
    type Item = T;

    #[inline]
    fn push(&mut self, item: T) -> Pushed<T> {
        let arrival = self.arrivals;
        self.arrivals += 1;
        self.heap.push(Entry { item, arrival });
        Pushed::Stored
    }

    #[inline]
    fn pop(&mut self) -> Option<T> {
        self.heap.pop().map(|entry| entry.item)
    }

    #[inline]
    fn len(&self) -> usize {
        self.heap.len()
    }

    /// Evicts the item that would leave last. O(n).
    fn evict(&mut self) -> Option<T> {
        let entries = self.heap.iter().enumerate();
        let (last, _) = entries.min_by(|(_, a), (_, b)| a.cmp(b))?;
        Some(remove(&mut self.heap, last).item)
    }

    fn take(&mut self) -> Self {
        core::mem::take(self)
    }

    fn shrink_to_fit(&mut self) {
        self.heap.shrink_to_fit();
    }
}

/// Removes the item at an index of a heap. O(n). A panic of `Ord` loses no item.
pub(super) fn remove<T: Ord>(heap: &mut BinaryHeap<T>, index: usize) -> T {
    let mut items = core::mem::take(heap).into_vec();
    let removed = items.swap_remove(index);
    heap.extend(items);
    removed
}

impl<T: Ord> Browse for Priority<T> {
    fn peek(&self) -> Option<&T> {
        self.peek()
    }

    fn iter(&self) -> impl Iterator<Item = &T> {
        self.iter()
    }

    /// O(n).
    fn remove_at(&mut self, positions: &[usize], removed: &mut Vec<T>) {
        remove_all(&mut self.heap, positions, |entry| removed.push(entry.item));
    }
}

/// Removes the items at these indices of a heap. O(n). A panic of `Ord` comes when all are out, and loses no item.
pub(super) fn remove_all<T: Ord>(
    heap: &mut BinaryHeap<T>,
    indices: &[usize],
    remove: impl FnMut(T),
) {
    let mut removed = Vec::new();
    let items = core::mem::take(heap).into_vec();
    let kept: Vec<_> = split(items, indices, &mut removed).collect();
    removed.into_iter().for_each(remove);
    heap.extend(kept);
}

impl<T: Ord> Ord for Entry<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.item.cmp(&self.item).then(other.arrival.cmp(&self.arrival))
    }
}

impl<T: Ord> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> Default for Priority<T> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), arrivals: 0 }
    }
}

impl<T: Ord> IntoIterator for Priority<T> {
    type Item = T;
    type IntoIter = IntoItems<Self>;

    fn into_iter(self) -> IntoItems<Self> {
        self.into_items()
    }
}

impl<T: Ord> FromIterator<T> for Priority<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut storage = Self::default();
        items.into_iter().for_each(|item| _ = storage.push(item));
        storage
    }
}

impl<T: Ord> Priority<T> {
    pub(super) fn in_order(&self) -> impl Iterator<Item = &T> {
        let mut entries: Vec<_> = self.heap.iter().collect();
        entries.sort_unstable_by(|a, b| b.cmp(a));
        entries.into_iter().map(|entry| &entry.item)
    }
}

impl<T: Ord> PartialEq for Priority<T> {
    /// Compares the items in the order in which they leave.
    fn eq(&self, other: &Self) -> bool {
        self.in_order().eq(other.in_order())
    }
}

impl<T: Ord> Eq for Priority<T> {}

impl<T: fmt::Debug> fmt::Debug for Priority<T> {
    /// Lists the items in the order of the heap.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::{Ordering, Reverse};
use core::fmt;

use super::priority::{remove, remove_all};
use crate::{Browse, IntoItems, Keyed, Pushed, Storage};

/// Smallest key first, but an item that waits rises with each put, so that none starves. `push` and `pop` are
/// O(log n).
///
/// The key of a [`Keyed`] item is its priority. The item with the smallest `key * slope + arrival` leaves
/// first, where `arrival` is the number of items put before it. Among equal sums the oldest leaves first. So
/// items of one key leave first in, first out.
///
/// An item with the key `p` is overtaken by one with a smaller key `q` only if that one is put fewer than
/// `(p - q) * slope` puts later. So only the next `p * slope` puts can overtake it, whatever their keys are.
///
/// A slope of zero is the order of [`Fifo`](crate::Fifo). The greater the slope, the nearer the order comes
/// to that of [`Priority`](crate::Priority). There is no clock: while nothing is put, nothing ages.
///
/// A sum above `u64::MAX` counts as `u64::MAX`, which lets no more items overtake. The storage calls no code
/// of its items, so no comparison can panic or lie.
///
/// It is not `Default`, because no slope fits all. Make a queue of [`Aging::new`].
///
/// ```
/// use queue_core::{Aging, Keyed, Storage};
///
/// let mut jobs = Aging::new(3); // a step of the key is worth three puts
/// jobs.extend([(1, "patient"), (0, "a"), (0, "b"), (0, "c"), (0, "d")].map(Keyed::from));
/// assert!(jobs.into_items().map(|job| job.item).eq(["a", "b", "patient", "c", "d"]));
/// ```
#[derive(Clone)]
pub struct Aging<T> {
    heap: BinaryHeap<Entry<T>>,
    arrivals: u64,
    slope: u32,
}

/// The greatest entry leaves first: the one with the smallest rank, and the earliest among equals.
#[derive(Clone)]
struct Entry<T> {
    rank: u64,
    arrival: u64,
    item: Keyed<u32, T>,
}

impl<T> Aging<T> {
    /// Returns an empty storage, in which a step of the key is worth `slope` puts.
    ///
    /// ```
    /// use queue_core::{Aging, Keyed, State, Waiters};
    ///
    /// let mut jobs = State::<_, ()>::new(Aging::new(8), Default::default());
    /// jobs.try_put(Keyed::new(2, "sweep"), &mut Waiters::default())?;
    /// # Ok::<(), queue_core::TryPutError<Keyed<u32, &str>>>(())
    /// ```
    #[must_use]
    pub const fn new(slope: u32) -> Self {
        Self { heap: BinaryHeap::new(), arrivals: 0, slope }
    }

    /// Returns the item that leaves next. O(1).
    ///
    /// ```
    /// let mut jobs = queue_core::Aging::new(8);
    /// jobs.extend([(2, "sweep"), (1, "cook")].map(queue_core::Keyed::from));
    /// assert_eq!(jobs.peek().map(|job| job.item), Some("cook"));
    /// ```
    #[must_use]
    pub fn peek(&self) -> Option<&Keyed<u32, T>> {
        self.iter().next()
    }

    /// Returns the items in the order of the heap, the next one first.
    ///
    /// ```
    /// let mut jobs = queue_core::Aging::new(8);
    /// jobs.extend([(2, "sweep"), (1, "cook")].map(queue_core::Keyed::from));
    /// assert!(jobs.iter().map(|job| job.item).eq(["cook", "sweep"]));
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Keyed<u32, T>> {
        self.heap.iter().map(|entry| &entry.item)
    }

    /// Returns key, item and age of each item, in the order in which they leave.
    pub(super) fn in_order(&self) -> impl Iterator<Item = (u32, &T, u64)> {
        let mut entries: Vec<_> = self.heap.iter().collect();
        entries.sort_unstable_by_key(|&entry| Reverse(entry));
        let age = |entry: &Entry<T>| self.arrivals - entry.arrival;
        entries.into_iter().map(move |entry| (entry.item.key, &entry.item.item, age(entry)))
    }
}

#[cfg(feature = "serde")]
impl<T> Aging<T> {
    /// No age is greater, so that arrivals never overflow.
    const OLDEST: u64 = u64::MAX / 2;

    pub(super) const fn slope(&self) -> u32 {
        self.slope
    }

    /// Returns a storage of items of these ages, or `None` if an age cannot be.
    pub(super) fn of_ages(slope: u32, items: Vec<(u64, Keyed<u32, T>)>) -> Option<Self> {
        let arrivals = items.iter().map(|&(age, _)| age).max().unwrap_or(0);
        let entry = |(age, item): (u64, Keyed<u32, T>)| {
            let arrival = arrivals - age;
            ((1..=Self::OLDEST).contains(&age)).then(|| Entry::new(slope, arrival, item))
        };
        let heap = items.into_iter().map(entry).collect::<Option<_>>()?;
        Some(Self { heap, arrivals, slope })
    }
}

impl<T> Entry<T> {
    #[inline]
    fn new(slope: u32, arrival: u64, item: Keyed<u32, T>) -> Self {
        let head_start = u64::from(item.key) * u64::from(slope);
        Self { rank: head_start.saturating_add(arrival), arrival, item }
    }
}

impl<T> Storage for Aging<T> {
    type Item = Keyed<u32, T>;

    #[inline]
    fn push(&mut self, item: Keyed<u32, T>) -> Pushed<Keyed<u32, T>> {
        let arrival = self.arrivals;
        self.arrivals += 1;
        self.heap.push(Entry::new(self.slope, arrival, item));
        Pushed::Stored
    }

    #[inline]
    fn pop(&mut self) -> Option<Keyed<u32, T>> {
        self.heap.pop().map(|entry| entry.item)
    }

    #[inline]
    fn len(&self) -> usize {
        self.heap.len()
    }

    /// Evicts the item that would leave last. O(n).
    fn evict(&mut self) -> Option<Keyed<u32, T>> {
        let (last, _) = self.heap.iter().enumerate().min_by(|(_, a), (_, b)| a.cmp(b))?;
        Some(remove(&mut self.heap, last).item)
    }

    fn take(&mut self) -> Self {
        let empty = Self::new(self.slope);
        core::mem::replace(self, empty)
    }

    fn shrink_to_fit(&mut self) {
        self.heap.shrink_to_fit();
    }
}

impl<T> Browse for Aging<T> {
    fn peek(&self) -> Option<&Keyed<u32, T>> {
        self.peek()
    }

    fn iter(&self) -> impl Iterator<Item = &Keyed<u32, T>> {
        self.iter()
    }

    /// O(n). A removed item counts on as an arrival.
    fn remove_at(&mut self, positions: &[usize], removed: &mut Vec<Keyed<u32, T>>) {
        remove_all(&mut self.heap, positions, |entry| removed.push(entry.item));
    }
}

impl<T> Ord for Entry<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.rank, other.arrival).cmp(&(self.rank, self.arrival))
    }
}

impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Entry<T> {}

impl<T> IntoIterator for Aging<T> {
    type Item = Keyed<u32, T>;
    type IntoIter = IntoItems<Self>;

    fn into_iter(self) -> IntoItems<Self> {
        self.into_items()
    }
}

impl<T> Extend<Keyed<u32, T>> for Aging<T> {
    /// Pushes one item after the other.
    fn extend<I: IntoIterator<Item = Keyed<u32, T>>>(&mut self, items: I) {
        items.into_iter().for_each(|item| _ = self.push(item));
    }
}

impl<T: PartialEq> PartialEq for Aging<T> {
    /// Compares what decides all later pops: the slope, and keys, items and ages in the order in which they
    /// leave.
    fn eq(&self, other: &Self) -> bool {
        self.slope == other.slope && self.in_order().eq(other.in_order())
    }
}

impl<T: Eq> Eq for Aging<T> {}

impl<T: fmt::Debug> fmt::Debug for Aging<T> {
    /// Lists the items in the order of the heap.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without the limit, `a` and `b` would leave first. It takes eight thousand million puts to get there.
    #[test]
    fn a_sum_that_is_too_great_counts_as_the_greatest() {
        const MOST: u32 = u32::MAX;
        let mut jobs = Aging { arrivals: u64::MAX / 2, ..Aging::new(MOST) };
        jobs.extend([(MOST, 'a'), (MOST, 'b'), (0, 'c'), (MOST - 1, 'd')].map(Keyed::from));
        assert!(jobs.into_items().map(|job| job.item).eq(['c', 'a', 'b', 'd']));
    }
}

mod browse;

use alloc::collections::{BTreeMap, VecDeque};
use core::fmt;

use slab::Slab;

use crate::{IntoItems, Keyed, Pushed, Storage};

/// Round robin among keys, and first in, first out within a key: many items of one key do not starve the
/// others.
///
/// The key of a [`Keyed`] item is a tenant, say. By default, the keys that have items leave one item each in
/// turn. [`new`](Self::new) gives keys a weight and items a cost. The order is that of *deficit round robin*
/// (Shreedhar and Varghese, 1995):
///
/// - A turn of a key adds the key's weight to its *deficit*. Then items of that key leave while the deficit
///   covers their cost, and each takes its cost off.
/// - A deficit that does not cover the next item is kept for the key's next turn.
/// - A key whose last item has left loses its deficit. Its next item puts the key behind all others.
/// - An item that is [removed](crate::Browse) costs nothing. What is kept of a deficit is then less than the cost of
///   the key's next item.
///
/// So keys that have items get shares that agree with their weights. Take any two keys and any time in which
/// both always have items. Divide the sum of the costs that have left of each by its weight, `v` or `w`. The
/// two differ by at most `1 + (c - 1) / v + (c - 1) / w`, where `c` is the greatest cost. If each item costs
/// one, that is one turn.
///
/// `push` is O(log k) in the number of keys that have items. `pop` is O(1), and O(log k) if it takes the last
/// item of a key. If items cost more than the weight of their key, `pop` and `peek` may be O(k).
///
/// The storage clones a key that gets its first item, and drops the clone when the last one has left. A panic
/// of `Ord` or `Clone` may lose the item that is being put or got, and keeps the order of the others. An
/// inconsistent `Ord` leads to some order and loses nothing. It may leave clones until the storage is empty.
///
/// ```
/// use queue_core::{Keyed, RoundRobin, Storage};
///
/// let jobs = [("busy", 1), ("busy", 2), ("busy", 3), ("calm", 4)].map(Keyed::from);
/// let jobs = RoundRobin::from_iter(jobs);
/// assert!(jobs.into_items().map(|job| job.item).eq([1, 4, 2, 3]));
/// ```
#[derive(Clone)]
pub struct RoundRobin<K, T> {
    weight: fn(&K) -> u32,
    cost: fn(&T) -> u32,
    /// A push finds the flow of a key by it. What leaves does not depend on it. A comparison that panics or
    /// lies may leave a place whose flow has gone.
    places: BTreeMap<K, Place>,
    /// Every flow has an item.
    flows: Slab<Flow<K, T>>,
    /// The slots of the flows in the order of their turns.
    ///
    /// The first flow is in the middle of its turn if its deficit covers its next item. No other flow's
    /// deficit does.
    turns: VecDeque<usize>,
    flows_ever: u64,
    len: usize,
}

/// Where a flow is. The number tells it from another flow that has its slot later.
#[derive(Clone, Copy)]
struct Place {
    slot: usize,
    number: u64,
}

/// The items of a key.
#[derive(Clone)]
struct Flow<K, T> {
    items: VecDeque<Entry<K, T>>,
    /// Less than the greatest cost plus the greatest weight.
    deficit: u64,
    weight: u32,
    number: u64,
}

#[derive(Clone)]
struct Entry<K, T> {
    item: Keyed<K, T>,
    cost: u32,
}

impl<K, T> RoundRobin<K, T> {
    /// Returns an empty storage that asks these functions for the weight of a key and the cost of an item.
    ///
    /// Each is called once for each item, when the item is put. If one panics, that item is lost, and nothing
    /// else changes. A weight or a cost of zero counts as one. A key has the weight that its newest item
    /// brought, from the key's next turn on.
    ///
    /// If each weight is at least the greatest cost, an item leaves in each turn, and `pop` is fastest.
    ///
    /// ```
    /// use queue_core::{Keyed, RoundRobin, Storage};
    ///
    /// let mut jobs = RoundRobin::new(|&plan| if plan == "paid" { 3 } else { 1 }, |_| 1);
    /// jobs.extend(["free"; 4].map(|plan| Keyed::new(plan, ())));
    /// jobs.extend(["paid"; 4].map(|plan| Keyed::new(plan, ())));
    /// let left = jobs.into_items().map(|job| job.key);
    /// assert!(left.eq(["free", "paid", "paid", "paid", "free", "paid", "free", "free"]));
    /// ```
    #[must_use]
    pub const fn new(weight: fn(&K) -> u32, cost: fn(&T) -> u32) -> Self {
        Self {
            weight,
            cost,
            places: BTreeMap::new(),
            flows: Slab::new(),
            turns: VecDeque::new(),
            flows_ever: 0,
            len: 0,
        }
    }

    /// Returns the item that leaves next. O(1), or O(k) as [`pop`](Storage::pop).
    ///
    /// ```
    /// use queue_core::{Keyed, RoundRobin};
    ///
    /// let jobs = RoundRobin::from_iter([("busy", 1), ("calm", 2)].map(Keyed::from));
    /// assert_eq!(jobs.peek().map(|job| job.item), Some(1));
    /// ```
    #[must_use]
    pub fn peek(&self) -> Option<&Keyed<K, T>> {
        self.iter().next()
    }

    /// Returns the items key by key, the next one first.
    ///
    /// ```
    /// use queue_core::{Keyed, RoundRobin};
    ///
    /// let jobs = RoundRobin::from_iter([("busy", 1), ("calm", 2), ("busy", 3)].map(Keyed::from));
    /// assert!(jobs.iter().map(|job| job.item).eq([1, 3, 2]));
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Keyed<K, T>> {
        let mut items =
            self.slots().flat_map(|slot| &self.flows[slot].items).map(|entry| &entry.item);
        (0..self.len).map(move |_| items.next().expect("`len` counts the items"))
    }

    /// Returns the slots of the flows in the order of their turns, that of the next item first.
    fn slots(&self) -> impl Iterator<Item = usize> {
        let first = self.next().map_or(0, |(_, position)| position);
        self.turns.range(first..).chain(self.turns.range(..first)).copied()
    }

    /// Returns how many rounds of turns begin before an item leaves, and which turn then takes it.
    fn next(&self) -> Option<(u64, usize)> {
        let mut next = None;
        for (position, &slot) in self.turns.iter().enumerate() {
            let rounds = self.flows[slot].rounds();
            if next.is_none_or(|(least, _)| rounds < least) {
                next = Some((rounds, position));
            }
            if rounds <= 1 {
                break;
            }
        }
        next
    }

    /// Begins the turns that `next` has found.
    fn begin(&mut self, rounds: u64, position: usize) {
        if rounds > 1 {
            self.flows.iter_mut().for_each(|(_, flow)| flow.earn(rounds - 1));
        }
        if rounds > 0 {
            let begun = self.turns.iter().take(position + 1);
            begun.for_each(|&slot| self.flows[slot].earn(1));
        }
        self.turns.rotate_left(position);
    }

    fn in_turn(&self) -> impl Iterator<Item = &Flow<K, T>> {
        self.turns.iter().map(|&slot| &self.flows[slot])
    }

    /// Returns the items in the order in which they leave. It calls no code of keys and items.
    #[cfg(feature = "serde")]
    pub(super) fn in_order(&self) -> impl Iterator<Item = &Keyed<K, T>> {
        let mut same = RoundRobin::<(), &Keyed<K, T>>::default();
        for &Flow { ref items, deficit, weight, number } in self.in_turn() {
            let items = items
                .iter()
                .map(|Entry { item, cost }| Entry { item: Keyed::new((), item), cost: *cost });
            let flow = Flow { items: items.collect(), deficit, weight, number };
            same.turns.push_back(same.flows.insert(flow));
        }
        same.len = self.len;
        same.into_items().map(|same| same.item)
    }
}

impl<K, T> Flow<K, T> {
    /// Returns how many turns begin before the next item leaves.
    fn rounds(&self) -> u64 {
        let cost = self.items.front().map_or(0, |entry| entry.cost.into());
        u64::saturating_sub(cost, self.deficit).div_ceil(self.weight.into())
    }

    fn earn(&mut self, rounds: u64) {
        self.deficit += rounds * u64::from(self.weight);
    }
}

impl<K: Ord + Clone, T> RoundRobin<K, T> {
    /// Returns the flow of a key; a new one is behind all others.
    fn flow(&mut self, key: &K) -> &mut Flow<K, T> {
        if let Some(&Place { slot, number }) = self.places.get(key) {
            if self.flows.get(slot).is_some_and(|flow| flow.number == number) {
                return &mut self.flows[slot];
            }
        }
        let place = Place { slot: self.flows.vacant_key(), number: self.flows_ever };
        // First, since a comparison may panic.
        self.places.insert(key.clone(), place);
        self.flows_ever += 1;
        self.turns.push_back(place.slot);
        let items = VecDeque::new();
        self.flows.insert(Flow { items, deficit: 0, weight: 1, number: place.number });
        &mut self.flows[place.slot]
    }
}

impl<K: Ord + Clone, T> Storage for RoundRobin<K, T> {
    type Item = Keyed<K, T>;

    #[inline]
    fn push(&mut self, item: Keyed<K, T>) -> Pushed<Keyed<K, T>> {
        let weight = (self.weight)(&item.key).max(1);
        let cost = (self.cost)(&item.item).max(1);
        let flow = self.flow(&item.key);
        flow.weight = weight;
        flow.items.push_back(Entry { item, cost });
        self.len += 1;
        Pushed::Stored
    }

    #[inline]
    fn pop(&mut self) -> Option<Keyed<K, T>> {
        let (rounds, position) = self.next()?;
        self.begin(rounds, position);
        let slot = *self.turns.front()?;
        let flow = &mut self.flows[slot];
        let Entry { item, cost } = flow.items.pop_front()?;
        flow.deficit -= u64::from(cost);
        self.len -= 1;
        if flow.items.is_empty() {
            self.turns.pop_front();
            self.flows.remove(slot);
            // Last, since a comparison may panic.
            if self.turns.is_empty() {
                self.places.clear();
            } else {
                self.places.remove(&item.key);
            }
        } else if flow.rounds() > 0 {
            self.turns.rotate_left(1);
        }
        Some(item)
    }

    #[inline]
    fn len(&self) -> usize {
        self.len
    }

    fn take(&mut self) -> Self {
        let empty = Self::new(self.weight, self.cost);
        core::mem::replace(self, empty)
    }

    fn shrink_to_fit(&mut self) {
        self.flows.iter_mut().for_each(|(_, flow)| flow.items.shrink_to_fit());
        self.flows.shrink_to_fit();
        self.turns.shrink_to_fit();
    }
}

impl<K, T> Default for RoundRobin<K, T> {
    /// Returns an empty storage in which each weight and each cost is one.
    fn default() -> Self {
        Self::new(|_| 1, |_| 1)
    }
}

impl<K: Ord + Clone, T> IntoIterator for RoundRobin<K, T> {
    type Item = Keyed<K, T>;
    type IntoIter = IntoItems<Self>;

    fn into_iter(self) -> IntoItems<Self> {
        self.into_items()
    }
}

impl<K: Ord + Clone, T> FromIterator<Keyed<K, T>> for RoundRobin<K, T> {
    fn from_iter<I: IntoIterator<Item = Keyed<K, T>>>(items: I) -> Self {
        let mut storage = Self::default();
        storage.extend(items);
        storage
    }
}

impl<K: Ord + Clone, T> Extend<Keyed<K, T>> for RoundRobin<K, T> {
    /// Pushes one item after the other.
    fn extend<I: IntoIterator<Item = Keyed<K, T>>>(&mut self, items: I) {
        items.into_iter().for_each(|item| _ = self.push(item));
    }
}

impl<K: PartialEq, T: PartialEq> PartialEq for Entry<K, T> {
    /// Compares the item, too, at which the `PartialEq` of [`Keyed`] does not look.
    fn eq(&self, other: &Self) -> bool {
        let Self { item: Keyed { key, item }, cost } = self;
        (key, item, cost) == (&other.item.key, &other.item.item, &other.cost)
    }
}

impl<K: PartialEq, T: PartialEq> PartialEq for Flow<K, T> {
    fn eq(&self, other: &Self) -> bool {
        (self.deficit, self.weight, &self.items) == (other.deficit, other.weight, &other.items)
    }
}

impl<K: PartialEq, T: PartialEq> PartialEq for RoundRobin<K, T> {
    /// Compares what decides all later pops: items, costs, weights and deficits in the order of the turns. It
    /// does not compare the functions that were given to `new`.
    fn eq(&self, other: &Self) -> bool {
        self.in_turn().eq(other.in_turn())
    }
}

impl<K: Eq, T: Eq> Eq for RoundRobin<K, T> {}

impl<K: fmt::Debug, T: fmt::Debug> fmt::Debug for RoundRobin<K, T> {
    /// Lists the items key by key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

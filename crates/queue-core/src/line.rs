mod sound;

use slab::Slab;

use crate::Broadcast;

const NOBODY: usize = usize::MAX;

/// One line of waiters, in the order in which they are to be released.
///
/// A waiter is always in one of two states:
///
/// - *waiting*: linked into the line, its `waiter` is there;
/// - *released*: no longer linked, its `waiter` was given away, its slot stays until it asks or
///   leaves.
///
/// A released waiter that found nothing can come back to the place of its arrival. All who ever
/// come back arrived before all who were never released, so they stand together at the front;
/// `returned` is the last of them.
#[derive(Clone, Debug)]
pub(crate) struct Line<W, P> {
    slots: Slab<Slot<W, P>>,
    head: usize,
    tail: usize,
    returned: usize,
    waiting: usize,
    arrivals: u64,
}

#[derive(Clone, Debug)]
struct Slot<W, P> {
    arrival: u64,
    waiter: Option<W>,
    payload: P,
    prev: usize,
    next: usize,
}

/// Where a waiter's slot is, and since when: the arrival tells a stale or foreign key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    index: usize,
    arrival: u64,
}

impl<W, P> Line<W, P> {
    pub(crate) const fn new() -> Self {
        Self {
            slots: Slab::new(),
            head: NOBODY,
            tail: NOBODY,
            returned: NOBODY,
            waiting: 0,
            arrivals: 0,
        }
    }

    pub(crate) const fn waiting(&self) -> usize {
        self.waiting
    }

    /// How many were released and have neither asked nor left since.
    pub(crate) fn released(&self) -> usize {
        self.slots.len() - self.waiting
    }

    /// Enters at the end. O(1).
    pub(crate) fn enter(&mut self, waiter: W, payload: P) -> Key {
        let key = self.insert(self.arrivals, Some(waiter), payload);
        self.arrivals += 1;
        self.link(key.index, self.tail);
        key
    }

    /// Makes a slot, already released, for one who arrived earlier.
    pub(crate) fn restore(&mut self, arrival: u64, payload: P) -> Key {
        self.insert(arrival, None, payload)
    }

    fn insert(&mut self, arrival: u64, waiter: Option<W>, payload: P) -> Key {
        let slot = Slot { arrival, waiter, payload, prev: NOBODY, next: NOBODY };
        Key { index: self.slots.insert(slot), arrival }
    }

    pub(crate) fn waiter(&self, key: Key) -> Option<&W> {
        self.slot(key).waiter.as_ref()
    }

    /// The payload of the one to be released next.
    pub(crate) fn first(&mut self) -> Option<&mut P> {
        self.slots.get_mut(self.head).map(|slot| &mut slot.payload)
    }

    /// Releases the one in front. O(1).
    #[inline]
    pub(crate) fn release(&mut self) -> Option<W> {
        if self.waiting == 0 { None } else { self.release_head() }
    }

    #[inline(never)]
    fn release_head(&mut self) -> Option<W> {
        let index = self.head;
        self.unlink(index);
        self.slots[index].waiter.take()
    }

    /// Releases everyone, with one allocation at most.
    pub(crate) fn release_all(&mut self, into: &mut Broadcast<W>) {
        into.reserve(self.waiting);
        while let Some(waiter) = self.release() {
            into.push(waiter);
        }
    }

    /// Replaces the waiter of one who waits, and returns the old one. O(1).
    pub(crate) fn replace(&mut self, key: Key, waiter: W) -> Option<W> {
        self.slot_mut(key).waiter.replace(waiter)
    }

    /// Links one who was released at the end, as if it had arrived now. O(1).
    pub(crate) fn rejoin_last(&mut self, key: &mut Key, waiter: W) {
        let arrival = self.arrivals;
        self.arrivals += 1;
        let slot = self.slot_mut(*key);
        slot.arrival = arrival;
        slot.waiter = Some(waiter);
        key.arrival = arrival;
        self.link(key.index, self.tail);
    }

    /// Links one who was released at the place of its arrival. O(1) when those who come back do so
    /// in the order in which they were released; one step for each that came back before its turn.
    pub(crate) fn rejoin_in_place(&mut self, key: Key, waiter: W) {
        self.slot_mut(key).waiter = Some(waiter);
        let mut before = self.returned;
        while before != NOBODY && self.slots[before].arrival > key.arrival {
            before = self.slots[before].prev;
        }
        self.link(key.index, before);
        if before == self.returned {
            self.returned = key.index;
        }
    }

    /// Frees the slot of one who comes back, or returns `None` if it has not been released. O(1).
    pub(crate) fn come_back(&mut self, key: Key) -> Option<P> {
        match self.slot(key).waiter {
            Some(_) => None,
            None => Some(self.slots.remove(key.index).payload),
        }
    }

    /// Frees the slot of one who leaves, wherever it is. O(1).
    pub(crate) fn remove(&mut self, key: Key) -> (Option<W>, P) {
        if self.slot(key).waiter.is_some() {
            self.unlink(key.index);
        }
        let slot = self.slots.remove(key.index);
        (slot.waiter, slot.payload)
    }

    /// All slots in the order of arrival: logical content, free of where slots happen to be.
    pub(crate) fn by_arrival(&self) -> impl Iterator<Item = (Option<&W>, &P)> {
        let mut slots: alloc::vec::Vec<_> = self.slots.iter().map(|(_, slot)| slot).collect();
        slots.sort_unstable_by_key(|slot| slot.arrival);
        slots.into_iter().map(|slot| (slot.waiter.as_ref(), &slot.payload))
    }

    fn slot(&self, key: Key) -> &Slot<W, P> {
        match self.slots.get(key.index) {
            Some(slot) if slot.arrival == key.arrival => slot,
            Some(_) | None => foreign_ticket(),
        }
    }

    fn slot_mut(&mut self, key: Key) -> &mut Slot<W, P> {
        match self.slots.get_mut(key.index) {
            Some(slot) if slot.arrival == key.arrival => slot,
            Some(_) | None => foreign_ticket(),
        }
    }

    /// Links the slot behind `before`, which may be nobody.
    fn link(&mut self, index: usize, before: usize) {
        let after = match self.slots.get_mut(before) {
            Some(slot) => core::mem::replace(&mut slot.next, index),
            None => core::mem::replace(&mut self.head, index),
        };
        match self.slots.get_mut(after) {
            Some(slot) => slot.prev = index,
            None => self.tail = index,
        }
        let slot = &mut self.slots[index];
        slot.prev = before;
        slot.next = after;
        self.waiting += 1;
    }

    fn unlink(&mut self, index: usize) {
        let Slot { prev, next, .. } = self.slots[index];
        match self.slots.get_mut(prev) {
            Some(slot) => slot.next = next,
            None => self.head = next,
        }
        match self.slots.get_mut(next) {
            Some(slot) => slot.prev = prev,
            None => self.tail = prev,
        }
        if self.returned == index {
            self.returned = prev;
        }
        self.waiting -= 1;
    }
}

impl<W: PartialEq, P: PartialEq> PartialEq for Line<W, P> {
    fn eq(&self, other: &Self) -> bool {
        self.by_arrival().eq(other.by_arrival())
    }
}

impl Key {
    pub(crate) const fn arrival(self) -> u64 {
        self.arrival
    }
}

#[cold]
#[inline(never)]
fn foreign_ticket() -> ! {
    panic!("this ticket names no waiter of this queue")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second one takes the slot of the first.
    #[test]
    #[should_panic(expected = "this ticket names no waiter of this queue")]
    fn the_key_of_one_who_left_replaces_nobody() {
        let mut line = Line::new();
        let key = line.enter(7, ());
        assert_eq!(line.remove(key), (Some(7), ()));
        line.enter(8, ());
        line.replace(key, 9);
    }
}

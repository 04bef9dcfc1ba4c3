mod slot;
mod sound;

use slab::Slab;

use self::slot::Slot;
pub(crate) use self::slot::{Key, Left};
use crate::operation::{Arrival, Place};
use crate::{Exchange, Fairness, Waiters};

const NONE: u32 = u32::MAX;

const CROWD: &str = "fewer than 2^32 - 1 operations wait in a line";

/// One line of operations, in the order in which they are to be notified.
///
/// An operation that has a slot is always in one of two states:
///
/// - *waiting*: linked into the line, its `waiter` is there;
/// - *notified*: no longer linked, its `waiter` was handed out, its slot stays until it is polled or
///   cancelled.
///
/// A notified operation that lost the race can return to the place of its arrival. All operations
/// that ever return arrived before all that were never notified, so they stand together at the front;
/// `returned` is the last of them.
#[derive(Clone, Debug)]
pub(crate) struct Line<W> {
    slots: Slab<Slot<W>>,
    head: u32,
    tail: u32,
    returned: u32,
    waiting: u32,
    expected: u32,
    arrivals: u64,
    /// Whether an operation that lost the race returns to its place.
    fairness: Fairness,
}

impl<W> Line<W> {
    pub(crate) const fn new(fairness: Fairness) -> Self {
        Self {
            slots: Slab::new(),
            head: NONE,
            tail: NONE,
            returned: NONE,
            waiting: 0,
            expected: 0,
            arrivals: 0,
            fairness,
        }
    }

    pub(crate) const fn fairness(&self) -> Fairness {
        self.fairness
    }

    pub(crate) const fn waiting(&self) -> usize {
        self.waiting as usize
    }

    /// How many operations were notified and will be polled or cancelled: not the abandonable ones.
    pub(crate) const fn expected(&self) -> usize {
        self.expected as usize
    }

    /// How many operations wait or were notified.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(crate) fn waiter(&self, place: Option<Place>) -> Option<&W> {
        match place? {
            Place::InLine(key) => self.slot(key).waiter.as_ref(),
            Place::Apart(_) => None,
        }
    }

    pub(crate) fn is_waiting(&self, key: Key) -> bool {
        self.slot(key).waiter.is_some()
    }

    /// The index of the slot to be notified next.
    pub(crate) fn first(&self) -> Option<usize> {
        (self.head != NONE).then_some(self.head as usize)
    }

    /// Lets an operation wait on, with the waiter given if its own is not current. Returns whether there
    /// is a current one.
    pub(crate) fn wait_on(
        &mut self,
        key: Key,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
    ) -> bool {
        let in_line = &mut self.slot_mut(key).waiter;
        if in_line.as_ref().is_some_and(is_current) {
            return true;
        }
        let Some(waiter) = exchange.waiter.take() else { return false };
        if let Some(replaced) = in_line.replace(waiter) {
            exchange.give_back(replaced);
        }
        true
    }

    /// Enters: at the end, or again at the place of an earlier arrival. O(1) at the end, and when
    /// operations return in the order in which they were notified; else one step for each that
    /// returned before its turn.
    pub(crate) fn enter(&mut self, arrival: Arrival, waiter: W) -> Key {
        match arrival {
            Arrival::New { is_abandonable } => {
                let (arrival, prev, waiter) = (self.arrivals, self.tail, Some(waiter));
                self.arrivals += 1;
                let key = self.insert(Slot { arrival, waiter, prev, next: NONE, is_abandonable });
                self.tail = key.index;
                key
            }
            Arrival::Returning { number, is_abandonable } => {
                self.enter_again(number, is_abandonable, waiter)
            }
        }
    }

    #[inline(never)]
    fn enter_again(&mut self, arrival: u64, is_abandonable: bool, waiter: W) -> Key {
        let prev = self.last_returned_before(arrival);
        let next = self.slots.get(prev as usize).map_or(self.head, |slot| slot.next);
        let waiter = Some(waiter);
        let key = self.insert(Slot { arrival, waiter, prev, next, is_abandonable });
        match self.slots.get_mut(next as usize) {
            Some(slot) => slot.prev = key.index,
            None => self.tail = key.index,
        }
        if prev == self.returned {
            self.returned = key.index;
        }
        key
    }

    fn last_returned_before(&self, arrival: u64) -> u32 {
        let mut index = self.returned;
        while index != NONE && self.slots[index as usize].arrival > arrival {
            index = self.slots[index as usize].prev;
        }
        index
    }

    /// Inserts a slot behind its neighbour.
    #[inline]
    fn insert(&mut self, slot: Slot<W>) -> Key {
        let (generation, prev) = (slot.generation(), slot.prev);
        let index = u32::try_from(self.slots.vacant_key()).ok().filter(|&index| index != NONE);
        let index = index.expect(CROWD);
        self.slots.insert(slot);
        match self.slots.get_mut(prev as usize) {
            Some(slot) => slot.next = index,
            None => self.head = index,
        }
        self.waiting += 1;
        Key { index, generation }
    }

    fn unlink(&mut self, index: u32) {
        let Slot { prev, next, .. } = self.slots[index as usize];
        match self.slots.get_mut(prev as usize) {
            Some(slot) => slot.next = next,
            None => self.head = next,
        }
        match self.slots.get_mut(next as usize) {
            Some(slot) => slot.prev = prev,
            None => self.tail = prev,
        }
        if self.returned == index {
            self.returned = prev;
        }
        self.waiting -= 1;
    }

    /// Notifies the operation in front. If it may be given up without a cancel, it notifies the next
    /// one too, until one is sure to be polled or cancelled.
    #[inline]
    pub(crate) fn notify(&mut self, notified: &mut Waiters<W>) {
        if self.waiting > 0 {
            self.notify_first(notified);
        }
    }

    #[inline(never)]
    fn notify_first(&mut self, notified: &mut Waiters<W>) {
        if self.notify_head(notified) {
            self.notify_past_abandonable(notified);
        }
    }

    #[cold]
    #[inline(never)]
    fn notify_past_abandonable(&mut self, notified: &mut Waiters<W>) {
        while self.waiting > 0 && self.notify_head(notified) {}
    }

    pub(crate) fn notify_all(&mut self, notified: &mut Waiters<W>) {
        if self.waiting > 0 {
            self.notify_head(notified);
            notified.reserve(self.waiting());
        }
        while self.waiting > 0 {
            self.notify_head(notified);
        }
    }

    /// Notifies the operation in front, and returns whether it is abandonable.
    fn notify_head(&mut self, notified: &mut Waiters<W>) -> bool {
        let index = self.head;
        let Slot { waiter, is_abandonable, next, .. } = &mut self.slots[index as usize];
        let (next, is_abandonable) = (*next, *is_abandonable);
        if let Some(waiter) = waiter.take() {
            notified.push(waiter);
        }
        self.head = next;
        match self.slots.get_mut(next as usize) {
            Some(slot) => slot.prev = NONE,
            None => self.tail = NONE,
        }
        if self.returned == index {
            self.returned = NONE;
        }
        self.waiting -= 1;
        self.expected += u32::from(!is_abandonable);
        is_abandonable
    }

    /// Frees the slot of an operation, wherever it is. O(1).
    pub(crate) fn leave(&mut self, key: Key, exchange: &mut Exchange<W>) -> Left {
        let slot = self.slot(key);
        let Slot { arrival: number, is_abandonable, .. } = *slot;
        let is_notified = slot.waiter.is_none();
        let arrival = match self.fairness {
            Fairness::Fair if is_notified => Arrival::Returning { number, is_abandonable },
            Fairness::Fair | Fairness::Barging => Arrival::New { is_abandonable },
        };
        let left = Left { arrival, is_notified, is_abandonable };
        if left.is_notified {
            self.expected -= u32::from(left.was_expected());
        } else {
            self.unlink(key.index);
        }
        if let Some(waiter) = self.slots.remove(key.index()).waiter {
            exchange.give_back(waiter);
        }
        left
    }

    pub(crate) fn waiters(&self) -> impl Iterator<Item = &W> {
        self.slots.iter().filter_map(|(_, slot)| slot.waiter.as_ref())
    }

    /// All slots in the order of arrival: logical content, free of where slots happen to be.
    pub(crate) fn by_arrival(&self) -> impl Iterator<Item = (usize, Option<&W>, bool)> {
        let mut slots: alloc::vec::Vec<_> = self.slots.iter().collect();
        slots.sort_unstable_by_key(|(_, slot)| slot.arrival);
        slots.into_iter().map(|(index, slot)| (index, slot.waiter.as_ref(), slot.is_abandonable))
    }

    fn slot(&self, key: Key) -> &Slot<W> {
        match self.slots.get(key.index()) {
            Some(slot) if slot.generation() == key.generation => slot,
            Some(_) | None => foreign_operation(),
        }
    }

    fn slot_mut(&mut self, key: Key) -> &mut Slot<W> {
        match self.slots.get_mut(key.index()) {
            Some(slot) if slot.generation() == key.generation => slot,
            Some(_) | None => foreign_operation(),
        }
    }
}

impl<W: PartialEq> PartialEq for Line<W> {
    fn eq(&self, other: &Self) -> bool {
        let without_index = |(_, waiter, is_abandonable)| (waiter, is_abandonable);
        self.by_arrival().map(without_index).eq(other.by_arrival().map(without_index))
    }
}

#[cold]
#[inline(never)]
fn foreign_operation() -> ! {
    panic!("this operation does not wait in this queue")
}

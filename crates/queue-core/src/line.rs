mod notify;
mod place;
mod returned;
mod slot;
mod sound;

use core::{iter, mem};

use slab::Slab;

pub(crate) use self::place::Place;
use self::slot::Slot;
pub(crate) use self::slot::{Left, Seen, Verdict};
use crate::stats::{Count, Counters};
use crate::{Exchange, Fairness};

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
/// that ever return arrived before all that were never notified, so they stand apart, in a heap, and
/// come before all others.
#[derive(Clone, Debug)]
pub(crate) struct Line<W> {
    slots: Slab<Slot<W>>,
    head: u32,
    tail: u32,
    /// The operation that arrived first of those that returned.
    returned: u32,
    waiting: u32,
    expected: u32,
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

    /// The waiter of an operation that waits.
    pub(crate) fn waiter(&self, place: &Place) -> Option<&W> {
        if place.is_in_line() { self.slot(place).waiter.as_ref() } else { None }
    }

    /// Whether an operation is in this line.
    #[inline]
    pub(crate) fn contains(&self, place: &Place) -> bool {
        let is_in_line = place.is_in_line();
        if is_in_line {
            self.slot(place);
        }
        is_in_line
    }

    /// Whether an operation in this line waits, and has not been notified.
    #[inline]
    pub(crate) fn is_waiting(&self, place: &Place) -> bool {
        self.slot(place).waiter.is_some()
    }

    /// The index of the slot to be notified next.
    pub(crate) fn first(&self) -> Option<usize> {
        let front = self.front();
        (front != NONE).then_some(front as usize)
    }

    #[inline]
    fn front(&self) -> u32 {
        if self.returned == NONE { self.head } else { self.returned }
    }

    /// Lets an operation wait, with the waiter given unless its own is current. Returns whether it has
    /// one to wait with.
    pub(crate) fn wait(
        &mut self,
        place: &mut Place,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
        counters: &mut Counters,
    ) -> bool {
        if place.is_in_line() {
            // The caller has checked that the place is of this line.
            if let Some(in_line) = &mut self.slots[place.index()].waiter {
                if is_current(in_line) {
                    return true;
                }
                let Some(waiter) = exchange.waiter.take() else { return false };
                exchange.give_back(mem::replace(in_line, waiter));
                return true;
            }
            self.leave(place, exchange);
            counters.add(Count::LostRace);
        }
        let Some(waiter) = exchange.waiter.take() else { return false };
        self.enter(place, waiter, &mut counters.arrivals);
        counters.add(Count::Wait);
        true
    }

    /// Enters, at the end or again at the place of an earlier arrival. O(1).
    fn enter(&mut self, place: &mut Place, waiter: W, arrivals: &mut u64) {
        if place.is_returning() {
            return self.enter_again(place, waiter, *arrivals);
        }
        let prev = self.tail;
        let index = self.insert(place, Slot::new(*arrivals, waiter, prev, place.is_abandonable));
        *arrivals += 1;
        match self.slots.get_mut(prev as usize) {
            Some(slot) => slot.next = index,
            None => self.head = index,
        }
        self.tail = index;
    }

    #[cold]
    #[inline(never)]
    fn enter_again(&mut self, place: &mut Place, waiter: W, arrivals: u64) {
        let Place { arrival, is_abandonable, .. } = *place;
        if arrival >= arrivals {
            foreign_operation();
        }
        let slot = Slot::new(arrival, waiter, NONE, is_abandonable);
        let index = self.insert(place, Slot { is_returned: true, ..slot });
        self.insert_returned(index);
    }

    #[inline]
    fn insert(&mut self, place: &mut Place, slot: Slot<W>) -> u32 {
        let index = u32::try_from(self.slots.vacant_key()).ok().filter(|&index| index != NONE);
        let index = index.expect(CROWD);
        place.enter(slot.arrival, index);
        self.slots.insert(slot);
        self.waiting += 1;
        index
    }

    /// Takes a slot whose operation waits out of the line.
    fn unlink(&mut self, index: u32) {
        self.waiting -= 1;
        let Slot { prev, next, is_returned, .. } = self.slots[index as usize];
        if is_returned {
            return self.remove_returned(index);
        }
        match self.slots.get_mut(prev as usize) {
            Some(slot) => slot.next = next,
            None => self.head = next,
        }
        match self.slots.get_mut(next as usize) {
            Some(slot) => slot.prev = prev,
            None => self.tail = prev,
        }
    }

    /// Returns the slots of the operations that wait, in the order of arrival. None has returned.
    pub(crate) fn waiting_indices(&self) -> impl Iterator<Item = usize> {
        let slot = |index: u32| self.slots.get(index as usize);
        let linked = iter::successors(slot(self.head).map(|_| self.head), move |&index| {
            slot(index).map(|slot| slot.next).filter(|&next| next != NONE)
        });
        linked.map(|index| index as usize)
    }

    /// Frees the slot of an operation, wherever it is.
    #[inline(never)]
    pub(crate) fn leave(&mut self, place: &mut Place, exchange: &mut Exchange<W>) -> Left {
        if self.is_waiting(place) {
            self.unlink(place.index);
        }
        let Slot { waiter, is_abandonable, verdict, .. } = self.slots.remove(place.index());
        // The slot's word counts: an operation of another state may be of the other kind.
        place.is_abandonable = is_abandonable;
        if let Some(waiter) = waiter {
            place.leave();
            exchange.give_back(waiter);
            return Left { was_notified: false, verdict };
        }
        self.expected -= u32::from(!is_abandonable);
        match self.fairness {
            Fairness::Fair => place.leave_to_return(),
            Fairness::Barging => place.leave(),
        }
        Left { was_notified: true, verdict }
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        self.slots.shrink_to_fit();
    }

    pub(crate) fn waiters(&self) -> impl Iterator<Item = &W> {
        self.slots.iter().filter_map(|(_, slot)| slot.waiter.as_ref())
    }

    /// All slots in the order of arrival: logical content, free of where slots happen to be.
    pub(crate) fn by_arrival(&self) -> impl Iterator<Item = Seen<'_, W>> {
        let mut slots: alloc::vec::Vec<_> = self.slots.iter().collect();
        slots.sort_unstable_by_key(|(_, slot)| slot.arrival);
        slots.into_iter().map(|(index, slot)| Seen {
            index,
            waiter: slot.waiter.as_ref(),
            is_abandonable: slot.is_abandonable,
            verdict: slot.verdict,
        })
    }

    #[inline]
    fn slot(&self, place: &Place) -> &Slot<W> {
        match self.slots.get(place.index()) {
            Some(slot) if slot.arrival == place.arrival => slot,
            Some(_) | None => foreign_operation(),
        }
    }
}

impl<W: PartialEq> PartialEq for Line<W> {
    fn eq(&self, other: &Self) -> bool {
        self.by_arrival().eq(other.by_arrival())
    }
}

#[cold]
#[inline(never)]
fn foreign_operation() -> ! {
    panic!("this operation does not wait in this queue")
}

use super::{Line, NONE, Slot};
use crate::Fairness;

impl<W> Line<W> {
    /// Returns whether links, counts and arrivals agree, after so many arrivals.
    pub(crate) fn is_sound(&self, arrivals: u64) -> bool {
        let notified = || self.slots.iter().filter(|(_, slot)| slot.waiter.is_none());
        let (returned, waiting) = (self.count_returned(), self.count_in_order());
        returned.zip(waiting).is_some_and(|(a, b)| a + b == self.waiting())
            && notified().count() + self.waiting() == self.slots.len()
            && notified().filter(|(_, slot)| !slot.is_abandonable).count() == self.expected()
            && self.slots.iter().all(|(_, slot)| slot.arrival < arrivals)
    }

    /// How many wait in the order of arrival; `None` if anything is wrong with them. Where one that lost the
    /// race returns to its place, they have arrived after all that were ever notified.
    fn count_in_order(&self) -> Option<usize> {
        let (mut count, mut prev, mut index) = (0, NONE, self.head);
        let was_notified = |slot: &Slot<W>| slot.waiter.is_none() || slot.is_returned;
        let notified = self.slots.iter().filter(|(_, slot)| was_notified(slot));
        let mut last = match self.fairness {
            Fairness::Fair => notified.map(|(_, slot)| slot.arrival).max(),
            Fairness::Barging => None,
        };
        while let Some(slot) = self.slots.get(index as usize) {
            // So it has a waiter and has not returned: `last` starts behind all others.
            let is_in_place = slot.prev == prev && Some(slot.arrival) > last;
            if !is_in_place {
                return None;
            }
            count += 1;
            (last, prev, index) = (Some(slot.arrival), index, slot.next);
        }
        (index == NONE && prev == self.tail).then_some(count)
    }

    /// How many have returned; `None` if anything is wrong with their heap.
    fn count_returned(&self) -> Option<usize> {
        let mut count = 0;
        // Each with what its `prev` has to be, and the parent that it arrived after.
        let mut left = alloc::vec![(self.returned, NONE, NONE)];
        while let Some((index, prev, parent)) = left.pop() {
            let Some(slot) = self.slots.get(index as usize) else {
                if index == NONE { continue } else { return None }
            };
            let parent_slot = self.slots.get(parent as usize);
            let is_in_order = parent_slot.is_none_or(|parent| parent.arrival < slot.arrival);
            if !is_in_order || slot.prev != prev || !slot.is_returned || slot.waiter.is_none() {
                return None;
            }
            count += 1;
            left.push((slot.next, index, parent));
            left.push((slot.child, index, index));
        }
        Some(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Place;
    use crate::{Exchange, Waiters};

    type Numbers = Line<u8>;

    /// How many operations have arrived in the line that is sound.
    const ARRIVALS: u64 = 6;

    /// What is wrong, and how it comes about.
    type Break = (&'static str, fn(&mut Numbers));

    /// Slots 0, 1 and 2 have returned, of which the first is the parent of the others. The one in slot 3 is
    /// notified. Those in slots 4 and 5 were never notified.
    fn sound() -> Numbers {
        let (mut line, mut arrivals) = (Line::new(Fairness::Fair), 0);
        let mut places = [0, 1, 2, 3, 4, 5].map(|waiter| {
            let mut place = Place::NEW;
            line.enter(&mut place, waiter, &mut arrivals);
            place
        });
        assert_eq!(arrivals, ARRIVALS);
        let mut waiters = Waiters::default();
        (0..4).for_each(|_| line.notify(&mut waiters));
        assert_eq!(waiters.take(), [0, 1, 2, 3]);
        for (place, waiter) in places.iter_mut().zip([0, 1, 2]) {
            line.leave(place, &mut Exchange::default());
            line.enter(place, waiter, &mut arrivals);
        }
        line
    }

    #[test]
    fn a_line_in_which_all_agrees_is_sound() {
        assert!(Numbers::new(Fairness::Fair).is_sound(0));
        assert!(sound().is_sound(ARRIVALS));
        assert!(!sound().is_sound(ARRIVALS - 1), "one arrived later than any yet");
    }

    /// Each break leaves all else as it was, so that one condition alone can tell.
    #[test]
    fn each_break_by_itself_is_found() {
        let breaks: &[Break] = &[
            ("a link back leads past a slot", |line| line.slots[5].prev = 3),
            ("a linked slot has no waiter", |line| {
                let waiter = line.slots[4].waiter.take();
                line.slots[3].waiter = waiter;
            }),
            ("a later one stands before an earlier one", |line| line.slots[4].arrival = 5),
            ("one arrived with another, which has been notified", |line| line.slots[4].arrival = 3),
            ("one that never returned says that it did", |line| line.slots[4].is_returned = true),
            ("the last link leads to a slot that is not there", |line| line.slots[5].next = 9),
            ("the tail is not the last", |line| line.tail = 4),
            ("a child arrived before its parent", |line| line.slots[0].arrival = 2),
            ("a child arrived with its parent", |line| line.slots[1].arrival = 0),
            ("a child does not know its parent", |line| line.slots[2].prev = 1),
            ("a sibling does not know the one before it", |line| line.slots[1].prev = 0),
            ("one that returned does not say so", |line| line.slots[1].is_returned = false),
            ("a child is not there", |line| line.slots[1].child = 9),
            ("one that returned has no waiter", |line| {
                let waiter = line.slots[1].waiter.take();
                line.slots[3].waiter = waiter;
            }),
            ("one that returned is forgotten", |line| line.slots[2].next = NONE),
            ("the count of waiting operations is too small", |line| line.waiting = 4),
            ("the count of expected operations is too large", |line| line.expected = 2),
            ("one that counts as expected is abandonable", |line| {
                line.slots[3].is_abandonable = true;
            }),
            ("a slot that is not linked has a waiter", |line| line.slots[3].waiter = Some(3)),
        ];
        for (what, break_it) in breaks {
            let mut line = sound();
            break_it(&mut line);
            assert!(!line.is_sound(ARRIVALS), "{what}");
        }
    }
}

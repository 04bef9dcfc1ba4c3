use super::{Line, NONE};

impl<W> Line<W> {
    /// Returns whether links, counts and arrivals agree.
    pub(crate) fn is_sound(&self) -> bool {
        let mut linked = 0;
        let mut prev = NONE;
        let mut index = self.head;
        let mut returned_seen = self.returned == NONE;
        let notified = || self.slots.iter().filter(|(_, slot)| slot.waiter.is_none());
        let last_notified = notified().map(|(_, slot)| slot.arrival).max();
        while let Some(slot) = self.slots.get(index as usize) {
            let in_order = self.slots.get(prev as usize).is_none_or(|p| p.arrival < slot.arrival);
            // Behind the operations that returned stand those that were never notified, and that
            // arrived after all that were.
            let in_place = !returned_seen || Some(slot.arrival) > last_notified;
            if slot.prev != prev || slot.waiter.is_none() || !in_order || !in_place {
                return false;
            }
            returned_seen |= index == self.returned;
            linked += 1;
            prev = index;
            index = slot.next;
        }
        index == NONE
            && prev == self.tail
            && returned_seen
            && linked == self.waiting()
            && notified().count() + linked == self.slots.len()
            && notified().filter(|(_, slot)| !slot.is_abandonable).count() == self.expected()
            && self.slots.iter().all(|(_, slot)| slot.arrival < self.arrivals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Place;
    use crate::{Exchange, Fairness, Waiters};

    type Numbers = Line<u8>;

    /// What is wrong, and how it comes about.
    type Break = (&'static str, fn(&mut Numbers));

    /// Three wait in slots 0, 2 and 3, of which the first returned; the one in slot 1 is notified.
    fn sound() -> Numbers {
        let mut line = Line::new(Fairness::Fair);
        let [mut first, ..] = [0, 1, 2, 3].map(|waiter| {
            let mut place = Place::NEW;
            line.enter(&mut place, waiter);
            place
        });
        let mut waiters = Waiters::default();
        (0..2).for_each(|_| line.notify(&mut waiters));
        assert_eq!(waiters.take(), [0, 1]);
        line.leave(&mut first, &mut Exchange::default());
        line.enter(&mut first, 0);
        line
    }

    #[test]
    fn a_line_in_which_all_agrees_is_sound() {
        assert!(Numbers::new(Fairness::Fair).is_sound());
        assert!(sound().is_sound());
    }

    /// Each break leaves all else as it was, so that one condition alone can tell.
    #[test]
    fn each_break_by_itself_is_found() {
        let breaks: &[Break] = &[
            ("a link back leads past a slot", |line| line.slots[3].prev = 0),
            ("a linked slot has no waiter", |line| {
                let waiter = line.slots[0].waiter.take();
                line.slots[1].waiter = waiter;
            }),
            ("a later one stands before an earlier one", |line| line.slots[0].arrival = 3),
            ("two arrived at the same time", |line| line.slots[2].arrival = 3),
            ("one arrived with another, which has been notified", |line| {
                line.slots[2].arrival = 1;
            }),
            ("the last link leads to a slot that is not there", |line| line.slots[3].next = 9),
            ("the tail is not the last", |line| line.tail = 2),
            ("the last that returned is not in the line", |line| line.returned = 1),
            ("one that returned is not known to have done so", |line| line.returned = NONE),
            ("the count of waiting operations is too small", |line| line.waiting = 2),
            ("the count of expected operations is too large", |line| line.expected = 2),
            ("one that counts as expected is abandonable", |line| {
                line.slots[1].is_abandonable = true;
            }),
            ("a slot that is not linked has a waiter", |line| line.slots[1].waiter = Some(1)),
            ("one arrived later than any yet", |line| line.arrivals = 3),
        ];
        for (what, break_it) in breaks {
            let mut line = sound();
            break_it(&mut line);
            assert!(!line.is_sound(), "{what}");
        }
    }
}

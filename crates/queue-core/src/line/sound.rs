use super::{Line, NOBODY};

impl<W, P> Line<W, P> {
    /// Tells whether links, counts and arrivals agree.
    pub(crate) fn is_sound(&self) -> bool {
        let mut linked = 0;
        let mut prev = NOBODY;
        let mut index = self.head;
        let mut returned_seen = self.returned == NOBODY;
        let released = self.slots.iter().filter(|(_, slot)| slot.waiter.is_none());
        let last_released = released.map(|(_, slot)| slot.arrival).max();
        while let Some(slot) = self.slots.get(index) {
            let in_order = self.slots.get(prev).is_none_or(|p| p.arrival < slot.arrival);
            // Whoever stands behind those who came back was never released, and came after all who were.
            let in_place = !returned_seen || Some(slot.arrival) > last_released;
            if slot.prev != prev || slot.waiter.is_none() || !in_order || !in_place {
                return false;
            }
            returned_seen |= index == self.returned;
            linked += 1;
            prev = index;
            index = slot.next;
        }
        let waiters = self.slots.iter().filter(|(_, slot)| slot.waiter.is_some()).count();
        index == NOBODY
            && prev == self.tail
            && returned_seen
            && linked == self.waiting
            && waiters == linked
            && self.slots.iter().all(|(_, slot)| slot.arrival < self.arrivals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Numbers = Line<u8, ()>;

    /// What is wrong, and how it comes about.
    type Break = (&'static str, fn(&mut Numbers));

    /// Three wait in slots 0, 2 and 3, of whom the first came back; the one in slot 1 is released.
    fn sound() -> Numbers {
        let mut line = Line::new();
        let [first, ..] = [0, 1, 2, 3].map(|waiter| line.enter(waiter, ()));
        assert_eq!((line.release(), line.release()), (Some(0), Some(1)));
        line.rejoin_in_place(first, 0);
        line
    }

    #[test]
    fn a_line_in_which_all_agrees_is_sound() {
        assert!(Numbers::new().is_sound());
        assert!(sound().is_sound());
    }

    /// Each break leaves all else as it was, so that one condition alone can tell.
    #[test]
    fn each_break_by_itself_is_found() {
        let breaks: &[Break] = &[
            ("a link back leads past somebody", |line| line.slots[3].prev = 0),
            ("one who is linked has no waiter", |line| {
                let waiter = line.slots[0].waiter.take();
                line.slots[1].waiter = waiter;
            }),
            ("a later one stands before an earlier one", |line| line.slots[0].arrival = 3),
            ("two came at the same time", |line| line.slots[2].arrival = 3),
            ("one came with another, who has been released", |line| line.slots[2].arrival = 1),
            ("the last link leads to a slot that is not there", |line| line.slots[3].next = 9),
            ("the tail is not the last", |line| line.tail = 2),
            ("the last who came back is not in the line", |line| line.returned = 1),
            ("one who came back is not known to have done so", |line| line.returned = NOBODY),
            ("the count is too small", |line| line.waiting = 2),
            ("one who is not linked has a waiter", |line| line.slots[1].waiter = Some(1)),
            ("one arrived later than anybody yet", |line| line.arrivals = 3),
        ];
        for (what, break_it) in breaks {
            let mut line = sound();
            break_it(&mut line);
            assert!(!line.is_sound(), "{what}");
        }
    }
}

use super::{Line, NONE};

/// The operations that lost the race and returned, as a pairing heap by arrival: to return takes one step,
/// to be notified or to leave a logarithmic number in the long run.
///
/// The slots are the nodes. `child` is the first child of a slot, `next` the sibling behind it, and `prev` the
/// sibling before it, or of a first child the parent.
impl<W> Line<W> {
    #[cold]
    #[inline(never)]
    pub(super) fn insert_returned(&mut self, index: u32) {
        self.returned = self.meld(self.returned, index);
    }

    /// Takes a slot out of the heap, wherever it stands.
    #[cold]
    #[inline(never)]
    pub(super) fn remove_returned(&mut self, index: u32) {
        let slot = &mut self.slots[index as usize];
        let (prev, next, child) = (slot.prev, slot.next, slot.child);
        (slot.prev, slot.next, slot.child) = (NONE, NONE, NONE);
        let children = self.meld_all(child);
        if self.returned == index {
            self.returned = children;
            return;
        }
        let before = &mut self.slots[prev as usize];
        if before.child == index {
            before.child = next;
        } else {
            before.next = next;
        }
        if let Some(behind) = self.slots.get_mut(next as usize) {
            behind.prev = prev;
        }
        self.returned = self.meld(self.returned, children);
    }

    /// Makes one heap of two, of which either may be empty.
    fn meld(&mut self, a: u32, b: u32) -> u32 {
        if a == NONE || b == NONE {
            return a.min(b);
        }
        let is_first = self.slots[a as usize].arrival < self.slots[b as usize].arrival;
        let (parent, child) = if is_first { (a, b) } else { (b, a) };
        let sibling = self.slots[parent as usize].child;
        self.slots[parent as usize].child = child;
        (self.slots[child as usize].prev, self.slots[child as usize].next) = (parent, sibling);
        if let Some(sibling) = self.slots.get_mut(sibling as usize) {
            sibling.prev = child;
        }
        parent
    }

    /// Makes one heap of siblings: of pairs of them first, and then of these from the last on.
    fn meld_all(&mut self, first: u32) -> u32 {
        let (mut rest, mut pairs) = (first, NONE);
        while rest != NONE {
            let (a, b) = (rest, self.slots[rest as usize].next);
            rest = self.slots.get(b as usize).map_or(NONE, |slot| slot.next);
            self.detach(a);
            self.detach(b);
            let pair = self.meld(a, b);
            self.slots[pair as usize].next = pairs;
            pairs = pair;
        }
        let mut all = NONE;
        while pairs != NONE {
            let pair = pairs;
            pairs = self.slots[pair as usize].next;
            self.detach(pair);
            all = self.meld(all, pair);
        }
        all
    }

    fn detach(&mut self, index: u32) {
        if let Some(slot) = self.slots.get_mut(index as usize) {
            (slot.prev, slot.next) = (NONE, NONE);
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::line::Place;
    use crate::{Exchange, Fairness, Waiters};

    /// Calls `visit` with all orders of the numbers below `n`.
    fn permutations(n: usize, visit: &mut impl FnMut(&[usize])) {
        fn extend(order: &mut Vec<usize>, n: usize, visit: &mut impl FnMut(&[usize])) {
            if order.len() == n {
                return visit(order);
            }
            for next in 0..n {
                if !order.contains(&next) {
                    order.push(next);
                    extend(order, n, visit);
                    order.pop();
                }
            }
        }
        extend(&mut Vec::new(), n, visit);
    }

    #[test]
    fn in_whatever_order_they_return_and_leave_they_are_notified_by_arrival() {
        const N: usize = 5;
        permutations(N, &mut |order| {
            for leaver in 0..N {
                let (mut line, mut arrivals) = (Line::new(Fairness::Fair), 0);
                let mut places = [Place::NEW; N + 1];
                for (waiter, place) in places.iter_mut().enumerate() {
                    line.enter(place, waiter, &mut arrivals);
                }
                let mut notified = Waiters::default();
                (0..N).for_each(|_| line.notify(&mut notified));
                assert!(notified.take().into_iter().eq(0..N));
                for &waiter in order {
                    line.leave(&mut places[waiter], &mut Exchange::default());
                    line.enter(&mut places[waiter], waiter, &mut arrivals);
                    assert!(line.is_sound(arrivals));
                }
                let mut exchange = Exchange::default();
                assert!(!line.leave(&mut places[leaver], &mut exchange).was_notified);
                assert_eq!(exchange.spent, Some(leaver));
                for waiter in (0..=N).filter(|&waiter| waiter != leaver) {
                    assert!(line.is_sound(arrivals));
                    line.notify(&mut notified);
                    assert!(notified.take().into_iter().eq([waiter]));
                }
                assert!(line.is_sound(arrivals) && line.waiting() == 0);
            }
        });
    }
}

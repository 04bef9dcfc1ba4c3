use alloc::vec::Vec;

use super::{Flow, Place, RoundRobin};
use crate::browse::split;
use crate::{Browse, Keyed};

impl<K: Ord + Clone, T> Browse for RoundRobin<K, T> {
    fn peek(&self) -> Option<&Keyed<K, T>> {
        self.peek()
    }

    /// Returns the items key by key, the next one first.
    fn iter(&self) -> impl Iterator<Item = &Keyed<K, T>> {
        self.iter()
    }

    /// O(n). It compares no keys.
    fn remove_at(&mut self, positions: &[usize], removed: &mut Vec<Keyed<K, T>>) {
        let is_in_turn = |flow: &Flow<K, T>| flow.rounds() == 0;
        let in_turn = self.turns.front().copied().filter(|&slot| is_in_turn(&self.flows[slot]));
        let (mut begin, mut positions) = (0, positions);
        let slots: Vec<_> = self.slots().collect();
        for slot in slots {
            let items = &mut self.flows[slot].items;
            let end = begin + items.len();
            let here = positions.partition_point(|&position| position < end);
            let (of_flow, behind) = positions.split_at(here);
            positions = behind;
            if !of_flow.is_empty() {
                let of_flow: Vec<_> = of_flow.iter().map(|position| position - begin).collect();
                let mut entries = Vec::new();
                *items = split(core::mem::take(items), &of_flow, &mut entries).collect();
                self.len -= entries.len();
                removed.extend(entries.into_iter().map(|entry| entry.item));
                if in_turn != Some(slot) {
                    self.flows[slot].cut_deficit();
                }
            }
            begin = end;
        }
        let is_over = in_turn.is_some_and(|slot| self.flows[slot].rounds() > 0);
        if is_over {
            self.turns.rotate_left(1);
        }
        let Self { flows, turns, .. } = self;
        turns.retain(|&slot| !flows[slot].items.is_empty());
        flows.retain(|_, flow| !flow.items.is_empty());
        // Last, since the drop of a key may panic.
        let is_there =
            |place: &Place| flows.get(place.slot).is_some_and(|flow| flow.number == place.number);
        self.places.retain(|_, place| is_there(place));
    }
}

impl<K, T> Flow<K, T> {
    /// Cuts a deficit that covers the next item, as only that of a flow in the middle of its turn may.
    fn cut_deficit(&mut self) {
        if let Some(next) = self.items.front() {
            self.deficit = self.deficit.min(u64::from(next.cost) - 1);
        }
    }
}

use super::Model;
use crate::{Item, Op, Order};

/// The items and their order.
impl Model {
    pub(super) fn store(&mut self, item: Item) {
        self.unfinished += 1;
        match self.setup.order {
            Order::Fifo | Order::Lifo | Order::Priority | Order::Weighed => self.items.push(item),
            Order::HeapOrder => self.heap.push(item, |a, b| a.priority < b.priority),
        }
    }

    pub(super) fn pop(&mut self) -> Option<Item> {
        let smallest = self.items.iter().map(|item| item.priority).min();
        match self.setup.order {
            Order::Fifo | Order::Weighed => (!self.items.is_empty()).then(|| self.items.remove(0)),
            Order::Lifo => self.items.pop(),
            Order::Priority => {
                let first = self.items.iter().position(|item| Some(item.priority) == smallest);
                first.map(|place| self.items.remove(place))
            }
            Order::HeapOrder => self.heap.pop(|a, b| a.priority < b.priority),
        }
    }

    /// Removes the item that makes way for another: the oldest, or the one that would leave last.
    pub(super) fn evict(&mut self) -> Option<Item> {
        let largest = self.items.iter().map(|item| item.priority).max();
        let place = match self.setup.order {
            Order::Fifo | Order::Lifo | Order::Weighed => (!self.items.is_empty()).then_some(0),
            Order::Priority => self.items.iter().rposition(|item| Some(item.priority) == largest),
            Order::HeapOrder => panic!("heapq does not say where the others then stand"),
        };
        place.map(|place| self.items.remove(place))
    }

    /// The item that leaves next.
    pub(super) fn peek(&self) -> Option<Item> {
        self.clone().pop()
    }

    /// Removes up to so many items of a priority, those first that leave first.
    pub(super) fn take_out(&mut self, priority: u8, limit: usize) -> Vec<Item> {
        let has_it = |&place: &usize| self.items[place].priority == priority;
        let mut places: Vec<_> = (0..self.items.len()).filter(has_it).collect();
        if self.setup.order == Order::Lifo {
            places.reverse();
        }
        places.truncate(limit);
        places.sort_unstable();
        places.into_iter().rev().map(|place| self.items.remove(place)).collect()
    }

    pub(super) fn drain(&mut self) -> Vec<Item> {
        std::iter::from_fn(|| self.pop()).collect()
    }
}

impl Order {
    /// Whether the model knows which item makes way for another, and how the others then stand.
    pub(super) const fn says_what_is_evicted(self) -> bool {
        !matches!(self, Self::HeapOrder)
    }

    /// Whether the model knows what a removal takes, and how the others then stand.
    pub(super) const fn says_what_is_removed(self, op: Op) -> bool {
        match self {
            Self::Fifo | Self::Lifo | Self::Weighed => true,
            // Which of several is the first is up to the storage.
            Self::Priority => matches!(op, Op::RemoveAll(_)),
            Self::HeapOrder => false,
        }
    }
}

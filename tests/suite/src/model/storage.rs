use super::Model;
use crate::{Item, Order};

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

    pub(super) fn drain(&mut self) -> Vec<Item> {
        std::iter::from_fn(|| self.pop()).collect()
    }
}

impl Order {
    /// Whether the model knows which item makes way for another, and how the others then stand.
    pub(super) const fn says_what_is_evicted(self) -> bool {
        !matches!(self, Self::HeapOrder)
    }
}

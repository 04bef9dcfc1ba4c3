use queue_core::{Browse, Fifo, Pushed, Storage, Weighed};

use crate::ByPriority;

/// First in, first out; an item weighs one more than its priority.
#[derive(Clone, Debug, PartialEq)]
pub struct ByWeight(Weighed<Fifo<ByPriority>>);

impl Default for ByWeight {
    fn default() -> Self {
        Self(Weighed::new(Fifo::default(), |ByPriority(item)| usize::from(item.priority) + 1))
    }
}

impl Storage for ByWeight {
    type Item = ByPriority;

    fn push(&mut self, item: ByPriority) -> Pushed<ByPriority> {
        self.0.push(item)
    }

    fn pop(&mut self) -> Option<ByPriority> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn weigh(&self, item: &ByPriority) -> usize {
        self.0.weigh(item)
    }

    fn weight(&self) -> usize {
        self.0.weight()
    }

    fn evict(&mut self) -> Option<ByPriority> {
        self.0.evict()
    }

    fn take(&mut self) -> Self {
        Self(self.0.take())
    }
}

impl Browse for ByWeight {
    fn peek(&self) -> Option<&ByPriority> {
        self.0.peek()
    }

    fn iter(&self) -> impl Iterator<Item = &ByPriority> {
        self.0.iter()
    }

    fn remove_at(&mut self, positions: &[usize], removed: &mut Vec<ByPriority>) {
        self.0.remove_at(positions, removed);
    }
}

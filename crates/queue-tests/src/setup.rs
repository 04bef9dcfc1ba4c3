use std::fmt;

use queue_core::{Capacity, Fairness};

use crate::Item;

/// The order in which items leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// First in, first out.
    Fifo,
    /// Last in, first out.
    Lifo,
    /// Smallest first, first in first out among equals.
    StablePriority,
    /// Smallest first, among equals in the order of Python's `heapq`.
    Priority,
}

/// Which priorities items get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Priorities {
    /// All the same.
    Equal,
    /// All different, and in another order than the names.
    Distinct,
    /// Two of them in turn.
    Mixed,
}

/// The queue a program runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Setup {
    /// The order in which items leave.
    pub order: Order,
    /// Who goes first when somebody waits.
    pub fairness: Fairness,
    /// How many items fit in.
    pub capacity: Capacity,
    /// Which priorities items get.
    pub priorities: Priorities,
}

impl Setup {
    /// Makes the item with that name.
    #[must_use]
    pub const fn item(&self, name: u8) -> Item {
        let priority = match self.priorities {
            Priorities::Equal => 0,
            Priorities::Distinct => (name ^ 1) + 1,
            Priorities::Mixed => name % 2,
        };
        Item { priority, name }
    }
}

impl fmt::Display for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { order, fairness, capacity, priorities } = self;
        write!(f, "{order:?}, {fairness:?}, capacity {capacity}, {priorities:?} priorities")
    }
}

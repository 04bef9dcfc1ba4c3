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
    Priority,
    /// Smallest first, among equals in the order of Python's `heapq`.
    HeapOrder,
    /// First in, first out, with a capacity that counts weights: one more than the priority.
    Weighed,
}

/// What is done to a queue beside puts, gets, cancels and shutdowns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Verbs {
    /// What asyncio's queues have, streams, and polls with other waiters.
    Asyncio,
    /// Room is reserved, filled and released.
    Permits,
    /// Several items are put or got at once.
    Batches,
    /// Events are waited for.
    Events,
    /// The capacity changes, and items are put into full queues.
    Capacity,
    /// Items are removed out of turn.
    Removals,
    /// All of them.
    All,
}

/// The queue a program runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Setup {
    /// The order in which items leave.
    pub order: Order,
    /// Whether a newcomer may overtake a waiting put.
    pub fairness: Fairness,
    /// How many items fit in.
    pub capacity: Capacity,
    /// How many priorities there are for items.
    pub priorities: u8,
    /// What is done to it.
    pub verbs: Verbs,
}

impl Order {
    /// Every order, each after the others.
    pub const ALL: [Self; 5] =
        [Self::Fifo, Self::Lifo, Self::Priority, Self::HeapOrder, Self::Weighed];

    /// Returns how many priorities of items tell this order from the others.
    const fn priorities(self) -> u8 {
        match self {
            Self::Fifo | Self::Lifo => 1,
            Self::Priority | Self::HeapOrder | Self::Weighed => 2,
        }
    }

    /// Returns how much room an item takes.
    pub(crate) fn weigh(self, item: Item) -> usize {
        match self {
            Self::Fifo | Self::Lifo | Self::Priority | Self::HeapOrder => 1,
            Self::Weighed => usize::from(item.priority) + 1,
        }
    }
}

impl Verbs {
    /// Each of them alone.
    pub const EACH: [Self; 6] =
        [Self::Asyncio, Self::Permits, Self::Batches, Self::Events, Self::Capacity, Self::Removals];
}

impl Setup {
    /// Lists the queues of all orders, fair and barging, in which `capacity` items fit, or any number if it
    /// is zero.
    pub fn all(capacity: usize) -> impl Iterator<Item = Self> {
        let capacity = Capacity::try_from(capacity).unwrap_or_default();
        Order::ALL.into_iter().flat_map(move |order| {
            let (ways, priorities) = ([Fairness::Fair, Fairness::Barging], order.priorities());
            let verbs = Verbs::Asyncio;
            ways.map(|fairness| Self { order, fairness, capacity, priorities, verbs })
        })
    }

    /// Lists the first in first out queues, fair and barging, to which this can be done.
    pub fn of(verbs: Verbs, capacity: Capacity) -> impl Iterator<Item = Self> {
        let ways = match capacity {
            // It is always fair.
            Capacity::Rendezvous => vec![Fairness::Fair],
            Capacity::Bounded(_) | Capacity::Unbounded => vec![Fairness::Fair, Fairness::Barging],
        };
        // A removal that finds nothing takes another priority.
        let (order, priorities) = (Order::Fifo, if verbs == Verbs::Removals { 2 } else { 1 });
        ways.into_iter().map(move |fairness| Self { order, fairness, capacity, priorities, verbs })
    }

    /// Returns the capacity as a number: zero in a rendezvous, the greatest number in an unbounded queue.
    #[must_use]
    pub const fn limit(&self) -> usize {
        limit(self.capacity)
    }
}

/// Returns a capacity as a number: zero in a rendezvous, the greatest number in an unbounded queue.
pub(crate) const fn limit(capacity: Capacity) -> usize {
    match capacity {
        Capacity::Bounded(limit) => limit.get(),
        Capacity::Unbounded => usize::MAX,
        Capacity::Rendezvous => 0,
    }
}

impl fmt::Display for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { order, fairness, capacity, priorities, verbs } = self;
        write!(f, "{order:?}, {fairness:?}, capacity {capacity}")?;
        if *verbs != Verbs::Asyncio {
            write!(f, ", {verbs:?}")?;
        }
        if *priorities > 1 { write!(f, ", {priorities} priorities") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_orders_are_listed() {
        const fn index(order: Order) -> usize {
            match order {
                Order::Fifo => 0,
                Order::Lifo => 1,
                Order::Priority => 2,
                Order::HeapOrder => 3,
                Order::Weighed => 4,
            }
        }
        let listed = Order::ALL.map(index);
        assert!(listed.into_iter().eq(0..listed.len()));
    }
}

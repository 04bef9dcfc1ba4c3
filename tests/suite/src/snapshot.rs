use crate::{Actor, Item, Waiter};

/// The answers to all questions a queue can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// How many items.
    pub len: usize,
    /// Whether there is none.
    pub is_empty: bool,
    /// Whether a put would have to wait.
    pub is_full: bool,
    /// The count of unfinished tasks.
    pub unfinished: usize,
    /// Whether the queue has been shut down.
    pub is_shutdown: bool,
    /// How many gets wait and are not notified.
    pub waiting_getters: usize,
    /// How many puts wait and are not notified.
    pub waiting_putters: usize,
    /// How many joins wait and are not notified.
    pub waiting_joiners: usize,
    /// How much room a put or a reserve that waits wants at most.
    pub largest_want: usize,
    /// How much room belongs to permits.
    pub reserved: usize,
    /// How much the items weigh.
    pub weight: usize,
    /// The capacity: zero in a rendezvous, the greatest number in an unbounded queue.
    pub capacity: usize,
    /// The items in the order in which they would leave.
    pub items: Vec<Item>,
    /// The actors with a pending future: each with the waiter of the future, and whether the future may
    /// be given up without a cancel.
    pub pending: Vec<(Actor, Option<Waiter>, bool)>,
}

impl Snapshot {
    fn room(&self) -> usize {
        if self.is_shutdown {
            return usize::MAX;
        }
        self.capacity.saturating_sub(self.reserved).saturating_sub(self.weight)
    }

    /// Returns what waits beside the thing it waits for, unless a notified future is sure to be polled.
    #[must_use]
    pub fn stranded(&self) -> Option<&'static str> {
        if self
            .pending
            .iter()
            .any(|(_, waiter, is_abandonable)| waiter.is_none() && !is_abandonable)
        {
            None
        } else if self.waiting_getters > 0 && !self.is_empty {
            Some("a getter sleeps beside an item")
        } else if self.waiting_putters > 0 && self.largest_want <= self.room() {
            Some("a putter sleeps beside room")
        } else if self.waiting_joiners > 0 && self.unfinished == 0 {
            Some("a joiner sleeps though all tasks are done")
        } else {
            None
        }
    }
}

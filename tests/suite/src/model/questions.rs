use super::{Model, Pending};
use crate::{Actor, Batch, Item, Snapshot, Waiter};

/// Questions.
impl Model {
    /// Returns how many items there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len() + self.heap.len()
    }

    /// Returns whether there is no item.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether there is no room.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.weight() >= self.capacity.saturating_sub(self.reserved)
    }

    /// Returns whether the queue has been shut down.
    #[must_use]
    pub const fn is_shutdown(&self) -> bool {
        self.shutdown
    }

    /// Returns the waiter of an actor's future: `None` if there is no future, `Some(None)` if it has been
    /// notified.
    #[must_use]
    pub fn waiter(&self, actor: Actor) -> Option<Option<Waiter>> {
        self.all_pending().find(|pending| pending.actor == actor).map(|pending| pending.waiter)
    }

    /// Returns the most tasks that can be unfinished, or items stored, without another put.
    #[must_use]
    pub fn load(&self) -> usize {
        let to_put: usize =
            self.putters.iter().map(|putter| putter.items.len() + putter.room).sum();
        self.len().max(self.unfinished) + self.permits.iter().sum::<usize>() + to_put
    }

    /// Lists items that are neither in the queue nor on their way in, one of each priority.
    #[must_use]
    pub fn new_items(&self) -> Vec<Item> {
        self.new_items_but([])
    }

    /// Lists batches of such items.
    #[must_use]
    pub fn new_batches(&self) -> Vec<Batch> {
        let pairs = self.new_items().into_iter().flat_map(|first| {
            let others = self.new_items_but([first]);
            others.into_iter().map(move |second| [first, second])
        });
        pairs
            .flat_map(|items| [false, true].map(|is_at_once| Batch { items, is_at_once }))
            .collect()
    }

    fn new_items_but<const N: usize>(&self, others: [Item; N]) -> Vec<Item> {
        let mut used = self.clone().drain();
        used.extend(self.putters.iter().flat_map(|putter| &putter.items));
        used.extend(others);
        let is_free = |name: &u8| used.iter().all(|item| item.name != *name);
        let name = (1..).find(is_free).expect("few items");
        (0..self.setup.priorities).map(|priority| Item { priority, name }).collect()
    }

    /// Returns how many permits were given out and not handed back.
    #[must_use]
    pub const fn permits(&self) -> usize {
        self.permits.len()
    }

    /// Answers all questions at once.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let sleeping = |line: &[Pending]| line.iter().filter(|p| p.waiter.is_some()).count();
        let mut pending: Vec<_> =
            self.all_pending().map(|p| (p.actor, p.waiter, p.is_abandonable)).collect();
        pending.sort_unstable();
        Snapshot {
            len: self.len(),
            is_empty: self.is_empty(),
            is_full: self.is_full(),
            unfinished: self.unfinished,
            is_shutdown: self.shutdown,
            waiting_getters: sleeping(&self.getters),
            waiting_putters: sleeping(&self.putters),
            waiting_joiners: sleeping(&self.joiners),
            largest_want: self
                .putters
                .iter()
                .filter(|p| p.waiter.is_some())
                .map(|putter| putter.wants)
                .max()
                .unwrap_or(0),
            reserved: self.reserved,
            capacity: self.capacity,
            weight: self.weight(),
            items: self.clone().drain(),
            pending,
        }
    }
}

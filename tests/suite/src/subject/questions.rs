use std::collections::BTreeSet;

use queue_core::Browse;

use super::Subject;
use crate::setup::limit;
use crate::{Actor, ByPriority, Snapshot, Waiter};

/// Questions.
impl<S: Browse<Item = ByPriority> + Clone + Default + PartialEq> Subject<S> {
    /// Lists the actors that have been notified and have not acted since.
    #[must_use]
    pub fn notified(&self) -> Vec<Actor> {
        self.pending.keys().copied().filter(|&actor| !self.sleeps(actor)).collect()
    }

    /// Returns whether an actor's future may be given up without a cancel.
    #[must_use]
    pub fn is_abandonable(&self, actor: Actor) -> bool {
        self.pending.get(&actor).is_some_and(|pending| pending.operation.is_abandonable())
    }

    /// Answers all questions at once.
    ///
    /// # Panics
    ///
    /// Panics if the waiters inside are not those that the waiting operations were given last.
    pub(super) fn answers(&self) -> Snapshot {
        let pending: Vec<_> = self
            .pending
            .iter()
            .map(|(&actor, pending)| {
                (actor, self.waiter(actor), pending.operation.is_abandonable())
            })
            .collect();
        let asleep: BTreeSet<_> = self
            .pending
            .iter()
            .filter(|&(&actor, _)| self.sleeps(actor))
            .map(|(_, pending)| pending.given)
            .collect();
        assert_eq!(asleep, self.inside, "exactly the waiters of waiting operations are inside");
        let items = self.core.clone().into_storage().into_items();
        Snapshot {
            len: self.core.len(),
            is_empty: self.core.is_empty(),
            is_full: self.core.is_full(),
            unfinished: self.core.unfinished(),
            is_shutdown: self.core.is_shutdown(),
            waiting_getters: self.core.waiting_getters(),
            waiting_putters: self.core.waiting_putters(),
            waiting_joiners: self.core.waiting_joiners(),
            largest_want: self.largest_want(),
            reserved: self.core.reserved(),
            weight: self.core.weight(),
            capacity: limit(self.core.capacity()),
            items: items.map(|ByPriority(item)| item).collect(),
            pending,
        }
    }

    fn largest_want(&self) -> usize {
        let asleep = self.pending.iter().filter(|&(&actor, _)| self.sleeps(actor));
        asleep.map(|(_, pending)| pending.wants).max().unwrap_or(0)
    }

    pub(super) fn sleeps(&self, actor: Actor) -> bool {
        self.waiter(actor).is_some()
    }

    fn waiter(&self, actor: Actor) -> Option<Waiter> {
        self.pending[&actor].operation.waiter(&self.core)
    }
}

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Wake, Waker};

use crate::op::renewed;
use crate::{Actor, Waiter};

/// Hands out wakers, and knows which of them are inside the queue and which have been woken.
#[derive(Debug)]
pub(super) struct Ledger {
    bells: BTreeMap<Waiter, Arc<Bell>>,
    ring: Sender<Waiter>,
    rung: Receiver<Waiter>,
}

#[derive(Debug)]
struct Bell {
    waiter: Waiter,
    ring: Sender<Waiter>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.ring.send(self.waiter).expect("the ledger outlives the queue's use");
    }
}

impl Default for Ledger {
    fn default() -> Self {
        let (ring, rung) = channel();
        Self { bells: BTreeMap::new(), ring, rung }
    }
}

impl Ledger {
    /// Returns a waker, which must be dropped before the next question.
    pub(super) fn waker(&mut self, waiter: Waiter) -> Waker {
        let new = || Arc::new(Bell { waiter, ring: self.ring.clone() });
        Waker::from(Arc::clone(self.bells.entry(waiter).or_insert_with(new)))
    }

    /// Returns which of the actor's two waiters is inside the queue.
    ///
    /// # Panics
    ///
    /// Panics if both are.
    pub(super) fn asleep(&self, actor: Actor) -> Option<Waiter> {
        let [first, second] = [actor.waiter(), renewed(actor.waiter())].map(|waiter| {
            let clones = self.bells.get(&waiter).map_or(0, clones);
            (clones > 0).then_some(waiter)
        });
        assert!(first.is_none() || second.is_none(), "the replaced waker comes out");
        first.or(second)
    }

    /// Counts the wakers inside.
    pub(super) fn inside(&self) -> usize {
        self.bells.values().map(clones).sum()
    }

    /// Returns the waiters that have been woken since the last call, in order.
    pub(super) fn take_woken(&self) -> Vec<Waiter> {
        self.rung.try_iter().collect()
    }
}

fn clones(bell: &Arc<Bell>) -> usize {
    Arc::strong_count(bell) - 1
}

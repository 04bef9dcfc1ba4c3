//! Permits, batches, events, forced puts, changes of the capacity, and rendezvous.

mod batch_stream;
mod capacity;
mod events;
mod force;
mod get_at_least;
mod get_many;
mod permits;
mod permits_at_odds;
mod put_many;
mod rendezvous;
mod reserve;

use std::sync::Arc;
use std::task::{Wake, Waker};

use queue_async::{Fairness, Fifo};

use super::WAYS;

type Queue<T> = super::Queue<Fifo<T>>;

fn queue<T>(capacity: usize, way: Fairness) -> Queue<T> {
    super::queue(capacity, way)
}

/// Makes a queue that is full of these items.
fn full<T>(items: impl IntoIterator<Item = T>, way: Fairness) -> Queue<T> {
    let items: Vec<_> = items.into_iter().collect();
    let queue = queue(items.len(), way);
    assert!(queue.try_put_many(items).is_ok());
    queue
}

/// Asserts that no future has left anything in the queue.
#[track_caller]
fn at_rest<T>(queue: &Queue<T>) {
    let waiting = [queue.waiting_getters(), queue.waiting_putters(), queue.waiting_joiners()];
    assert_eq!((waiting, queue.reserved()), ([0; 3], 0));
}

/// A waker that panics when it is woken.
struct Bomb;

impl Wake for Bomb {
    fn wake(self: Arc<Self>) {
        panic!("bomb");
    }
}

fn bomb() -> Waker {
    Waker::from(Arc::new(Bomb))
}

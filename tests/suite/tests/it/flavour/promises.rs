//! What a queue promises to those who wait, each test named after the promise.

mod counting;
mod making;
mod progress;
mod shutdown;
mod waiting;
mod waking;

use queue_async::{Fairness, Fifo};

use super::WAYS;

type Queue<T> = super::Queue<Fifo<T>>;

fn queue<T>(capacity: usize, way: Fairness) -> Queue<T> {
    super::queue(capacity, way)
}

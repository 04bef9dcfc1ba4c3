//! What a queue promises to waiting futures. Each test is named after its promise.

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

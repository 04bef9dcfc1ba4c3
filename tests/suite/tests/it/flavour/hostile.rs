//! Wakers, items, orders and storages that call the queue or panic at the worst moment.

mod clones_that_panic;
mod cycles;
mod hooked;
mod items;
mod order;
mod storage;
mod unwinding;
mod wakers;
mod wakers_that_panic;

use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_async::{Fairness, Fifo};

use super::WAYS;

type Queue<T> = super::Queue<Fifo<T>>;

fn queue<T>(capacity: usize, way: Fairness) -> Queue<T> {
    super::queue(capacity, way)
}

/// Returns whether `f` panics.
fn panics<R>(f: impl FnOnce() -> R) -> bool {
    catch_unwind(AssertUnwindSafe(f)).is_err()
}

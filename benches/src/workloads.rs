//! What the contenders are made to do, one file for each. Each checks its own result: what was sent is received once,
//! and in order where there is one.
//!
//! A workload is given the ends of a new channel and a number of items. It returns how many it moved, a few more if they
//! do not divide among its tasks, and how long that took; or nothing, if the contender cannot do it.

mod burst;
mod cancel;
mod deep;
mod exchange;
mod join;
mod pinball;
mod ping_pong;
mod ready;
mod runtime;
mod threads;

use std::time::{Duration, Instant};

pub use burst::Burst;
pub use cancel::Cancel;
pub use deep::Deep;
pub use exchange::{Exchange, Shape};
pub use join::{Count, exchange as exchange_and_join, pairs};
pub use pinball::Pinball;
pub use ping_pong::PingPong;
pub use ready::{Attempts, ReadyFutures};
pub use threads::{ThreadToTask, Threads, ThreadsPingPong};

use crate::Payload;
use crate::channel::{Received, Sent, blocking, local, sync};

/// A payload that carries a number, to be summed up.
pub trait Numbered: Payload + From<usize> + Into<usize> {}

impl<T: Payload + From<usize> + Into<usize>> Numbered for T {}

/// What was done, and how long it took.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// How many items were moved.
    pub items: usize,
    /// How long it took to move all of them.
    pub elapsed: Duration,
}

impl Round {
    /// Measures what moves that many.
    pub fn of(items: usize, work: impl FnOnce()) -> Self {
        let start = Instant::now();
        work();
        Self { items, elapsed: start.elapsed() }
    }

    /// Returns how many nanoseconds each item took.
    #[must_use]
    pub fn nanoseconds(self) -> f64 {
        self.elapsed.as_secs_f64() * 1e9 / self.items as f64
    }
}

/// What can be done on one thread.
pub trait OneThread<T: Numbered>: Copy + 'static {
    /// Moves so many items through the channels that it makes.
    fn on_one_thread<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: local::Sender<Item = T>,
        R: local::Receiver<Item = T>;
}

/// What needs two.
pub trait TwoThreads<T: Numbered>: Copy + 'static {
    /// Moves so many items through the channels that it makes.
    fn on_two_threads<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: sync::Sender<Item = T>,
        R: sync::Receiver<Item = T>;
}

/// What threads do that block.
pub trait Blocking<T: Numbered>: Copy + 'static {
    /// Moves so many items through the channels that it makes.
    fn on_threads<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: blocking::Sender<Item = T>,
        R: blocking::Receiver<Item = T>;
}

/// Sees that an item was sent.
#[inline(always)]
fn sent<T>(answer: impl Into<Sent<T>>) {
    let Sent(result) = answer.into();
    assert!(result.is_ok(), "it is open");
}

/// Returns the item that was received.
#[inline(always)]
fn received<T>(answer: impl Into<Received<T>>) -> T {
    let Received(item) = answer.into();
    item.expect("it is open")
}

/// Returns the sum of the numbers below `items`.
fn sum_below(items: usize) -> usize {
    items * (items - 1) / 2
}

//! The workloads, one file for each. Each checks its own result: every item is received once, and in order where the
//! workload has an order.
//!
//! A workload gets the ends of a new channel and a number of items. It returns the number of items that it moved and the
//! time that this took. It moves a few more items if they do not divide evenly among its tasks. It returns `None` if the
//! contender cannot run it.

mod batches;
mod burst;
mod cancel;
mod clone_end;
mod deep;
mod exchange;
mod join;
mod pinball;
mod ping_pong;
mod ready;
mod runtime;
mod threads;

use std::time::{Duration, Instant};

pub use batches::Batches;
pub use burst::Burst;
pub use cancel::Cancel;
pub use clone_end::CloneSender;
pub use deep::Deep;
pub use exchange::{Exchange, Shape};
pub use join::{Count, exchange as exchange_and_join, pairs};
pub use pinball::Pinball;
pub use ping_pong::PingPong;
pub use ready::{Attempts, ReadyFutures};
pub use threads::{ThreadToTask, Threads, ThreadsPingPong};

pub(crate) use ready::now;

use crate::Payload;
use crate::channel::{BlockingCalls, Ends, LocalFutures, Received, Sent, SyncFutures};

/// A payload that carries a number. The workloads sum these up.
pub trait Numbered: Payload + From<usize> + Into<usize> {}

impl<T: Payload + From<usize> + Into<usize>> Numbered for T {}

/// One round: what it did, and how long that took.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// The number of items that were moved.
    pub items: usize,
    /// The time for all of them.
    pub elapsed: Duration,
}

impl Round {
    /// Measures `work`, which moves so many items.
    pub fn of(items: usize, work: impl FnOnce()) -> Self {
        let start = Instant::now();
        work();
        Self { items, elapsed: start.elapsed() }
    }

    /// Returns the time for an item, in nanoseconds.
    #[must_use]
    pub fn nanoseconds(self) -> f64 {
        self.elapsed.as_secs_f64() * 1e9 / self.items as f64
    }
}

/// A workload on one thread.
pub trait OneThread<T: Numbered>: Copy + 'static {
    /// Moves so many items through the channels that it makes.
    fn on_one_thread<C: LocalFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round>;
}

/// A workload on two threads.
pub trait TwoThreads<T: Numbered>: Copy + 'static {
    /// Moves so many items through the channels that it makes.
    fn on_two_threads<C: SyncFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round>;
}

/// A workload of threads that block.
pub trait Blocking<T: Numbered>: Copy + 'static {
    /// Moves so many items through the channels that it makes.
    fn on_threads<C: BlockingCalls<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round>;
}

/// Checks that an item was sent.
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

/// Makes other ends until there are `count`, or returns `None` if there can be no more.
fn ends<E>(first: E, another: fn(&E) -> Option<E>, count: usize) -> Option<Vec<E>> {
    let mut ends = (1..count).map(|_| another(&first)).collect::<Option<Vec<_>>>()?;
    ends.push(first);
    Some(ends)
}

/// Returns the sum of the numbers below `items`.
fn sum_below(items: usize) -> usize {
    items * (items - 1) / 2
}

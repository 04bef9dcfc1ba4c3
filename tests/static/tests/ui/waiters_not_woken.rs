//! A list of waiters that is dropped is a lost wake.

#![forbid(unused_must_use)]

use queue_core::{Exchange, Fifo, State};

fn main() {
    let mut state = State::<Fifo<u8>, u32>::default();
    let mut exchange = Exchange::default();
    state.shutdown(&mut exchange.notified);
    exchange.notified.take();
    exchange.notified.into_iter();
}

//! An operation may need a waiter, so the answer of a poll must be used.

#![forbid(unused_must_use)]

use queue_core::{Exchange, Fifo, Get, Join, Put, State};

fn main() {
    let mut state = State::<Fifo<u8>, u32>::default();
    let mut exchange = Exchange::default();
    state.poll_get(&mut Get::new(), &mut None, &mut exchange, |_| true);
    state.poll_put(&mut Put::new(1), &mut exchange, |_| true);
    state.poll_join(&mut Join::new(), &mut exchange, |_| true);
}

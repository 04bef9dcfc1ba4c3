//! A ticket that is dropped keeps its place in the line for good.

#![forbid(unused_must_use)]

use queue_core::{Fifo, State};

fn main() {
    let mut state = State::<Fifo<u8>, u32>::default();
    state.enter_get(7);
    state.enter_put(1, 8);
    state.enter_join(9);
}

//! A release that is dropped is a lost wakeup: those who forbid unused results are told so.

#![forbid(unused_must_use)]

use queue_core::{Fifo, State};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut state = State::<Fifo<u8>, u32>::default();
    state.try_put(1)?;
    state.shut_down();
    Ok(())
}

//! Leaving a line uses the ticket up.

use queue_core::{Fifo, State};

fn main() {
    let mut state = State::<Fifo<u8>, u32>::default();
    let ticket = state.enter_get(7);
    let _ = state.leave_get(ticket);
    let _ = state.leave_get(ticket);
}

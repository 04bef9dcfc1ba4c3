//! Each kind of operation has its own poll and cancel, and a put carries the items of its queue.

use queue_core::{Exchange, Fifo, Get, Join, Put, State};

fn main() {
    let mut state = State::<Fifo<u8>, u32>::default();
    let mut exchange = Exchange::default();
    let _ = state.poll_put(&mut Get::new(), &mut exchange, |_| true);
    let _ = state.poll_get(&mut Join::new(), &mut None, &mut exchange, |_| true);
    state.cancel_join(&mut Put::new(1), &mut exchange);
    let _ = state.poll_put(&mut Put::new("item"), &mut exchange, |_| true);
}

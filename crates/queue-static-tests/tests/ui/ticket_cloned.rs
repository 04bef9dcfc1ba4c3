//! There is one ticket for one waiter.

use queue_core::{GetTicket, JoinTicket, PutTicket};

fn clone<T: Clone>() {}

fn main() {
    clone::<GetTicket>();
    clone::<PutTicket<u8>>();
    clone::<JoinTicket>();
}

//! Only the crate decides what may hold a queue for a stream or a sink.

use queue_async::local::Queue;
use queue_async::{Fifo, Handle, LocalLock};

struct Mine(Queue<u8>);

impl Handle for Mine {
    type Storage = Fifo<u8>;
    type Lock = LocalLock;
    type Item = u8;

    fn queue(&self) -> &Queue<u8> {
        &self.0
    }
}

fn main() {}

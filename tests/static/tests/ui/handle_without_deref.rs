//! A type that points to no queue cannot say that it is a handle.

use queue_async::local::Queue;
use queue_async::{Fifo, Handle, LocalLock};

struct Mine {
    _queue: Queue<u8>,
}

impl Handle for Mine {
    type Storage = Fifo<u8>;
    type Lock = LocalLock;
    type Item = u8;
}

fn main() {}

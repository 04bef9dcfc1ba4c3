//! Every pointer to a queue is a handle, by an implementation that leaves no room for another.

use std::ops::Deref;

use queue_async::local::Queue;
use queue_async::{Fifo, Handle, LocalLock};

struct Mine(Queue<u8>);

impl Deref for Mine {
    type Target = Queue<u8>;

    fn deref(&self) -> &Queue<u8> {
        &self.0
    }
}

impl Handle for Mine {
    type Storage = Fifo<u8>;
    type Lock = LocalLock;
    type Item = u8;
}

fn main() {}

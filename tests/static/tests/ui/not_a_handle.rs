//! Only a pointer to a queue is a handle, and the compiler says how to make one of a pointer to a struct.

use std::sync::Arc;

use queue_async::sync::Queue;
use queue_async::{Get, ItemStream};

struct App {
    _jobs: Queue<u8>,
}

fn main() {
    let app = Arc::new(App { _jobs: Queue::unbounded() });
    let _ = Get::new(app);
    let _ = ItemStream::new(Queue::<u8>::unbounded());
}

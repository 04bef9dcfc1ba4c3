//! What borrows or owns a local queue that others may use stays on its thread.

use std::sync::Arc;

use queue_async::Get;
use queue_async::local::Queue;

fn send(_: impl Send) {}

fn main() {
    let queue = Queue::<u8>::unbounded();
    send(queue.get());
    send(queue.put(1));
    send(queue.join());
    send(queue.stream());
    send(queue.stream().next());
    send(queue.sink());
    send(queue.drain());
    send(Get::new(Arc::new(queue)));
}

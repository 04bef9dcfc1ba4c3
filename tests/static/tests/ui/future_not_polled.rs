//! Futures, streams and sinks do nothing unless polled.

#![forbid(unused_must_use)]

use queue_async::sync::Queue;

fn main() {
    let queue = Queue::unbounded();
    queue.put(1);
    queue.get();
    queue.join();
    queue.stream();
    queue.stream().next();
    queue.sink();
}

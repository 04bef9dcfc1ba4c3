//! A local queue may not be used from two threads. (It may be sent to another: `auto_traits`.)

use std::thread;

use queue_async::local::Queue;

fn main() {
    let queue = Queue::<u8>::unbounded();
    thread::scope(|scope| {
        scope.spawn(|| queue.try_put(1));
    });
}

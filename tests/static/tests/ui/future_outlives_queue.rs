//! Futures borrow their queue.

use queue_async::sync::Queue;

fn main() {
    let get = {
        let queue = Queue::<u8>::unbounded();
        queue.get()
    };
    drop(get);

    let queue = Queue::unbounded();
    let put = queue.put(1);
    drop(queue);
    drop(put);
}

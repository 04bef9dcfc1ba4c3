//! The suite of `flavour`, for sync queues.

use queue_async::SyncLock as Flavour;

#[path = "flavour/mod.rs"]
mod flavour;

#[test]
fn an_arc_puts_gets_and_joins() {
    let queue = std::sync::Arc::new(queue_async::sync::Queue::bounded(1));
    flavour::handles::puts_gets_and_joins(queue);
}

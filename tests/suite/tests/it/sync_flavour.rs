//! The suite of `flavour`, for sync queues.

use queue_async::SyncLock as Flavour;

#[path = "flavour/mod.rs"]
mod flavour;

#[test]
fn an_arc_sends_and_ends() {
    flavour::stream_sink::sends_and_ends(std::sync::Arc::new(queue_async::sync::Queue::bounded(1)));
}

use std::time::Duration;

use queue_redis::Queue;
use tokio::sync::watch;
use tokio::time::interval;

use super::{Event, Journal};

/// Counts what the queue has, again and again, until it is told to stop.
pub(super) async fn watch(queue: Queue<String>, journal: Journal, stop: watch::Receiver<bool>) {
    let mut ticks = interval(Duration::from_millis(10));
    while !*stop.borrow() {
        ticks.tick().await;
        match queue.counts().await {
            Ok(counts) => journal.write(Event::Counted {
                len: counts.len,
                capacity: counts.capacity.unwrap_or(usize::MAX),
                returning: counts.returning,
                takers: counts.waiting_takers,
                putters: counts.waiting_putters,
            }),
            Err(error) => journal.write(Event::Stuck { what: format!("counts fail: {error:?}") }),
        }
    }
}

//! The same work on real runtimes: several producers and consumers, a join, a shutdown.

mod embassy;
#[cfg(target_os = "linux")]
mod fork;
mod local_pool;
mod smol;
mod threads;
mod tokio;
mod unwinding;
mod verbs;

use std::ops::Range;

use queue_async::{Lock, Queue, Storage};

const PRODUCERS: u32 = 4;
const CONSUMERS: usize = 3;
const EACH: u32 = 500;
/// The sum of all items that all producers put.
const SUM: u32 = (PRODUCERS * EACH) * (PRODUCERS * EACH - 1) / 2;

/// The items of one producer.
fn share(producer: u32) -> Range<u32> {
    producer * EACH..(producer + 1) * EACH
}

async fn produce<S: Storage<Item = u32>, L: Lock>(queue: &Queue<S, L>, items: Range<u32>) {
    for item in items {
        queue.put(item).await.unwrap();
    }
}

/// Sums up what it gets until the queue is shut down, and checks that no producer's items come out
/// of order.
async fn consume<S: Storage<Item = u32>, L: Lock>(queue: &Queue<S, L>) -> u32 {
    let mut sum = 0;
    let mut last = [None; PRODUCERS as usize];
    while let Ok(item) = queue.get().await {
        let producer = (item / EACH) as usize;
        assert!(last[producer] < Some(item), "first in, first out");
        last[producer] = Some(item);
        sum += item;
        queue.task_done().unwrap();
    }
    sum
}

fn check_end<S: Storage<Item = u32>, L: Lock>(queue: &Queue<S, L>, sum: u32) {
    assert_eq!(sum, SUM);
    assert!(queue.is_empty() && queue.is_shutdown());
    assert_eq!(queue.unfinished(), 0);
    let waiting = queue.waiting_getters() + queue.waiting_putters() + queue.waiting_joiners();
    assert_eq!(waiting, 0);
}

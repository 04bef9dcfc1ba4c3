//! A priority queue of jobs that have no order of their own: a key beside each orders them.

use std::cmp::Reverse;

use queue_async::Keyed;
use queue_async::sync::PriorityQueue;

/// It is not `Ord`, and need not be.
struct Job {
    name: &'static str,
}

#[tokio::main]
async fn main() {
    let jobs = PriorityQueue::unbounded();
    for (priority, name) in [(2, "sweep"), (1, "cook"), (2, "wash"), (3, "rest")] {
        jobs.put(Keyed::new(priority, Job { name })).await.expect("nothing shuts it down yet");
    }
    jobs.shutdown();
    let mut smallest_first = Vec::new();
    while let Ok(Keyed { key, item }) = jobs.get().await {
        smallest_first.push((key, item.name));
    }
    // Equal keys are first in, first out.
    assert_eq!(smallest_first, [(1, "cook"), (2, "sweep"), (2, "wash"), (3, "rest")]);

    let bids = PriorityQueue::unbounded();
    for (price, name) in [(10, "Ann"), (30, "Bob"), (20, "Eve"), (30, "Joe")] {
        bids.put(Keyed::new(Reverse(price), name)).await.expect("nothing shuts it down yet");
    }
    let largest_first = bids.drain().map(|bid| (bid.key.0, bid.item));
    assert!(largest_first.eq([(30, "Bob"), (30, "Joe"), (20, "Eve"), (10, "Ann")]));
}

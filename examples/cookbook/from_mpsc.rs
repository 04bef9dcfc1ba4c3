//! A program for `tokio::sync::mpsc`, and the same with a queue.

use std::sync::Arc;

use queue_async::sync::Queue;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    assert_eq!(with_mpsc().await, 499_500);
    assert_eq!(with_queue().await, 499_500);
}

async fn with_mpsc() -> u32 {
    let (sender, mut receiver) = mpsc::channel(8);
    for first in 0..10 {
        let sender = sender.clone();
        tokio::spawn(async move {
            for n in (first..1000).step_by(10) {
                sender.send(n).await.expect("the receiver lives");
            }
        });
    }
    drop(sender); // the channel closes with the last sender

    let mut sum = 0;
    while let Some(n) = receiver.recv().await {
        sum += n;
    }
    sum
}

async fn with_queue() -> u32 {
    let queue = Arc::new(Queue::bounded(8));
    let mut producers = JoinSet::new();
    for first in 0..10 {
        let queue = Arc::clone(&queue);
        producers.spawn(async move {
            for n in (first..1000).step_by(10) {
                queue.put(n).await.expect("it is shut down after the last put");
            }
        });
    }
    tokio::spawn({
        let queue = Arc::clone(&queue);
        async move {
            while producers.join_next().await.is_some() {}
            queue.shutdown(); // the queue ends because we say so
        }
    });

    let mut sum = 0;
    while let Ok(n) = queue.get().await {
        sum += n;
    }
    sum
}

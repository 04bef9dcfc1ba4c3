//! A program for `tokio::sync::mpsc`, and the same with a queue.

use queue_async::sync::Queue;
use tokio::sync::mpsc;

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
    let (sender, receiver) = Queue::bounded(8).into_ends();
    for first in 0..10 {
        let sender = sender.clone();
        tokio::spawn(async move {
            for n in (first..1000).step_by(10) {
                sender.put(n).await.expect("the receiver lives");
            }
        });
    }
    drop(sender); // the queue is shut down with the last sender

    let mut sum = 0;
    while let Ok(n) = receiver.get().await {
        sum += n;
    }
    sum
}

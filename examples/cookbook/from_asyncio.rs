//! A program for asyncio, in Rust.

use std::sync::Arc;

use queue_async::sync::Queue;
use tokio::task::JoinSet;

async fn worker(queue: Arc<Queue<u32>>) -> Vec<u32> {
    let mut squares = Vec::new();
    while let Ok(n) = queue.get().await {
        squares.push(n * n);
        queue.task_done().expect("one for each get");
    }
    squares
}

#[tokio::main]
async fn main() {
    let queue = Arc::new(Queue::bounded(4));
    let mut tasks = JoinSet::new();
    for _ in 0..3 {
        tasks.spawn(worker(Arc::clone(&queue)));
    }
    for n in 0..20 {
        queue.put(n).await.expect("nothing shuts it down yet");
    }
    queue.join().await;
    queue.shutdown();
    let mut squares = tasks.join_all().await.concat();
    squares.sort_unstable();
    assert!(squares.into_iter().eq((0..20).map(|n| n * n)));
}

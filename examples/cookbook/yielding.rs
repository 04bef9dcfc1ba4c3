//! A loop that finds the queue ready never yields, unless it is told to.

use std::time::Duration;

use queue_async::PutError;
use queue_async::sync::Queue;
use tokio::task::coop::cooperative;
use tokio::task::yield_now;
use tokio::time::timeout;

const LIMIT: Duration = Duration::from_millis(1);

#[tokio::main]
async fn main() {
    let queue = Queue::from_iter(0..100_000);
    // It takes longer than the limit. The timeout looks only when the loop yields, and it never does.
    let busy = async { while queue.len() > 1 && queue.get().await.is_ok() {} };
    assert!(timeout(LIMIT, busy).await.is_ok());
    assert_eq!(queue.len(), 1);

    // These loops have no end of their own: the timeout ends them.
    assert!(timeout(LIMIT, turn_cooperatively(&queue)).await.is_err());
    assert!(timeout(LIMIT, turn_and_yield(&queue)).await.is_err());
    assert_eq!(queue.len(), 1);
}

/// Gets an item and puts it back, for good. Each get takes from the task's budget.
async fn turn_cooperatively(queue: &Queue<u32>) -> Result<(), PutError<u32>> {
    while let Ok(item) = cooperative(queue.get()).await {
        queue.put(item).await?;
    }
    Ok(())
}

/// The same with a yield each time round.
async fn turn_and_yield(queue: &Queue<u32>) -> Result<(), PutError<u32>> {
    while let Ok(item) = queue.get().await {
        queue.put(item).await?;
        yield_now().await;
    }
    Ok(())
}

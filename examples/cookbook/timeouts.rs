//! Timeouts that lose nothing: a get keeps the item in the queue, a put gives its item back.

use std::time::Duration;

use queue_async::PutTimeoutError;
use queue_async::sync::Queue;
use tokio::time::timeout;

const LIMIT: Duration = Duration::from_millis(10);

#[tokio::main]
async fn main() {
    let queue = Queue::bounded(1);
    assert!(timeout(LIMIT, queue.get()).await.is_err()); // no item, and none is lost
    assert_eq!(put_within(&queue, 'a', LIMIT).await, Ok(()));
    assert_eq!(put_within(&queue, 'b', LIMIT).await, Err(PutTimeoutError::TimedOut('b')));

    // This put times out too, but a get admits its item before it is cancelled.
    let mut put = queue.put('c');
    assert!(timeout(LIMIT, &mut put).await.is_err());
    assert_eq!(queue.get().await, Ok('a'));
    assert_eq!(put.cancel(), None); // it has put
    assert_eq!(timeout(LIMIT, queue.get()).await, Ok(Ok('c')));

    queue.shutdown();
    assert_eq!(put_within(&queue, 'd', LIMIT).await, Err(PutTimeoutError::ShutDown('d')));
}

/// Puts an item, waiting for room no longer than `limit`; an item that was not put comes back.
async fn put_within<T>(
    queue: &Queue<T>,
    item: T,
    limit: Duration,
) -> Result<(), PutTimeoutError<T>> {
    let mut put = queue.put(item);
    if let Ok(ended) = timeout(limit, &mut put).await {
        return Ok(ended?);
    }
    // `None` says that the item has been put after all, at the last moment.
    put.cancel().map_or(Ok(()), |item| Err(PutTimeoutError::TimedOut(item)))
}

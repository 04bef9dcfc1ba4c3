//! asyncio's queues for tasks of many threads.

use queue_async::{Fifo, HeapOrder, Lifo, SyncLock};

/// asyncio's `Queue`: first in, first out.
///
/// ```
/// let queue = queue_compat::sync::Queue::new(0);
/// queue.put_nowait(2).unwrap();
/// queue.put_nowait(1).unwrap();
/// assert_eq!([queue.get_nowait(), queue.get_nowait()], [Ok(2), Ok(1)]);
/// ```
pub type Queue<T> = crate::Queue<Fifo<T>, SyncLock>;

/// asyncio's `PriorityQueue`: smallest first, in the order of `heapq` among equals.
///
/// ```
/// let queue = queue_compat::sync::PriorityQueue::new(0);
/// queue.put_nowait(2).unwrap();
/// queue.put_nowait(1).unwrap();
/// assert_eq!([queue.get_nowait(), queue.get_nowait()], [Ok(1), Ok(2)]);
/// ```
pub type PriorityQueue<T> = crate::Queue<HeapOrder<T>, SyncLock>;

/// asyncio's `LifoQueue`: last in, first out.
///
/// ```
/// let queue = queue_compat::sync::LifoQueue::new(0);
/// queue.put_nowait(2).unwrap();
/// queue.put_nowait(1).unwrap();
/// assert_eq!([queue.get_nowait(), queue.get_nowait()], [Ok(1), Ok(2)]);
/// ```
pub type LifoQueue<T> = crate::Queue<Lifo<T>, SyncLock>;

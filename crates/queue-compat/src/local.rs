//! asyncio's queues for tasks of one thread: no atomics, `no_std` with `alloc`.

use queue_async::{Fifo, HeapOrder, Lifo, LocalLock};

/// asyncio's `Queue`: first in, first out.
///
/// ```
/// let queue = queue_compat::local::Queue::new(0);
/// queue.put_nowait(2).unwrap();
/// queue.put_nowait(1).unwrap();
/// assert_eq!([queue.get_nowait(), queue.get_nowait()], [Ok(2), Ok(1)]);
/// ```
pub type Queue<T> = crate::Queue<Fifo<T>, LocalLock>;

/// asyncio's `PriorityQueue`: smallest first, in the order of `heapq` among equals.
///
/// ```
/// let queue = queue_compat::local::PriorityQueue::new(0);
/// queue.put_nowait(2).unwrap();
/// queue.put_nowait(1).unwrap();
/// assert_eq!([queue.get_nowait(), queue.get_nowait()], [Ok(1), Ok(2)]);
/// ```
pub type PriorityQueue<T> = crate::Queue<HeapOrder<T>, LocalLock>;

/// asyncio's `LifoQueue`: last in, first out.
///
/// ```
/// let queue = queue_compat::local::LifoQueue::new(0);
/// queue.put_nowait(2).unwrap();
/// queue.put_nowait(1).unwrap();
/// assert_eq!([queue.get_nowait(), queue.get_nowait()], [Ok(1), Ok(2)]);
/// ```
pub type LifoQueue<T> = crate::Queue<Lifo<T>, LocalLock>;

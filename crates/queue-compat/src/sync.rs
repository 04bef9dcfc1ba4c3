//! asyncio's queues for tasks of many threads.

use queue_async::{Fifo, Lifo, Priority, Shared};

/// asyncio's `Queue`: first in, first out.
pub type Queue<T> = crate::Queue<Fifo<T>, Shared>;

/// asyncio's `PriorityQueue`: smallest first, in the order of `heapq` among equals.
pub type PriorityQueue<T> = crate::Queue<Priority<T>, Shared>;

/// asyncio's `LifoQueue`: last in, first out.
pub type LifoQueue<T> = crate::Queue<Lifo<T>, Shared>;

//! asyncio's queues for tasks of one thread: no atomics, `no_std` with `alloc`.

use queue_async::{Fifo, Lifo, Local, Priority};

/// asyncio's `Queue`: first in, first out.
pub type Queue<T> = crate::Queue<Fifo<T>, Local>;

/// asyncio's `PriorityQueue`: smallest first, in the order of `heapq` among equals.
pub type PriorityQueue<T> = crate::Queue<Priority<T>, Local>;

/// asyncio's `LifoQueue`: last in, first out.
pub type LifoQueue<T> = crate::Queue<Lifo<T>, Local>;

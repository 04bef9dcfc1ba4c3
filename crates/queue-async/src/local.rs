//! Queues that stay on one thread: no atomics, `no_std` with `alloc`.
//!
//! A queue may be sent to another thread as long as nothing borrows it, but not shared between
//! threads; its futures are not `Send`.

use queue_core::{Fifo, HeapOrder, Lifo, Priority};

/// First in, first out.
///
/// ```
/// let queue = queue_async::local::Queue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([2, 3, 1]));
/// ```
pub type Queue<T> = crate::Queue<Fifo<T>, crate::LocalLock>;

/// Last in, first out.
///
/// ```
/// let queue = queue_async::local::LifoQueue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([1, 3, 2]));
/// ```
pub type LifoQueue<T> = crate::Queue<Lifo<T>, crate::LocalLock>;

/// Smallest first, and first in, first out among equals.
///
/// For largest first put [`Reverse`](core::cmp::Reverse)d items. For a priority beside the item put
/// pairs, if the item is `Ord` too, or a type of your own whose `Ord` looks at the priority alone; the
/// example of [`Priority`] has one.
///
/// ```
/// let queue = queue_async::local::PriorityQueue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([1, 2, 3]));
/// ```
pub type PriorityQueue<T> = crate::Queue<Priority<T>, crate::LocalLock>;

/// Smallest first, in the order of Python's `heapq` among equals.
///
/// ```
/// let queue = queue_async::local::HeapQueue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([1, 2, 3]));
/// ```
pub type HeapQueue<T> = crate::Queue<HeapOrder<T>, crate::LocalLock>;

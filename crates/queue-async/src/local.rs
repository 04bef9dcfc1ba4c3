//! Queues that stay on one thread, without atomics.
//!
//! A local queue may be sent to another thread while nothing borrows it. Threads cannot share one, and its
//! futures are not `Send`: `tokio::spawn` refuses them, on one thread too. Use `spawn_local`, or a sync queue.

use queue_core::{Fifo, HeapOrder, Lifo, Priority};

/// First in, first out. [`Queue`](crate::Queue) has its methods.
///
/// ```
/// let queue = queue_async::local::Queue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([2, 3, 1]));
/// ```
pub type Queue<T> = crate::Queue<Fifo<T>, crate::LocalLock>;

/// Last in, first out. [`Queue`](crate::Queue) has its methods.
///
/// ```
/// let queue = queue_async::local::LifoQueue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([1, 3, 2]));
/// ```
pub type LifoQueue<T> = crate::Queue<Lifo<T>, crate::LocalLock>;

/// Smallest first, and first in, first out among equals.
///
/// For largest first, wrap the items in [`Reverse`](core::cmp::Reverse). For items that have no order, put
/// each beside a key: [`Keyed`](crate::Keyed).
///
/// ```
/// let queue = queue_async::local::PriorityQueue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([1, 2, 3]));
/// ```
pub type PriorityQueue<T> = crate::Queue<Priority<T>, crate::LocalLock>;

/// Smallest first, and in the order of Python's `heapq` among equals.
///
/// ```
/// let queue = queue_async::local::HeapQueue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([1, 2, 3]));
/// ```
pub type HeapQueue<T> = crate::Queue<HeapOrder<T>, crate::LocalLock>;

/// An end of a [`Queue`] that puts: see [`into_ends`](crate::Queue::into_ends).
pub type Sender<T> = crate::Sender<Fifo<T>, crate::LocalLock>;

/// An end of a [`Queue`] that gets: see [`into_ends`](crate::Queue::into_ends).
pub type Receiver<T> = crate::Receiver<Fifo<T>, crate::LocalLock>;

/// A queue that keeps each item until it is done, first in, first out.
#[cfg(feature = "work")]
pub type WorkQueue<T> = crate::work::WorkQueue<crate::work::Plain<T>, crate::LocalLock>;

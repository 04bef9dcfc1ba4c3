//! Queues that threads and tasks share: use these with tokio. A queue is `Send` and `Sync` if its items are
//! `Send`.
//!
//! Beside the futures they have calls that block a plain thread, such as
//! [`blocking_get`](crate::Queue::blocking_get), and [`block_on`] for all other futures. Threads and tasks may use
//! the same queue.

pub use crate::parker::{block_on, block_on_deadline, block_on_timeout};

use queue_core::{Fifo, HeapOrder, Lifo, Priority};

/// First in, first out. [`Queue`](crate::Queue) has its methods.
///
/// ```
/// let queue = queue_async::sync::Queue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([2, 3, 1]));
/// ```
pub type Queue<T> = crate::Queue<Fifo<T>, crate::SyncLock>;

/// Last in, first out. [`Queue`](crate::Queue) has its methods.
///
/// ```
/// let queue = queue_async::sync::LifoQueue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([1, 3, 2]));
/// ```
pub type LifoQueue<T> = crate::Queue<Lifo<T>, crate::SyncLock>;

/// Smallest first, and first in, first out among equals.
///
/// For largest first, wrap the items in [`Reverse`](core::cmp::Reverse). For items that have no order, put
/// each beside a key: [`Keyed`](crate::Keyed).
///
/// ```
/// let queue = queue_async::sync::PriorityQueue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([1, 2, 3]));
/// ```
pub type PriorityQueue<T> = crate::Queue<Priority<T>, crate::SyncLock>;

/// Smallest first, and in the order of Python's `heapq` among equals.
///
/// ```
/// let queue = queue_async::sync::HeapQueue::from_iter([2, 3, 1]);
/// assert!(queue.into_items().eq([1, 2, 3]));
/// ```
pub type HeapQueue<T> = crate::Queue<HeapOrder<T>, crate::SyncLock>;

/// An end of a [`Queue`] that puts: see [`into_ends`](crate::Queue::into_ends).
pub type Sender<T> = crate::Sender<Fifo<T>, crate::SyncLock>;

/// An end of a [`Queue`] that gets: see [`into_ends`](crate::Queue::into_ends).
pub type Receiver<T> = crate::Receiver<Fifo<T>, crate::SyncLock>;

/// A queue that keeps each item until it is done, first in, first out.
#[cfg(feature = "work")]
pub type WorkQueue<T> = crate::work::WorkQueue<crate::work::Plain<T>, crate::SyncLock>;

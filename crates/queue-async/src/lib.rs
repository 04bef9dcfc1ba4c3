//! Queues between tasks: bounded or not, fair, with `join`/`task_done` and shutdown, on any
//! runtime.
//!
//! Two flavours, one implementation: `sync` (with the default feature `std`) is `Send + Sync`, and
//! plain threads may use it beside tasks; [`local`] stays on one thread and pays for no atomics. Each
//! has four queues: `Queue` (first in, first out), `LifoQueue`, `PriorityQueue` (smallest first, first
//! in first out among equals) and `HeapQueue` (smallest first, in the order of Python's `heapq` among
//! equals). All are [`Queue`] with other parameters: `S`, the order in which items leave, and `L`,
//! the lock.
//!
//! ```
//! use futures::executor::block_on; // any executor does
//! use queue_async::local::Queue;
//!
//! let queue = Queue::bounded(2);
//! let produce = async {
//!     for n in 1..=5 {
//!         queue.put(n).await?;
//!     }
//!     queue.join().await; // until every item has been dealt with
//!     queue.shutdown();
//!     Ok::<(), queue_async::ShutDown<u32>>(())
//! };
//! let consume = async {
//!     let mut sum = 0;
//!     while let Ok(n) = queue.get().await {
//!         sum += n;
//!         queue.task_done().expect("one for each get");
//!     }
//!     sum
//! };
//! assert_eq!(block_on(async { futures::join!(produce, consume) }), (Ok(()), 15));
//! ```
//!
//! # What is promised
//!
//! - **A bound is a bound.** A queue never holds more items than its capacity.
//! - **Puts are first in, first out**, and no put overtakes one that waits. A put completes when
//!   its item is admitted, even before its future is polled again.
//! - **Gets are notified first in, first out.** A newcomer may take the item first. The get that
//!   lost the race then waits again at its place.
//! - **A future that is polled takes what is there**, whether or not it was notified.
//! - **Cancelling loses no item of the queue.** Every future may be dropped at any moment; see its
//!   *Cancel safety*, and for each call at each moment, with the tests, `docs/cancellation.md` in the
//!   repository. A put that is dropped before it has put drops its own item with it, unless
//!   [`Put::cancel`] takes it out. A future that is leaked instead (`mem::forget`) while it waits
//!   costs at most one wake and one slot.
//! - **A future that is ready never yields.** A loop over ready gets or puts keeps its thread, as it
//!   does in asyncio; yield with what your runtime has for it, such as `tokio::task::yield_now`.
//!
//! [`Queue::builder`] makes a queue that waits the other way, asyncio's, where a put that is
//! cancelled has certainly not put; see [`Fairness`].
//!
//! # What runs where
//!
//! No waker is woken, cloned or dropped, and no item is dropped, while the queue is held; so all of
//! these may call the queue. Two things do run while it is held and **must not call the same
//! queue**: the `Ord` of items (and a [`Storage`] of your own), and the closure of
//! [`Queue::inspect`]. If they do, a local queue panics with a message that says so, and a
//! thread-safe one may deadlock.
//!
//! If they panic, the queue stays usable: its counts agree with its items and everyone who might
//! have missed a wake gets one. The item that was being compared may be lost; then it is dropped
//! while the queue is held, so its `Drop` must not call the queue.
//!
//! A waker that panics in `wake` or when dropped takes the panic to whoever called the queue, with
//! the result of that call; the other wakers that the call notified are still woken. Two that panic at once
//! abort, as two panics do.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

#[cfg(feature = "std")]
mod blocking;
mod builder;
mod drain;
mod get;
mod handle;
mod join;
pub mod local;
mod lock;
#[cfg(feature = "std")]
mod parker;
mod put;
mod queue;
mod sink;
mod stream;
#[cfg(feature = "std")]
pub mod sync;
#[cfg(feature = "std")]
mod timeout;
mod wait;

#[cfg(feature = "std")]
pub use blocking::BlockingItems;
pub use builder::Builder;
pub use drain::Drain;
pub use get::Get;
pub use handle::Handle;
pub use join::Join;
#[cfg(feature = "std")]
pub use lock::SyncLock;
pub use lock::{LocalLock, Lock};
pub use put::Put;
pub use queue::Queue;
pub use queue_core::{
    Capacity, Fairness, Fifo, HeapOrder, IntoItems, Keyed, Lifo, Priority, ShutDown, Storage,
    TaskDoneError, TryGetError, TryPutError, ZeroCapacity,
};
pub use sink::ItemSink;
pub use stream::{ItemStream, Next};
#[cfg(feature = "std")]
pub use timeout::{GetTimeoutError, PutTimeoutError, TimedOut};

//! Python's `asyncio` queues in Rust: their names, and what CPython 3.13 is seen to do under them.
//!
//! [`Queue`], `PriorityQueue` and `LifoQueue` come in two flavours: [`local`] for one thread, as in
//! asyncio, and `sync` (with the default feature `std`) for many. This crate only renames; `queue-async` does the work, waiting the
//! [barging](queue_async::Fairness::Barging) way. For new programs prefer `queue-async` itself,
//! whose fair queues let nobody overtake a put that waits.
//!
//! ```
//! use queue_compat::{GetNowaitError, local::Queue};
//!
//! # futures::executor::block_on(async {
//! let queue = Queue::new(2);
//! queue.put("spam").await?;
//! assert_eq!(queue.qsize(), 1);
//! assert_eq!(queue.get().await?, "spam");
//! queue.task_done()?;
//! queue.join().await;
//! assert_eq!(queue.get_nowait(), Err(GetNowaitError::QueueEmpty));
//! assert_eq!(queue.to_string(), "<Queue maxsize=2>");
//! # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
//! ```
//!
//! # From Python to Rust
//!
//! | Python | Rust | |
//! |---|---|---|
//! | `Queue(maxsize=0)` | [`Queue::new(0)`](Queue::new) | zero and negatives: unbounded; `Queue::default()` too |
//! | `PriorityQueue()`, `LifoQueue()` | [`local::PriorityQueue`], [`local::LifoQueue`] and the same in `sync` | |
//! | subclass with `_init`, `_put`, `_get` | a [`Storage`] and [`Queue::with_storage`] | [`Named`] has an example |
//! | `q.maxsize` | [`q.maxsize()`](Queue::maxsize) | the number given, negatives too |
//! | `q.qsize()`, `q.empty()`, `q.full()` | the same | |
//! | `await q.put(x)` | `q.put(x).await?` | [`QueueShutDown`] gives `x` back |
//! | `q.put_nowait(x)` | `q.put_nowait(x)?` | [`PutNowaitError`] gives `x` back |
//! | `await q.get()` | `q.get().await?` | |
//! | `q.get_nowait()` | `q.get_nowait()?` | |
//! | `q.task_done()` | `q.task_done()?` | |
//! | `await q.join()` | `q.join().await` | |
//! | `q.shutdown()`, `q.shutdown(immediate=True)` | `q.shutdown(false)`, `q.shutdown(true)` | |
//! | `QueueEmpty` | [`GetNowaitError::QueueEmpty`] | |
//! | `QueueFull` | [`PutNowaitError::QueueFull`] | |
//! | `QueueShutDown` | [`QueueShutDown`], [`PutNowaitError::QueueShutDown`], [`GetNowaitError::QueueShutDown`] | |
//! | `ValueError` of `task_done` | [`ValueError`] | the same text |
//! | `str(q)`, `repr(q)` | `format!("{q}")`, `format!("{q:?}")` | for items that are `Debug` |
//! | `asyncio.wait_for(q.get(), t)` | your runtime's timeout, such as `tokio::time::timeout(t, q.get())` | nothing is lost when it fires |
//! | `task.cancel()` | drop the future | |
//!
//! # Where it differs
//!
//! - Errors give the item back, and a put that waits can be cancelled with
//!   [`Put::cancel`](queue_async::Put::cancel).
//! - A queue belongs to no event loop; `sync` queues may be used from any thread.
//! - `maxsize` is a whole number.
//! - The items of a storage that a queue is made with count as unfinished tasks; those that a subclass
//!   puts into `_queue` in `_init` do not.
//! - A storage that merges items leaves no put waiting beside room; in CPython it may.
//! - An immediate shutdown drops what was queued, as in asyncio, and calls no comparison to do so.
//! - Comparisons that panic leave a consistent queue, where CPython's errors do not. When `_put`
//!   raises for a put that waited, CPython strands the next one; here everyone who might have missed
//!   a wake gets one. When a comparison raises in `_get`, CPython loses the item and keeps counting
//!   it; here the item that was being compared may be lost too, and then the count goes down with
//!   it. When it raises in `_put`, CPython keeps an item that it does not count; here, if the item
//!   stays, it counts. And since an immediate shutdown compares nothing, it cannot fail half-way.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

mod error;
pub mod local;
mod queue;
#[cfg(feature = "std")]
pub mod sync;

pub use error::{GetNowaitError, PutNowaitError};
pub use queue::{Named, Queue};
/// The queue has been shut down; a put gets its item back.
pub use queue_async::ShutDown as QueueShutDown;
#[cfg(feature = "std")]
pub use queue_async::SyncLock;
/// `task_done` was called more often than items were put.
pub use queue_async::TaskDoneError as ValueError;
pub use queue_async::{Fifo, Get, HeapOrder, Join, Lifo, LocalLock, Lock, Put, Storage};

//! Python's `asyncio` queues in Rust: their names, and the behaviour of CPython 3.13.
//!
//! [`Queue`], `PriorityQueue` and `LifoQueue` come in two flavours: [`local`] for one thread, as in asyncio,
//! and [`sync`] for threads and tasks that share a queue. This crate only renames. `queue-async` does the
//! work, with the [barging](queue_async::Fairness::Barging) way of waiting.
//!
//! For new programs prefer `queue-async`. On its fair queues no put overtakes one that waits.
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
//! | `PriorityQueue()`, `LifoQueue()` | [`local::PriorityQueue`], [`local::LifoQueue`] and the same in [`sync`] | |
//! | `PrioritizedItem` of Python's documentation | [`Keyed`] | |
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
//! - Errors give the item back, and [`Put::cancel`](queue_async::Put::cancel) takes it out of a waiting put.
//! - A queue belongs to no event loop. Any thread may use a sync queue.
//! - `maxsize` is a whole number.
//! - The items of a storage that a queue is made with count as unfinished tasks. Items that a subclass puts
//!   into `_queue` in `_init` do not.
//! - With a storage that merges items, no put waits beside room. In CPython one may.
//! - An immediate shutdown drops the queued items, as in asyncio. It compares none, so it cannot fail
//!   half-way.
//!
//! A comparison that panics leaves a consistent queue. One that raises in CPython does not:
//!
//! | comparison fails in | CPython | here |
//! |---|---|---|
//! | `_put` of a put that waited | the next put that waits is stranded | every operation that may have missed a wake is notified |
//! | `_put` | the item stays and does not count | if the item stays, it counts |
//! | `_get` | the item is lost and still counts | the item may be lost, and then does not count |
#![cfg_attr(feature = "std", doc = "\n\n[`sync`]: mod@sync")]
#![cfg_attr(not(feature = "std"), doc = "\n\n[`sync`]: ./index.html#where-it-differs")]
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
/// asyncio's `QueueShutDown`.
///
pub use queue_async::ShutDown as QueueShutDown;
#[cfg(feature = "std")]
pub use queue_async::SyncLock;
/// The `ValueError` of asyncio's `task_done`.
///
pub use queue_async::TaskDoneError as ValueError;
#[doc(inline)]
pub use queue_async::{Fifo, Get, HeapOrder, Join, Keyed, Lifo, LocalLock, Lock, Put, Storage};

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
//! | `PrioritizedItem` of Python's documentation | [`Keyed`] | equal keys leave in the order of `heapq` |
//! | subclass with `_init`, `_put`, `_get` | a [`Storage`] and [`Queue::with_storage`] | [`Named`] has an example |
//! | `q.maxsize` | [`q.maxsize()`](Queue::maxsize) | the number given, negatives too |
//! | `q.qsize()`, `q.empty()`, `q.full()` | the same | |
//! | `await q.put(x)` | `q.put(x).await?` | [`PutError::ShutDown`] gives `x` back |
//! | `q.put_nowait(x)` | `q.put_nowait(x)?` | [`PutNowaitError`] gives `x` back |
//! | `await q.get()` | `q.get().await?` | |
//! | `q.get_nowait()` | `q.get_nowait()?` | |
//! | `q.task_done()` | `q.task_done()?` | |
//! | `await q.join()` | `q.join().await` | |
//! | `q.shutdown()`, `q.shutdown(immediate=True)` | `q.shutdown(false)`, `q.shutdown(true)` | |
//! | `QueueEmpty` | [`GetNowaitError::QueueEmpty`] | |
//! | `QueueFull` | [`PutNowaitError::QueueFull`] | |
//! | `QueueShutDown` | [`QueueShutDown`], [`PutError::ShutDown`], [`PutNowaitError::QueueShutDown`], [`GetNowaitError::QueueShutDown`] | |
//! | `ValueError` of `task_done` | [`ValueError`] | the same text |
//! | `str(q)`, `repr(q)` | `format!("{q}")`, `format!("{q:?}")` | for items that are `Debug` |
//! | `asyncio.wait_for(q.get(), t)` | your runtime's timeout, such as `tokio::time::timeout(t, q.get())` | nothing is lost when it fires |
//! | `task.cancel()` | drop the future; `abort` a spawned task | |
//! | `asyncio.create_task(worker(q))` | your runtime's spawn, with an `Arc` of a [`sync`] queue | |
//!
//! # Where it differs
//!
//! Errors give the item back. A queue belongs to no event loop. To cancel is to drop a future, which is one
//! step and not two. A comparison that panics leaves a consistent queue. `docs/semantics.md` in the repository
//! has the whole list, with the reasons, and `docs/glossary.md` defines the words.
//!
//! In which order notified tasks resume is a matter of the executor: as in CPython on an executor of one
//! thread that runs woken tasks first in, first out, such as tokio's `current_thread`.
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
pub use queue::{Get, Join, Named, Put, Queue};
/// asyncio's `QueueShutDown`.
///
pub use queue_async::ShutDown as QueueShutDown;
#[cfg(feature = "std")]
pub use queue_async::SyncLock;
/// The `ValueError` of asyncio's `task_done`.
///
pub use queue_async::TaskDoneError as ValueError;
#[doc(inline)]
pub use queue_async::{Fifo, HeapOrder, Keyed, Lifo, LocalLock, Lock, PutError, Storage};

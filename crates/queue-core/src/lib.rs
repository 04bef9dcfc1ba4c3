//! A queue between tasks as a plain value: it decides which put gets in, which get is served, and which
//! waiter is notified, in which order. **One rule: wake the waiters you are given, after you have let go
//! of the state.**
//!
//! [`State`] has no lock, no waker, no clock and no thread. It has two type parameters:
//!
//! - a [`Storage`] decides in which order items leave: [`Fifo`], [`Lifo`], [`Priority`], [`HeapOrder`],
//!   [`RoundRobin`], [`Aging`] or one of your own; [`Weighed`] makes the capacity of any of them count bytes;
//! - `W` is the type of the waiters: a `Waker`, a `Thread`, the number of a task in a simulator, a callback
//!   behind a C interface.
//!
//! For queues that are ready to use, see the crate `queue-async`, which wraps a state in a lock and futures.
//! `queue-compat` gives those the names of Python's `asyncio`. `docs/embedding.md` in the repository is the
//! guide to this crate, and `docs/glossary.md` defines its words.
//!
//! A [`Get`], [`Put`], [`Join`] or other operation is a value that you poll until it has finished. You may poll or cancel it
//! at any moment: there is no order of calls to remember.
//!
//! ```
//! use queue_core::{Capacity, Exchange, Fifo, Get, Polled, State};
//!
//! let mut state = State::<Fifo<&str>, u32>::new(Fifo::default(), Capacity::try_from(1)?);
//!
//! // Task 7 polls a get. The queue is empty, so the get needs a waiter to wait with.
//! let (mut get, mut item, mut exchange) = (Get::new(), None, Exchange::default());
//! let is_current = |waiter: &u32| *waiter == 7;
//! let polled = state.poll_get(&mut get, &mut item, &mut exchange, is_current);
//! assert_eq!(polled, Polled::NeedsWaiter);
//! exchange.waiter = Some(7);
//! let polled = state.poll_get(&mut get, &mut item, &mut exchange, is_current);
//! assert_eq!(polled, Polled::Pending);
//!
//! // A put notifies it: wake task 7.
//! state.try_put("item", &mut exchange.notified)?;
//! assert_eq!(exchange.notified.take(), [7]);
//!
//! // Task 7 polls again.
//! let polled = state.poll_get(&mut get, &mut item, &mut exchange, is_current);
//! assert_eq!(polled, Polled::Ready(Ok(())));
//! assert_eq!(item, Some("item"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! None is on by default. They work without `std`.
//!
//! | feature | what it adds |
//! |---|---|
//! | `serde` | `Serialize` and `Deserialize` of the storages, [`Keyed`] and [`Capacity`] |
//! | `stats` | `State::stats`: how many puts, gets, waits, lost races and cancels there were |
//! | `work` | the module `work`: leases, retries, delays and keys |

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

mod browse;
mod capacity;
mod claims;
mod error;
mod event;
mod exchange;
mod extras;
mod fairness;
mod keyed;
mod line;
mod lines;
mod operation;
mod polled;
mod pushed;
#[cfg(feature = "serde")]
mod serialize;
mod state;
mod stats;
mod storage;
mod unfinished;
mod waiters;
#[cfg(feature = "work")]
pub mod work;

pub use browse::Browse;
pub use capacity::Capacity;
pub use error::{
    FixedCapacity, PutError, ShutDown, TaskDoneError, TryGetError, TryPutError, Violation,
    ZeroCapacity,
};
pub use event::Event;
pub use exchange::Exchange;
pub use fairness::Fairness;
pub use keyed::Keyed;
pub use operation::{Get, Join, Permit, Put, PutMany, Reserve, Until};
pub use polled::Polled;
pub use pushed::Pushed;
pub use state::State;
#[cfg(feature = "stats")]
pub use stats::Stats;
pub use storage::{
    Aging, Fifo, HeapOrder, IntoItems, Lifo, Priority, RoundRobin, Storage, Weighed,
};
pub use waiters::{IntoWaiters, Waiters};

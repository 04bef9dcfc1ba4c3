//! The decisions of a task queue, and nothing else: which put gets in, which get is served, which
//! waiter is notified, in which order. **One rule: wake the waiters you are given, after you have let
//! go of the state.**
//!
//! [`State`] is a value without a lock, a waker, a clock or a thread. It is generic over the order
//! in which items leave (a [`Storage`]: [`Fifo`], [`Lifo`], [`Priority`], [`HeapOrder`] or one
//! of your own) and over *what waits*, an opaque `W`: a `Waker`, a `Thread`, a task number in a
//! simulator, a callback behind a C interface, a plain integer in a test. `queue-async` wraps it in
//! a guard and futures, `queue-compat` gives it the names of Python's `asyncio`.
//!
//! A [`Get`], [`Put`] or [`Join`] is a value that you poll until it has finished. There is no order of
//! calls to remember: poll it, or cancel it, at any moment.
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

#![no_std]

extern crate alloc;

mod capacity;
mod error;
mod exchange;
mod fairness;
mod keyed;
mod line;
mod lines;
mod operation;
mod polled;
mod state;
mod storage;
mod unfinished;
mod waiters;

pub use capacity::Capacity;
pub use error::{ShutDown, TaskDoneError, TryGetError, TryPutError, Violation, ZeroCapacity};
pub use exchange::Exchange;
pub use fairness::Fairness;
pub use keyed::Keyed;
pub use operation::{Get, Join, Put};
pub use polled::Polled;
pub use state::State;
pub use storage::{Fifo, HeapOrder, IntoItems, Lifo, Priority, Storage};
pub use waiters::{IntoWaiters, Waiters};

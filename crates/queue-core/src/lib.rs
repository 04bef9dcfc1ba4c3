//! The decisions of a task queue, and nothing else: who gets in, who gets what, who is released,
//! in which order. **One rule: wake whom you are given, after you have let go of the state.**
//!
//! [`State`] is a value without a lock, a waker, a clock or a thread. It is generic over the order
//! in which items leave (a [`Storage`]: [`Fifo`], [`Lifo`], [`StablePriority`], [`Priority`] or one
//! of your own) and over *who waits*, an opaque `W`: a `Waker`, a `Thread`, a task number in a
//! simulator, a callback behind a C interface, a plain integer in a test. `queue-async` wraps it in
//! a guard and futures, `queue-compat` gives it the names of Python's `asyncio`.
//!
//! ```
//! use queue_core::{Asked, Capacity, Fifo, State, TryGetError};
//!
//! let mut state = State::<Fifo<&str>, u32>::new(Fifo::default(), Capacity::try_from(1)?);
//!
//! // Task 7 finds the queue empty and enters the line.
//! assert_eq!(state.try_get(), Err(TryGetError::Empty));
//! let ticket = state.enter_get(7);
//!
//! // A put releases it: wake task 7.
//! assert_eq!(state.try_put("item")?, [7]);
//!
//! // Task 7 asks again.
//! let Asked::Ready(Ok((item, released))) = state.ask_get(ticket) else { panic!() };
//! assert_eq!(item, "item");
//! assert!(released.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![no_std]

extern crate alloc;

mod capacity;
mod error;
mod fairness;
mod line;
mod released;
mod state;
mod storage;
mod ticket;
mod unfinished;

pub use capacity::Capacity;
pub use error::{ShutDown, TaskDoneError, TryGetError, TryPutError, Violation, ZeroCapacity};
pub use fairness::Fairness;
pub use released::{Broadcast, BroadcastIter, Released, ReleasedIter};
pub use state::State;
pub use storage::{Fifo, IntoItems, Lifo, Priority, StablePriority, Storage};
pub use ticket::{Asked, GetTicket, JoinTicket, PutTicket};

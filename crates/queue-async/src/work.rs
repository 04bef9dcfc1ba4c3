//! Work that comes back: a queue that keeps each item until it is done.
//!
//! A plain queue loses sight of an item once a get has it. If the task that has it panics or is cancelled, the item is
//! gone, and a join waits for ever. A [`WorkQueue`] hands out a [`Lease`] instead. It derefs to the item, and ends with
//! [`done`](Lease::done) or with a retry. If it is dropped without a word, the item comes back.
//!
//! ```
//! use futures::executor::block_on; // any executor does
//! use queue_async::local::WorkQueue;
//!
//! let queue = WorkQueue::bounded(10);
//! block_on(async {
//!     queue.put("mail").await?;
//!     drop(queue.take().await?); // a worker fails
//!     let lease = queue.take().await?;
//!     assert_eq!((*lease, lease.attempts()), ("mail", 2));
//!     lease.done()?;
//!     queue.join().await; // waits until each item is done
//!     Ok::<(), Box<dyn std::error::Error>>(())
//! })
//! # .unwrap();
//! ```
//!
//! # What is promised
//!
//! - At most one lease of an item is good at a time, and of one key, if the [`Rules`] give items keys.
//! - An item is handed out at least once, and again until it is done, has no attempts left, or has lived too long. In
//!   the last two cases it is [dead](WorkQueue::dead).
//! - An item counts as unfinished from its put to its end, whatever happens to its leases.
//! - A retry never waits and is never refused: see [room](queue_core::work#room).
//!
//! # Time
//!
//! Delays, deadlines and times to live need a driver, which sleeps until the next of them: [`WorkQueue::drive`] with
//! the `sleep` of any runtime, such as that of tokio's module `time`, or [`WorkQueue::blocking_drive`] on a thread. Nothing
//! else of a work queue needs one.

mod aftermath;
#[cfg(feature = "std")]
mod blocking;
mod builder;
mod drive;
mod handle;
mod lease;
mod leases;
mod put;
mod questions;
mod queue;
#[cfg(any(feature = "metrics", feature = "stats", feature = "tracing"))]
mod shown;
mod take;
mod take_many;

pub use self::builder::WorkBuilder;
pub use self::handle::WorkHandle;
pub use self::lease::Lease;
pub use self::leases::LeaseStream;
pub use self::put::PutJob;
pub use self::queue::WorkQueue;
pub use self::take::Take;
pub use self::take_many::TakeMany;
#[doc(inline)]
pub use queue_core::work::{
    Backoff, ByKey, ByRank, Cause, Dead, Job, Jobs, Keep, LeaseError, LeaseId, Merge, Plain, Rules,
    StaleLease, TokenBucket,
};

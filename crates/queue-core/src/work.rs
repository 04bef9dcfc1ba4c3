//! Work that comes back: leases, retries, delays and keys.
//!
//! A plain queue knows an item until a get takes it. A work queue knows it until it has ended: it is a [`State`] whose
//! storage is [`Jobs`]. It has all that a state has, and more:
//!
//! - A get takes a [`Job`] out with a *lease*. The lease ends with [`done`](State::done), [`retry`](State::retry),
//!   or by itself if the queue was left a copy of the item with [`keep`](State::keep).
//! - A job is *ready*, *delayed* until its time comes, *behind* another one of its key, or *leased*. All of them are
//!   unfinished, so a join waits for them. After a shutdown gets wait on while a job may come back.
//! - A job that cannot be done ends as [`Dead`], and comes out with the [`Effects`] of a call.
//! - [`Rules`] say which job leaves first, and which jobs must not be in progress at the same time.
//!
//! There is no clock: a time is a number of the caller's, in any unit. [`advance`](State::advance) moves it on, and
//! [`next_deadline`](State::next_deadline) says when to do so.
//!
//! # Room
//!
//! The capacity bounds the jobs that are ready or behind another one. A job that is out or delayed, or was put with a
//! delay and is behind another one, has no room. It comes in if there is room. Otherwise it *returns*: it is the next one to come in when a job leaves,
//! before any waiting put, and if no job is ready it is taken itself. So a retry never waits and is never refused, the
//! queue never holds more than its capacity, and a queue full of retries always moves.
//!
//! A [rendezvous](crate::Capacity::Rendezvous) stores nothing, so it is no work queue: its jobs have no lease.
//!
//! ```
//! use queue_core::work::{Effects, Job, Jobs, Plain, Retry};
//! use queue_core::{State, TryGetError};
//!
//! let mut state = State::<Jobs<Plain<&str>>, u32>::default();
//! let mut effects = Effects::default();
//! state.try_put(Job::new("mail"), &mut effects.notified)?;
//!
//! let job = state.try_get(&mut effects.notified)?;
//! let lease = job.lease().expect("it has been taken");
//! state.retry(lease, job.item, Retry::At(60), &mut effects)?;
//! assert_eq!(state.try_get(&mut effects.notified), Err(TryGetError::Empty));
//! assert_eq!(state.next_deadline(), Some(60));
//!
//! state.advance(60, &mut effects);
//! let job = state.try_get(&mut effects.notified)?;
//! assert_eq!((job.item, job.attempts()), ("mail", 2));
//! state.done(job.lease().expect("it has been taken"), &mut None, &mut effects.notified)?;
//! assert_eq!(state.unfinished(), 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(doc)]
use crate::State;

mod backoff;
mod bucket;
mod effects;
mod error;
mod job;
mod jobs;
mod keys;
mod ready;
mod retry;
mod rules;
mod slot;
mod timers;

pub use self::backoff::Backoff;
pub use self::bucket::TokenBucket;
pub use self::effects::{Cause, Dead, Effects};
pub use self::error::{LeaseError, StaleLease};
pub use self::job::{Job, LeaseId};
pub use self::jobs::Jobs;
pub use self::retry::Retry;
pub use self::rules::{ByKey, ByRank, Keep, Merge, Plain, Rules};

//! Task queues across machines, on Redis 7 or Valkey 8, or later.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use queue_redis::{Options, Queue, TakeError};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize)]
//! enum Job {
//!     Mail { to: String },
//!     Resize(u64),
//! }
//!
//! # async fn send(_: &str) -> std::io::Result<()> { Ok(()) }
//! # async fn resize(_: u64) -> std::io::Result<()> { Ok(()) }
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let options = Options::bounded(100).max_attempts(5);
//! let queue = Queue::<Job>::connect("redis://127.0.0.1/", "jobs", options).await?;
//! loop {
//!     let lease = match queue.take().await {
//!         Ok(lease) => lease,
//!         Err(TakeError::ShutDown) => break, // all jobs have ended
//!         Err(error) => return Err(error.into()),
//!     };
//!     let result = match &*lease {
//!         Job::Mail { to } => send(to).await,
//!         Job::Resize(picture) => resize(*picture).await,
//!     };
//!     match result {
//!         Ok(()) => lease.done().await?,
//!         Err(_) => lease.retry_after(Duration::from_secs(10)).await?, // a dead letter after five attempts
//!     }
//! }
//! queue.leave().await?;
//! # Ok(())
//! # }
//! ```
//!
//! Nothing acknowledged is lost as long as the server keeps what it has acknowledged: with `appendonly yes` and
//! `appendfsync always`. With `appendfsync everysec` a crash of the server loses up to about a second of puts and answers,
//! and a failover loses what the replica had not received. Jobs whose `done` is lost run again.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod answering;
mod arrivals;
mod beat;
mod codec;
mod counts;
mod dead;
mod engine;
mod error;
mod lease;
mod link;
mod open;
mod operation;
mod options;
mod put;
mod questions;
mod queue;
mod session;
mod tls;
mod tries;
mod wakes;

pub use codec::{Bytes, Codec, CodecError, Json};
pub use counts::Counts;
pub use dead::{Cause, DeadLetter};
pub use engine::library;
pub use error::{
    ConnectError, DeadLetterError, Error, LeaseError, PutError, PutManyError, TakeError,
    TryPutError, TryTakeError,
};
pub use lease::Lease;
pub use options::Options;
pub use put::Put;
pub use queue::Queue;

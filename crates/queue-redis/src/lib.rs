//! Task queues across machines, on Redis 7 or Valkey 8, or later.
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
mod queue;
mod session;
mod tls;
mod wakes;

pub use codec::{Bytes, Codec, CodecError, Json};
pub use counts::Counts;
pub use dead::{Cause, DeadLetter};
pub use engine::library;
pub use error::{
    ConnectError, Error, LeaseError, PutError, PutManyError, TakeError, TryPutError, TryTakeError,
};
pub use lease::Lease;
pub use options::Options;
pub use put::Put;
pub use queue::Queue;

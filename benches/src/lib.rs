//! The queues of this workspace beside those of others: each is a *contender*, in a file of its own, and all
//! are used through the same traits.
//!
//! Through these traits a contender is as fast as by its own names: nothing is boxed, and each method is one call.

#![allow(
    clippy::inline_always,
    reason = "what lies between a workload and a contender costs nothing"
)]

pub mod channel;
pub mod contenders;
pub mod floors;
pub mod harness;
mod lock_file;
mod payload;
pub mod render;
pub mod report;
pub mod workloads;

pub use lock_file::version;
pub use payload::{Block, Block1K, Block4K, Block256, Payload};

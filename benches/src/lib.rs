//! Compares the queues of this workspace with those of other crates. Each queue is a *contender*: it has a file of
//! its own, and implements the same traits as the others.
//!
//! The traits cost nothing: they box nothing, and each method makes one call.

#![allow(
    clippy::inline_always,
    reason = "the code between a workload and a contender must cost nothing"
)]

pub mod channel;
pub mod contenders;
pub mod floors;
pub mod harness;
mod lock_file;
mod payload;
pub mod render;
pub mod report;
pub mod work;
pub mod workloads;

pub use lock_file::version;
pub use payload::{Block, Block1K, Block4K, Block256, Payload};

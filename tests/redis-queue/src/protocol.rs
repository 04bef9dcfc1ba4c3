//! The protocol of `queue-redis` as a small model, and all its states.
//!
//! The model has three parts. The *engine* does what the scripts do. The *clients* follow the rules of `session.rs`,
//! `operation.rs`, `beat.rs` and `wakes.rs`. The *network* delays and loses what they send: within one connection order
//! holds, and requests of a connection that the client has given up may be carried out later. Time is a choice, too: a
//! session, a lease or a delay may end at any moment. The server may come back without its last writes.
//!
//! In each state, [`explore`] checks that no promise is broken. From each state it lets all go well for once: then every
//! call that can be answered is answered, every job is free again, and no record stays.

mod action;
mod answers;
mod choices;
mod client;
mod describe;
mod engine;
mod explorer;
mod hello;
mod jobs;
mod lease;
mod line;
mod loss;
mod memory;
mod mistake;
mod network;
mod operations;
mod promises;
mod request;
mod settle;
mod setup;
mod setups;
mod shutdown;
mod task;
mod world;

pub use explorer::{Explored, Violation, explore};
pub use mistake::Mistake;
pub use setup::{Budget, Call, Setup};
pub use setups::setups;

//! Producers and consumers in processes of their own, while connections are cut, processes are killed or stopped, and
//! the server is killed.
//!
//! Each process writes what it asks and what it is answered to a [journal](Journal). At the end, [`check`] reads all
//! journals together with what the [storm](Plan::run) did, and finds what the queue must not do.

mod check;
mod clock;
mod consumer;
mod drain;
mod event;
mod gauge;
mod history;
mod journal;
mod member;
mod outcome;
mod plan;
mod power;
mod process;
mod producer;
mod proxy;
mod storm;
mod wire;

pub use check::{Rules, check};
pub use event::{Event, Record, Reply, Word};
pub use history::History;
pub use journal::Journal;
pub use member::{Member, Role};
pub use outcome::Outcome;
pub use plan::Plan;
pub use proxy::Proxy;
pub use wire::Fate;

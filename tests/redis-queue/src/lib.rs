//! Proves `queue-redis` on a real server, and its protocol in a model.

pub mod chaos;
mod programs;
pub mod protocol;
mod server;

pub use programs::{Engines, Fault, Library, Mistake, Order, Program, Setup, Step, Where};
pub use server::Server;

//! Proves `queue-redis` on a real server.

pub mod chaos;
mod programs;
mod server;

pub use programs::{Engines, Fault, Library, Mistake, Order, Program, Setup, Step, Where};
pub use server::Server;

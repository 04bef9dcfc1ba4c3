//! Proves `queue-redis` on a real server.

mod server;

pub use server::Server;

//! The suite of `flavour`, for local queues.

use queue_async::LocalLock as Flavour;

#[path = "flavour/mod.rs"]
mod flavour;

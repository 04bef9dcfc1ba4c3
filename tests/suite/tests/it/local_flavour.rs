//! The suite of `flavour`, for queues of one thread.

use queue_async::LocalLock as Flavour;

#[path = "flavour/mod.rs"]
mod flavour;

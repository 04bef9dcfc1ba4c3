//! The suite of `compat`, for queues of one thread.

use queue_async::LocalLock as Flavour;

#[path = "compat/mod.rs"]
mod compat;

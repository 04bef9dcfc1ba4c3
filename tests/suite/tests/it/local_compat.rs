//! The suite of `compat`, for local queues.

use queue_async::LocalLock as Flavour;

#[path = "compat/mod.rs"]
mod compat;

//! The suite of `compat`, for sync queues.

use queue_async::SyncLock as Flavour;

#[path = "compat/mod.rs"]
mod compat;

//! The suite of `compat`, for queues that threads share.

use queue_async::SyncLock as Flavour;

#[path = "compat/mod.rs"]
mod compat;

//! The tests of `shell`, for local queues.

use queue_async::LocalLock as Flavour;

#[path = "shell/mod.rs"]
mod shell;

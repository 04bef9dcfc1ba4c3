//! The suite of `flavour`, for queues that threads share.

use queue_async::Shared as Flavour;

#[path = "flavour/mod.rs"]
mod flavour;

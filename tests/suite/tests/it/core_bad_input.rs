//! What the core does with input it should never get: one test for each kind.

mod batches;
mod count;
mod crowd;
mod displacing;
mod lifecycle;
mod lying_ord;
mod odd_storage;
mod operations;
mod pairs;
mod panicking_ord;
mod panicking_storage;
mod permits;
mod tasks;
mod twins;
mod weigher;

use queue_core::Fairness;

const BOTH_WAYS: [Fairness; 2] = [Fairness::Fair, Fairness::Barging];

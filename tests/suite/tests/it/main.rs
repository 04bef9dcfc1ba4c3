//! All tests of the queues, in one binary.
#![expect(clippy::duplicate_mod, reason = "the suites run once for each flavour")]

mod conformance;
mod core_bad_input;
mod core_operations;
mod core_values;
mod explorer;
mod heapq;
mod local_compat;
mod local_flavour;
mod random;
mod runtimes;
mod storages;
mod stress;
mod sync_compat;
mod sync_flavour;

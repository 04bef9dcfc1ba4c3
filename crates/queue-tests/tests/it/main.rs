//! Everything that is proved about the queues, in one binary.

mod explorer;
mod local_flavour;
mod runtimes;
mod sync_flavour;
mod task;

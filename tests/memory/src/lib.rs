//! What the queues cost: the bytes of each queue and of each waiting operation, and the steps of a
//! cancel. Also what operations cost, to be compared with a record.
//!
//! It is a package of its own because a program that counts its allocations replaces the allocator,
//! and no other test should run on that one.

mod bytes;
mod cancel;
pub mod counters;
mod cpython;
mod jobs;
mod steps;
mod table;
mod waiter;

pub use bytes::{Bytes, Waiter, bytes_per_queue};
pub use cancel::{Cancel, Flavour, Line, Order};
pub use cpython::{RECORDED, measure_cpython};
pub use jobs::table_of_jobs;
pub use steps::instructions;
pub use table::table;
pub use waiter::{has_to_wait, idle_waker};

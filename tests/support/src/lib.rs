//! What the tests and the benchmarks share.

mod cpython;
mod parallel;
mod task;
mod valgrind;

pub use cpython::find_cpython;
pub use parallel::in_parallel;
pub use task::{Task, poll_with};
pub use valgrind::callgrind;

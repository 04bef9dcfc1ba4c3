//! What the tests and the benchmarks share.

mod cpython;
mod parallel;
mod random;
mod shrink;
mod task;
mod valgrind;

pub use cpython::find_cpython;
pub use parallel::in_parallel;
pub use random::run_random;
pub use shrink::{Shrink, shrink};
pub use task::{Task, poll_with};
pub use valgrind::callgrind;

//! What the tests and the benchmarks share.

mod cpython;
mod parallel;
mod valgrind;

pub use cpython::find_cpython;
pub use parallel::in_parallel;
pub use valgrind::callgrind;

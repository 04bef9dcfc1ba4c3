//! A single-threaded executor with timers, built on the bare core.
//!
//! It shows what an executor has to add to a [`queue_core::State`] to let its tasks wait:
//!
//! - The waiter is a *task number*. No waker passes through the queue.
//! - A future of a few lines polls the state inside a `RefCell`, and cancels when it is dropped.
//! - After the state has been let go of, the notified numbers go to the ready list.
//!
//! Time is virtual. When no task is ready, the clock goes to the next timer. Every run prints the same:
//!
//! ```text
//! $ cargo run --example executor
//!  5  Worker 1 cancels a get, no job has come
//! 10  Producer 1 has put job 1
//! 10  Worker 2 starts job 1
//! 11  Producer 1 has put job 2
//! ...
//! ```
//!
//! Worker 1 has waited for a job since time 5, and job 1 notifies it at time 10. Worker 2 is polled first and takes
//! the job. Worker 1 has lost the race and waits again. The program fails if a job is lost or done twice.

mod executor;
mod queue;
mod schedule;
mod workshop;

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (log, result) = workshop::run();
    // A reader that leaves has read enough; the result still counts.
    if let Err(error) = print(&log)
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return fail(format_args!("standard output: {error}"));
    }
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => fail(format_args!("{message}")),
    }
}

/// Not `println!`, which panics if standard output cannot be written to.
fn print(log: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    log.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    out.flush()
}

fn fail(message: fmt::Arguments<'_>) -> ExitCode {
    // If standard error is closed too, the exit status still says it.
    let _ = writeln!(io::stderr(), "executor: {message}");
    ExitCode::FAILURE
}

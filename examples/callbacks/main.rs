//! Queues behind an interface as C has it: functions, handles, status codes and callbacks.
//!
//! It shows how a library for another language embeds a [`queue_core::State`]:
//!
//! - The waiter is a function pointer with a context, and the handle of the operation that waits.
//! - Operations live in a table of the library, and the program has their handles.
//! - Callbacks run after the state has been let go of, and may call every function of the library.
//!
//! ```text
//! $ cargo run --example callbacks
//! job 1 is in
//! job 2 is in
//! job 3 waits
//! job 4 waits
//! job 4 comes back
//! ...
//! ```
//!
//! Two things go wrong on purpose. Worker 1 is freed while its get waits: its callback cancels the get, which
//! passes the wake on to Worker 3. Worker 2 takes that job first: Worker 3's callback has lost the race, and its get
//! waits again. The program fails if a job is lost or done twice.

mod api;
mod table;
mod world;

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::world::World;

fn main() -> ExitCode {
    let mut world = World::new();
    world.run();
    // A reader that leaves has read enough; the result still counts.
    if let Err(error) = print(world.log())
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return fail(format_args!("standard output: {error}"));
    }
    match world.check() {
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
    let _ = writeln!(io::stderr(), "callbacks: {message}");
    ExitCode::FAILURE
}

//! Prints the SHA-256 of every file below some paths, as GNU `sha256sum` does, with several threads.
//!
//! ```text
//!               jobs (a queue, --queue)
//!            +--------------------------> worker 1 --+
//!            |                     `----> worker N --+ reports, one channel per job
//!   walk ----+                                       v
//!            +------------------------------------> print ----> standard output
//!               tickets (a queue, the window)
//! ```
//!
//! The *walk* is a thread that puts what it meets into two [queues](queue_async::sync::Queue), in
//! its order: a *job* is a large file or a batch of small ones, its *ticket* is where the answer
//! will arrive. *Workers* take jobs as they can. The *printer*, the main thread, takes the tickets
//! one after the other, waits for the answer of each, and so prints in the order of the walk.
//! What goes wrong on the way, such as a folder that cannot be read, travels as a part of its job,
//! so messages come in order too.
//!
//! # Memory
//!
//! Both queues are bounded, and the walk waits when one is full. So what exists at a time is
//!
//! - the jobs that wait, `--queue` at most, and one at each worker;
//! - the answers that wait for an earlier one, as many as the window has tickets beyond that;
//! - a block of bytes per worker, and a few lines at the printer;
//! - the names in one folder, which must be known before they can be sorted, and what is left of
//!   the names in the folders around it.
//!
//! It does not matter how many files there are, nor how large they are.
//!
//! # Stopping
//!
//! Ctrl-C and a closed output pipe stop the *belt* (the two queues and a flag). The queues are
//! emptied, and the threads that wait at them are woken. The workers look at the flag between two
//! blocks. A job that is dropped hangs up on its ticket, which wakes the printer.

mod args;
mod belt;
mod hash;
mod interrupt;
mod line;
mod print;
mod progress;
mod quote;
mod trouble;
mod walk;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread::{self, Builder, Scope};

use crate::args::Args;
use crate::belt::Belt;
use crate::hash::Worker;
use crate::interrupt::Interrupt;
use crate::print::Printer;
use crate::progress::Progress;

fn main() -> ExitCode {
    match run(&Args::from_command_line()) {
        Ok(status) => status,
        Err(message) => {
            // Not `eprintln!`, which panics if standard error cannot be written to.
            let _ = writeln!(io::stderr(), "checksum: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<ExitCode, String> {
    let belt = Arc::new(Belt::new(args.queue.into(), args.workers.into()));
    let progress = Progress::new();
    let interrupt = Interrupt::stopping(&belt, &progress)
        .map_err(|error| format!("cannot catch Ctrl-C: {error}"))?;
    let result = work(args, &belt, &progress);
    progress.clear();
    match result {
        _ if interrupt.was_pressed() => Ok(interrupt::STATUS.into()),
        Ok(troubled) => Ok(if troubled { ExitCode::FAILURE } else { ExitCode::SUCCESS }),
        Err(message) => Err(message),
    }
}

/// Prints all there is, and tells whether there was trouble.
fn work(args: &Args, belt: &Belt, progress: &Progress) -> Result<bool, String> {
    thread::scope(|scope| {
        let result = employ(scope, args, belt, progress)
            .map_err(|error| format!("cannot start a thread: {error}"))
            .and_then(|()| {
                let printed = Printer::new(belt, progress).run();
                printed.map_err(|error| format!("standard output: {error}"))
            });
        // Whatever the reason for the end, nothing takes from the belt any more.
        belt.stop();
        result
    })
}

/// Starts the walk and the workers. If the machine has no thread left, this is an error;
/// `scope.spawn` would panic.
fn employ<'scope>(
    scope: &'scope Scope<'scope, '_>,
    args: &'scope Args,
    belt: &'scope Belt,
    progress: &'scope Progress,
) -> io::Result<()> {
    Builder::new().spawn_scoped(scope, || walk::walk(&args.paths, belt, progress))?;
    for _ in 0..args.workers {
        Builder::new().spawn_scoped(scope, || Worker::new(belt, progress).run())?;
    }
    Ok(())
}

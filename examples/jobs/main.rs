//! A job server over HTTP on a [`WorkQueue`](queue_async::work::WorkQueue), and a command that tries to break it.
//!
//! ```text
//!   POST /jobs ----> work queue ----> workers ----> done
//!                     ^     |            |
//!                     |     |            | fails, panics, is cancelled
//!                     |     |            v
//!                     +-----|------- backoff
//!                           |
//!                           +----> dead letters, after five attempts
//! ```
//!
//! The [rules](rules) of the queue are its own. The job of the smallest priority leaves first, and at most one job of
//! a tenant is in progress. Jobs of one tenant leave in the order in which they came, whatever their
//! priority and delay.
//!
//! # Serving
//!
//! ```console
//! $ cargo run --release -p queue-examples --example jobs -- serve --port 8080 --capacity 100 --workers 4
//! jobs: listening on http://127.0.0.1:8080
//! ```
//!
//! In another shell:
//!
//! ```console
//! $ curl -i http://127.0.0.1:8080/jobs --json '{"tenant": "ann", "priority": 1, "work": "sleep 200"}'
//! HTTP/1.1 202 Accepted
//! ...
//! {"id":1}
//! $ curl http://127.0.0.1:8080/jobs --json '{"tenant": "ann", "priority": 0, "work": "mail", "delay_ms": 500}'
//! {"id":2}
//! $ curl http://127.0.0.1:8080/jobs --json '{"tenant": "bob", "priority": 0, "work": "fail"}'
//! {"id":3}
//! $ curl http://127.0.0.1:8080/dead
//! [{"id":3,"attempts":5,"cause":"attempts"}]
//! $ curl http://127.0.0.1:8080/metrics
//! # HELP jobs_accepted_total Jobs that were answered with 202.
//! # TYPE jobs_accepted_total counter
//! jobs_accepted_total 3
//! ...
//! ```
//!
//! The work is simulated: `sleep N` takes N milliseconds, `fail` fails each time, `panic` panics, and all else is
//! done at once. A full queue answers 429.
//!
//! SIGTERM or Ctrl-C drains the server. It answers 503 to further jobs, finishes all that it has, prints one line, and
//! exits with 0. The second such signal gives up what is left, and the exit status is 1.
//!
//! ```console
//! $ kill -TERM PID
//! jobs: draining, 0 unfinished
//! jobs: 3 accepted, 2 done, 1 dead, 0 left
//! ```
//!
//! # Serving on several machines
//!
//! With `--redis`, servers share one queue, and its bound: when it is full, each of them answers 429. In two shells:
//!
//! ```console
//! $ cargo run --release -p queue-examples --example jobs -- serve --port 8080 --redis redis://127.0.0.1/
//! $ cargo run --release -p queue-examples --example jobs -- serve --port 8081 --redis redis://127.0.0.1/
//! ```
//!
//! A server that is killed loses nothing: its jobs come back, to the other one. SIGTERM lets it finish the jobs that it
//! has; those that wait go on with the others. There, more than one job of a tenant may be in progress.
//!
//! # Chaos
//!
//! ```console
//! $ cargo run --release -p queue-examples --example jobs -- chaos --seconds 3 --seed 1 --workers 16 --capacity 128
//! jobs: 34473 attempts: 17398 done, 7439 retried, 2770 dropped, 2073 panicked, 3420 refused, 1373 leaked
//! jobs: 18198 accepted, 17398 done, 800 dead, 0 lost
//! ```
//!
//! It runs the same server on a free port, and a [load](load) of real requests beside it. Meanwhile it aborts workers
//! at random, and the [handlers](hazard) fail in every way there is. Each handler writes what it does into a
//! [ledger](ledger). After so many seconds the server is drained, and a [check](check) of the ledger proves:
//!
//! - Each accepted job has been done once, or is dead, and no other job has.
//! - No two handlers had a job of one tenant at the same time. A handler whose lease has run out does not count.
//! - Each attempt has one lease, and an answer to a lease that has run out is refused.
//!
//! Each rule that is broken is a line of its own, and then the exit status is 1.

mod api;
mod args;
mod attempt;
mod chaos;
mod check;
mod client;
mod crew;
mod hazard;
mod ledger;
mod load;
mod metrics;
mod overlap;
mod progress;
mod remote;
mod rules;
mod serve;
mod server;
mod service;
mod stop;
mod totals;
mod verdict;
mod work;

use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::args::{Args, Command};

#[tokio::main]
async fn main() -> ExitCode {
    let result = match Args::from_command_line().command {
        Command::Serve(args) => serve::run(&args).await,
        Command::Chaos(args) => chaos::run(&args).await,
    };
    result.unwrap_or_else(|error| {
        // Not `eprintln!`, which panics if standard error cannot be written to.
        let _ = writeln!(io::stderr(), "jobs: {}", in_full(&error));
        ExitCode::FAILURE
    })
}

/// Returns an error with its causes, in one line.
fn in_full(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !line.ends_with(&text) {
            line = format!("{line}: {text}");
        }
        cause = error.source();
    }
    line
}

/// Prints a line. If standard output is closed, the exit status still says how it went.
fn say(line: impl fmt::Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

//! A service station, simulated on the bare core: no runtime, no thread, no clock but its own.
//!
//! Customers arrive at random, wait in a room with a few seats, and are served by one of several
//! servers. A customer that finds the room full is lost. The room is a [`queue_core::State`], and a
//! server waits for work with the *number of an event*. When the state notifies that number, the
//! event goes into the calendar of the simulation, due at once. No other glue is needed.
//!
//! Arrivals are Poisson and service times exponential, so queueing theory knows the answers: this
//! is the model M/M/c/K, where K counts the places at the servers and in the room. The program
//! prints what it measured beside what theory says, and fails if they differ by more than chance
//! explains.
//!
//! ```text
//! $ cargo run --release --example station
//! 3 servers, room for 5, 1000000 customers, seed 1;
//! customers arrive at 2.5 per second, a busy server serves 1 per second
//!
//!                        simulated      theory  difference   tolerated
//! utilisation             0.783518    0.782083     +0.183%      0.644%
//! number in line, Lq      1.218453    1.208447     +0.828%      2.615%
//! wait in seconds, Wq     0.518989    0.515055     +0.764%      2.564%
//! loss                    0.062481    0.061500     +1.595%      6.003%
//! ```
//!
//! `--help` lists what can be varied.

mod calendar;
mod plan;
mod report;
mod station;
mod tally;
mod theory;

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::plan::Plan;
use crate::report::{Report, STANDARD_ERRORS};
use crate::station::Station;

fn main() -> ExitCode {
    let plan = Plan::parse();
    if let Err(error) = plan.check() {
        error.exit();
    }
    let report = Report::new(&plan, &Station::new(&plan).run());
    // A reader that leaves has read enough; what was found still counts.
    if let Err(error) = print(&plan, &report)
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        return fail(format_args!("standard output: {error}"));
    }
    if report.agrees() {
        return ExitCode::SUCCESS;
    }
    fail(format_args!(
        "simulation and theory differ by more than {STANDARD_ERRORS} standard errors"
    ))
}

/// Not `println!`, which panics if standard output cannot be written to.
fn print(plan: &Plan, report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{plan}\n\n{report}")?;
    out.flush()
}

fn fail(message: fmt::Arguments<'_>) -> ExitCode {
    // If standard error is closed too, the exit status still says it.
    let _ = writeln!(io::stderr(), "station: {message}");
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simulation_agrees_with_theory() {
        for station in ["", "--servers 1 --room 1 --arrivals 9", "--servers 8 --arrivals 7"] {
            let plan = Plan::parse_line(&format!("--customers 100000 {station}")).unwrap();
            let report = Report::new(&plan, &Station::new(&plan).run());
            assert!(report.agrees(), "{report}");
        }
    }
}

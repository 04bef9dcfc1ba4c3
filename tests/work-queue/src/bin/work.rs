//! Explores the work queue, and runs random programs on it, beside the model.

use std::num::NonZeroU64;
use std::panic;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Parser;
use queue_core::work::Keep;
use queue_support::{in_parallel, run_random};
use queue_work::{Order, Program, Setup, explore};

/// Runs every short program, and then random ones, on the work queue beside a naive model.
///
/// The first program that goes wrong is printed, made as short as possible. The exit status is then 1, and 2 if
/// something else went wrong.
#[derive(Parser)]
#[command(name = "cargo xtask work", bin_name = "cargo xtask work")]
struct Args {
    /// How many steps the explored programs have
    #[arg(long, value_name = "N", default_value = "5")]
    steps: usize,

    /// How many random programs to run
    #[arg(long, value_name = "N", default_value = "100000")]
    programs: NonZeroU64,

    /// The first random program; by default another one each time
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

fn main() -> ExitCode {
    run(&Args::parse()).unwrap_or_else(|error| {
        eprintln!("work: {error:#}");
        ExitCode::from(2)
    })
}

fn run(args: &Args) -> anyhow::Result<ExitCode> {
    // A panic is reported with its program, and happens often while the program is shrunk.
    panic::set_hook(Box::new(|_| {}));
    let [programs, states, violations] = [const { AtomicU64::new(0) }; 3];
    let setups = setups();
    in_parallel(
        (setups.len() as u64, "queues"),
        None,
        || Ok(()),
        |(), index, bar| {
            match explore(setups[index as usize], args.steps) {
                Ok(explored) => {
                    programs.fetch_add(explored.programs, Ordering::Relaxed);
                    states.fetch_add(explored.states, Ordering::Relaxed);
                }
                Err(found) => {
                    violations.fetch_add(1, Ordering::Relaxed);
                    bar.suspend(|| println!("\n{found}\n"));
                }
            }
            Ok(())
        },
    )?;
    let found = violations.into_inner();
    let (explored, states) = (programs.into_inner(), states.into_inner());
    println!(
        "work: {explored} programs of at most {} steps, {states} states, {found} violations",
        args.steps
    );

    let programs = (args.programs, args.seed.unwrap_or_else(rand::random));
    let more = run_random("work", programs, Program::random, |program| program.run().map(drop))?;
    Ok(if found + more == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The queues that are explored.
fn setups() -> Vec<Setup> {
    let mut setups = Vec::new();
    for capacity in [Some(1), Some(2), None] {
        for keep in [Keep::All, Keep::First, Keep::Last] {
            for order in [Order::Arrival, Order::Rank] {
                setups.push(Setup { capacity, keep, order, max_attempts: 2 });
            }
        }
    }
    setups
}

//! Runs random programs on the core and on the futures of both flavours, beside the model.

use std::num::NonZeroU64;
use std::process::ExitCode;

use clap::Parser;
use queue_suite::Program;
use queue_support::run_random;

/// Runs random programs on the queues, and compares each step with the model.
///
/// The run ends at the first program that goes wrong, and prints it, made as short as possible. The exit
/// status is then 1, and 2 if something else went wrong.
#[derive(Parser)]
#[command(name = "cargo xtask random", bin_name = "cargo xtask random")]
struct Args {
    /// How many programs to run
    #[arg(long, value_name = "N", default_value = "100000")]
    programs: NonZeroU64,

    /// The first program; by default another one each time
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

fn main() -> ExitCode {
    run(&Args::parse()).unwrap_or_else(|error| {
        // Status 1 says that a program went wrong. This status says that the run failed.
        eprintln!("random: {error:#}");
        ExitCode::from(2)
    })
}

fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let first = args.seed.unwrap_or_else(rand::random);
    let programs = (args.programs, first);
    let violations =
        run_random("random", programs, Program::random, |program| program.run().map(drop))?;
    Ok(if violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

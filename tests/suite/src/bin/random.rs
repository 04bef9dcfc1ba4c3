//! Runs random programs on the core and on the futures of both flavours, beside the model.

use std::num::NonZeroU64;
use std::panic;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Parser;
use queue_suite::{Program, shrink};
use queue_support::in_parallel;

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
    println!("random: programs from --seed {first}");
    // A panic is reported with its program, and happens often while the program is shrunk.
    panic::set_hook(Box::new(|_| {}));
    let [programs, steps, violations] = [const { AtomicU64::new(0) }; 3];
    in_parallel(
        (args.programs.get(), "programs"),
        None,
        || Ok(()),
        |(), index, bar| {
            if violations.load(Ordering::Relaxed) > 0 {
                return Ok(());
            }
            let seed = first.wrapping_add(index);
            let program = Program::random(seed);
            programs.fetch_add(1, Ordering::Relaxed);
            steps.fetch_add(program.steps.len() as u64, Ordering::Relaxed);
            if program.run().is_err() {
                violations.fetch_add(1, Ordering::Relaxed);
                let smallest = shrink(program, |candidate| candidate.run().is_err());
                if let Err(found) = smallest.run() {
                    bar.suspend(|| println!("\nfrom --seed {seed} --programs 1:\n{found}\n"));
                }
            }
            Ok(())
        },
    )?;
    let [programs, steps, violations] = [programs, steps, violations].map(AtomicU64::into_inner);
    println!("random: {programs} programs, {steps} steps, {violations} violations");
    Ok(if violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

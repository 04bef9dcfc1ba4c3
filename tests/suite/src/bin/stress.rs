//! Lets threads and tasks put and get on queues of all kinds, and checks that no item is lost.

use std::num::NonZeroU64;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use queue_suite::Stress;

/// Lets threads and tasks put, get, wait, time out and cancel, all at once.
///
/// Each round has another queue, and checks that every item is got once and in order, or comes back. The
/// first round that goes wrong ends the run, with the exit status 1.
#[derive(Parser)]
#[command(name = "cargo xtask stress", bin_name = "cargo xtask stress")]
struct Args {
    /// How many rounds to run; by default a thousand, unless --seconds is given
    #[arg(long, value_name = "N")]
    rounds: Option<NonZeroU64>,

    /// For how many seconds to start rounds
    #[arg(long, value_name = "N", conflicts_with = "rounds")]
    seconds: Option<NonZeroU64>,

    /// The first round; by default another one each time
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    let first = args.seed.unwrap_or_else(rand::random);
    println!("stress: rounds from --seed {first}");
    let bar = ProgressBar::no_length()
        .with_style(ProgressStyle::with_template("{spinner} {pos} rounds, {elapsed}")?);
    let start = Instant::now();
    let goes_on = |rounds| match args.seconds {
        Some(seconds) => start.elapsed() < Duration::from_secs(seconds.get()),
        None => rounds < args.rounds.map_or(1_000, NonZeroU64::get),
    };
    let [mut rounds, mut items, mut violations] = [0; 3];
    while goes_on(rounds) && violations == 0 {
        let stress = Stress::random(first.wrapping_add(rounds));
        rounds += 1;
        match stress.run() {
            Ok(put) => items += put,
            Err(wrong) => {
                violations += 1;
                bar.suspend(|| println!("{wrong}"));
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    println!("stress: {rounds} rounds, {items} items, {violations} violations");
    Ok(if violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! Measures what threads pay for the lock of a queue, beside the same queue behind other locks.

mod contender;
mod one_core;
mod pairs;
mod thread;
mod visits;

use std::time::Duration;

use clap::Parser;
use hdrhistogram::Histogram;

use contender::{Contender, Ours, ParkingLot, Std};
use one_core::Channel;
use pairs::Pairs;
use visits::Visits;

/// Measures what threads pay for the lock of a queue: time, processor time, and how long the slowest wait.
///
/// The first table has threads that put and get without waiting, one pair after the other. In the second a thread takes the lock
/// now and then, which others hold for ten microseconds at a time. Both have the same queue behind other locks. The third has
/// two threads that block, on one core, beside other channels.
///
/// Nothing else should run meanwhile. To be a real-time thread takes the right to.
#[derive(Parser)]
#[command(name = "cargo xtask lock", bin_name = "cargo xtask lock")]
struct Args {
    /// Measure only what has this in its name, such as `pairs` or `greedy`
    #[arg(long, value_name = "PATTERN", default_value = "")]
    only: String,

    /// How long each is measured in each round, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 200)]
    time: u64,

    /// How often all take their turn
    #[arg(long, value_name = "N", default_value_t = 7)]
    rounds: usize,
}

/// A contender: its name, and what measures it.
struct Measured {
    name: &'static str,
    pairs: fn(&mut Pairs, usize, Duration),
    visits: fn(Visits, &mut Histogram<u64>, Duration) -> anyhow::Result<()>,
}

impl Measured {
    const ALL: [Self; 3] = [Self::new::<Ours>(), Self::new::<ParkingLot>(), Self::new::<Std>()];

    const fn new<C: Contender>() -> Self {
        Self { name: C::NAME, pairs: Pairs::measure::<C>, visits: Visits::measure::<C> }
    }
}

fn main() -> anyhow::Result<()> {
    let Args { only, time, rounds } = Args::parse();
    let time = Duration::from_millis(time);
    if "pairs".contains(&only) {
        println!("| pairs | lock | time | processor | p50 | p99 | p99.9 | longest |");
        println!("|---|---|---|---|---|---|---|---|");
        for threads in [1, 2, 4, 16, 64] {
            pairs(threads, time, rounds);
        }
        println!();
    }
    let mut chosen = Visits::ALL.into_iter().filter(|v| v.name().contains(&only)).peekable();
    if chosen.peek().is_some() {
        println!("| visits | lock | p50 | p99 | longest | a second |\n|---|---|---|---|---|---|");
        chosen.try_for_each(|chosen| visits(chosen, time, rounds))?;
        println!();
    }
    if "one core".contains(&only) {
        println!(
            "| two threads that block, on one core | capacity 1 | capacity 64 |\n|---|---|---|"
        );
        one_core(rounds)?;
    }
    Ok(())
}

fn pairs(threads: usize, time: Duration, rounds: usize) {
    let mut all = Measured::ALL.map(|_| Pairs::none());
    for _ in 0..rounds {
        for (measured, pairs) in Measured::ALL.iter().zip(&mut all) {
            (measured.pairs)(pairs, threads, time);
        }
    }
    for (Measured { name, .. }, pairs) in Measured::ALL.iter().zip(&all) {
        let [time, processor] = pairs.each();
        let [p50, p99, p999, longest] = [0.5, 0.99, 0.999, 1.0].map(|q| at(&pairs.latencies, q));
        println!(
            "| {threads} threads | {name} | {time:.1} ns | {processor:.1} ns | {p50} | {p99} | {p999} | {longest} |"
        );
    }
}

fn visits(visits: Visits, time: Duration, rounds: usize) -> anyhow::Result<()> {
    let mut all = Measured::ALL.map(|_| pairs::latencies());
    for _ in 0..rounds {
        for (measured, latencies) in Measured::ALL.iter().zip(&mut all) {
            (measured.visits)(visits, latencies, time)?;
        }
    }
    for (Measured { name, .. }, latencies) in Measured::ALL.iter().zip(&all) {
        let [p50, p99, longest] = [0.5, 0.99, 1.0].map(|q| at(latencies, q));
        let rate = latencies.len() as f64 / (time.as_secs_f64() * rounds as f64);
        println!("| {} | {name} | {p50} | {p99} | {longest} | {rate:.0} |", visits.name());
    }
    Ok(())
}

fn one_core(rounds: usize) -> anyhow::Result<()> {
    let mut times = Channel::ALL.map(|_| [1, 64].map(|capacity| (capacity, Vec::new())));
    for _ in 0..rounds {
        for (channel, times) in Channel::ALL.iter().zip(&mut times) {
            for (capacity, times) in times {
                times.push(channel.on_one_core(*capacity, 50_000)?);
            }
        }
    }
    for (channel, times) in Channel::ALL.iter().zip(times) {
        let [of_1, of_64] = times.map(|(_, mut times)| {
            times.sort_unstable();
            times[times.len() / 2]
        });
        println!("| {} | {of_1:?} | {of_64:?} |", channel.name());
    }
    Ok(())
}

/// Says what so many of them took at most.
fn at(latencies: &Histogram<u64>, quantile: f64) -> String {
    format!("{:.1?}", Duration::from_nanos(latencies.value_at_quantile(quantile)))
}

//! Measures the cost of the lock of a queue, beside the same queue behind other locks.

mod contender;
mod one_core;
mod pairs;
mod thread;
mod visits;

use std::time::Duration;

use clap::Parser;
use hdrhistogram::Histogram;
use indicatif::{ProgressBar, ProgressStyle};

use contender::{Contender, Ours, ParkingLot, Std};
use one_core::Channel;
use pairs::Pairs;
use visits::Visits;

/// Measures the cost of the lock of a queue: time, processor time, and the longest waits.
///
/// The first two tables compare the same queue behind several locks. In the first table, threads put and get
/// without waiting, one pair after the other. In the second table, a thread takes the lock now and then, while
/// other threads hold it for ten microseconds at a time. The third table compares our queue with other channels:
/// two threads on one core that block.
///
/// Let no other program run at the same time. One visitor is a real-time thread, which needs the privilege to be one.
#[derive(Parser)]
#[command(name = "cargo xtask lock", bin_name = "cargo xtask lock")]
struct Args {
    /// Measure only what has PATTERN in its name, such as `pairs` or `greedy`
    #[arg(long, value_name = "PATTERN", default_value = "")]
    only: String,

    /// Measure each lock for this long in each round, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 200)]
    time: u64,

    /// Run this many rounds; in each round all locks take turns
    #[arg(long, value_name = "N", default_value_t = 7)]
    rounds: usize,
}

/// A lock: its name, and the functions that measure it.
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

/// The numbers of threads that make pairs.
const THREADS: [usize; 5] = [1, 2, 4, 16, 64];

/// The capacities at which two threads share a core.
const CAPACITIES: [usize; 2] = [1, 64];

fn main() -> anyhow::Result<()> {
    let Args { only, time, rounds } = Args::parse();
    let time = Duration::from_millis(time);
    let threads = if "pairs".contains(&only) { &THREADS[..] } else { &[] };
    let chosen: Vec<_> = Visits::ALL.into_iter().filter(|v| v.name().contains(&only)).collect();
    let has_one_core = "one core".contains(&only);
    let on_one_core = if has_one_core { Channel::ALL.len() * CAPACITIES.len() } else { 0 };
    let bar =
        progress(rounds * ((threads.len() + chosen.len()) * Measured::ALL.len() + on_one_core));
    if !threads.is_empty() {
        say(&bar, "| pairs | lock | time | processor | p50 | p99 | p99.9 | longest |");
        say(&bar, "|---|---|---|---|---|---|---|---|");
        threads.iter().for_each(|&threads| pairs(threads, time, rounds, &bar));
        say(&bar, "");
    }
    if !chosen.is_empty() {
        say(&bar, "| visits | lock | p50 | p99 | longest | a second |\n|---|---|---|---|---|---|");
        chosen.into_iter().try_for_each(|chosen| visits(chosen, time, rounds, &bar))?;
        say(&bar, "");
    }
    if has_one_core {
        let head = "| two threads that block, on one core | capacity 1 | capacity 64 |";
        say(&bar, head);
        say(&bar, "|---|---|---|");
        one_core(rounds, &bar)?;
    }
    bar.finish_and_clear();
    Ok(())
}

/// Returns a bar, which only a terminal shows.
fn progress(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {eta} left, {msg}");
    let steps = u64::try_from(steps).expect("there are few");
    ProgressBar::new(steps).with_style(style.expect("it is well formed"))
}

/// Prints a line while the bar is hidden.
fn say(bar: &ProgressBar, line: &str) {
    bar.suspend(|| println!("{line}"));
}

fn pairs(threads: usize, time: Duration, rounds: usize, bar: &ProgressBar) {
    let mut all = Measured::ALL.map(|_| Pairs::none());
    for _ in 0..rounds {
        for (measured, pairs) in Measured::ALL.iter().zip(&mut all) {
            bar.set_message(format!("{threads} threads: {}", measured.name));
            (measured.pairs)(pairs, threads, time);
            bar.inc(1);
        }
    }
    for (Measured { name, .. }, pairs) in Measured::ALL.iter().zip(&all) {
        let [time, processor] = pairs.each();
        let [p50, p99, p999, longest] = [0.5, 0.99, 0.999, 1.0].map(|q| at(&pairs.latencies, q));
        say(
            bar,
            &format!(
                "| {threads} threads | {name} | {time:.1} ns | {processor:.1} ns | {p50} | {p99} | {p999} | {longest} |"
            ),
        );
    }
}

fn visits(visits: Visits, time: Duration, rounds: usize, bar: &ProgressBar) -> anyhow::Result<()> {
    let mut all = Measured::ALL.map(|_| pairs::latencies());
    for _ in 0..rounds {
        for (measured, latencies) in Measured::ALL.iter().zip(&mut all) {
            bar.set_message(format!("{}: {}", visits.name(), measured.name));
            (measured.visits)(visits, latencies, time)?;
            bar.inc(1);
        }
    }
    for (Measured { name, .. }, latencies) in Measured::ALL.iter().zip(&all) {
        let [p50, p99, longest] = [0.5, 0.99, 1.0].map(|q| at(latencies, q));
        let rate = latencies.len() as f64 / (time.as_secs_f64() * rounds as f64);
        let visits = visits.name();
        say(bar, &format!("| {visits} | {name} | {p50} | {p99} | {longest} | {rate:.0} |"));
    }
    Ok(())
}

fn one_core(rounds: usize, bar: &ProgressBar) -> anyhow::Result<()> {
    let mut times = Channel::ALL.map(|_| CAPACITIES.map(|capacity| (capacity, Vec::new())));
    for _ in 0..rounds {
        for (channel, times) in Channel::ALL.iter().zip(&mut times) {
            for (capacity, times) in times {
                bar.set_message(format!("one core: {}, capacity {capacity}", channel.name()));
                times.push(channel.on_one_core(*capacity, 50_000)?);
                bar.inc(1);
            }
        }
    }
    for (channel, times) in Channel::ALL.iter().zip(times) {
        let [of_1, of_64] = times.map(|(_, mut times)| {
            times.sort_unstable();
            times[times.len() / 2]
        });
        say(bar, &format!("| {} | {of_1:?} | {of_64:?} |", channel.name()));
    }
    Ok(())
}

/// Returns the time that a visit or a pair at this quantile took.
fn at(latencies: &Histogram<u64>, quantile: f64) -> String {
    format!("{:.1?}", Duration::from_nanos(latencies.value_at_quantile(quantile)))
}

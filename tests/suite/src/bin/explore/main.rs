//! Walks all small programs over the core.

use std::ops::ControlFlow;
use std::panic;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;

use anyhow::ensure;
use clap::Parser;
use indicatif::ProgressBar;
use queue_core::Capacity;
use queue_suite::{
    Bounds, Counterexample, Mutation, Report, Setup, Verbs, explore, run_in, self_test,
};
use queue_support::in_parallel;

/// Walks every program over the core's whole interface, and compares the core with the model after each
/// step. It has six parts: what asyncio has, permits, batches, events, a capacity that changes, and removals.
/// All but the first have three actors at most.
///
/// Programs run in the order of their length. If two reach the same state, up to the names of actors and
/// items, only one of them goes on. So the walk ends even without a limit on the length. A put is tried
/// only while fewer items are stored, waiting or unfinished than the queue holds, plus one for each
/// actor. An unbounded queue counts as one that holds none.
///
/// The last line says how much was explored. The exit status is 1 if a program goes wrong, and the
/// shortest such program is printed.
#[derive(Parser)]
#[command(name = "cargo xtask explore", bin_name = "cargo xtask explore")]
struct Args {
    /// How many actors may wait at a time, beside one that never waits
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=24))]
    actors: u8,

    /// How many items fit in, 0 for any number; by default each of 0, 1 and 2
    #[arg(long, value_name = "N")]
    capacity: Option<usize>,

    /// What is done beside puts, gets and shutdowns; by default each of them
    #[arg(long, value_enum)]
    verbs: Option<Verbs>,

    /// How many steps a program has at most; by default any number
    #[arg(long, value_name = "N", default_value_t = usize::MAX, hide_default_value = true)]
    depth: usize,

    /// Drop each notification of a copy of the core in turn, plant other mistakes there, and see that
    /// each is found
    #[arg(long)]
    self_test: bool,

    /// Of the mistakes, plant those only whose name has this in it
    #[arg(long, value_name = "TEXT", requires = "self_test", default_value = "")]
    only: String,
}

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    if args.self_test {
        return self_test(|copy| mutations(copy, &args.only), find);
    }
    let capacities = args.capacity.map_or_else(|| vec![1, 2, 0], |capacity| vec![capacity]);
    let mut setups: Vec<_> = capacities.iter().copied().flat_map(Setup::all).collect();
    setups.extend(beyond_asyncio(&capacities, args.verbs));
    setups.retain(|setup| args.verbs.is_none_or(|verbs| verbs == setup.verbs));
    let exploration = Exploration::default();
    // A panic is reported with its program.
    panic::set_hook(Box::new(|_| {}));
    in_parallel(
        (setups.len() as u64, "queues"),
        None,
        || Ok(()),
        |(), index, bar| {
            exploration.of(setups[usize::try_from(index)?], &args, bar);
            Ok(())
        },
    )?;
    Ok(exploration.conclude())
}

/// How many actors there are at most where there is more to do than in asyncio: else the walk would not end.
const MANY_VERBS: u8 = 3;

/// Lists the queues on which there is more to do than in asyncio, and a rendezvous.
fn beyond_asyncio(
    capacities: &[usize],
    verbs: Option<Verbs>,
) -> impl Iterator<Item = Setup> + use<> {
    let verbs = verbs.map_or_else(|| Verbs::EACH.to_vec(), |verbs| vec![verbs]);
    let bounded = capacities.iter().filter_map(|&capacity| Capacity::try_from(capacity).ok());
    let capacities: Vec<_> = bounded.chain([Capacity::Rendezvous]).collect();
    verbs.into_iter().flat_map(move |verbs| {
        let capacities = capacities.clone().into_iter();
        let is_new =
            move |capacity: &Capacity| verbs != Verbs::Asyncio || *capacity == Capacity::Rendezvous;
        capacities.filter(is_new).flat_map(move |capacity| Setup::of(verbs, capacity))
    })
}

fn mutations(copy: &Path, only: &str) -> anyhow::Result<Vec<Mutation>> {
    let mut mutations =
        [Mutation::dropped_notifications(copy)?, Mutation::planted(copy, "explore")?].concat();
    mutations.retain(|mutation| mutation.name.contains(only));
    ensure!(!mutations.is_empty(), "no mistake has {only:?} in its name");
    Ok(mutations)
}

/// Explores in a copy, and returns the program that goes wrong there.
fn find(copy: &Path) -> anyhow::Result<Option<String>> {
    // A few mistakes need room for two.
    for (actors, capacity) in [("4", "1"), ("3", "2")] {
        let arguments = ["--actors", actors, "--capacity", capacity, "--depth", "8"];
        if let Some(text) = run_in(copy, "explore", &arguments)? {
            // It stands between two empty lines.
            return Ok(Some(text.split("\n\n").nth(1).unwrap_or(&text).to_owned()));
        }
    }
    Ok(None)
}

#[derive(Default)]
struct Exploration {
    reports: Mutex<Vec<Report>>,
    /// A shortest program that goes wrong.
    shortest: Mutex<Option<Counterexample>>,
}

impl Exploration {
    fn of(&self, setup: Setup, args: &Args, bar: &ProgressBar) {
        let is_asyncio = setup.verbs == Verbs::Asyncio;
        let actors = if is_asyncio { args.actors } else { args.actors.min(MANY_VERBS) };
        let bounds = Bounds { depth: args.depth, ..Bounds::of(setup, actors) };
        let watch = |report: Report| {
            if report.states.is_multiple_of(1024) {
                bar.set_message(format!("{setup}: {} states", report.states));
                bar.tick();
            }
            self.watch(report)
        };
        match explore(setup, bounds, watch) {
            Ok(report) => {
                bar.suspend(|| println!("{setup}: {report}"));
                self.reports.lock().expect("no thread panics under it").push(report);
            }
            Err(program) => {
                let mut shortest = self.shortest.lock().expect("no thread panics under it");
                if shortest.as_ref().is_none_or(|other| program.len() < other.len()) {
                    *shortest = Some(*program);
                }
            }
        }
    }

    /// Ends the walk once it could only find longer programs that go wrong.
    fn watch(&self, report: Report) -> ControlFlow<()> {
        match &*self.shortest.lock().expect("no thread panics under it") {
            Some(program) if report.depth + 1 >= program.len() => ControlFlow::Break(()),
            Some(_) | None => ControlFlow::Continue(()),
        }
    }

    fn conclude(self) -> ExitCode {
        let reports = self.reports.into_inner().expect("no thread panics under it");
        let shortest = self.shortest.into_inner().expect("no thread panics under it");
        if let Some(program) = &shortest {
            println!("\n{program}\n");
        }
        let states: usize = reports.iter().map(|report| report.states).sum();
        let transitions: usize = reports.iter().map(|report| report.transitions).sum();
        let depth = reports.iter().map(|report| report.depth).max().unwrap_or_default();
        let violations = usize::from(shortest.is_some());
        println!(
            "explore: {states} states, {transitions} transitions, depth {depth}, {violations} violations"
        );
        if violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

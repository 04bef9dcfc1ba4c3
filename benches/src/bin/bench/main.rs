//! Compares the speed of our queues with that of other crates.

mod grid;
mod instructions;
mod print;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::ensure;
use clap::{Parser, Subcommand};
use queue_benches::harness::Plan;
use queue_benches::render::{read_report, render};
use queue_benches::report::{Machine, Report};
use queue_support::find_cpython;

use grid::{Field, Row, rows};

/// Compares the speed of our queues with that of other crates.
///
/// The contenders of a workload take turns, round by round. For each contender it prints the median time for an
/// item, and the median ratio of the first contender's time to its time. Below 1 the first contender is faster. In
/// brackets are the quartiles of the ratio.
///
/// Let no other program run at the same time.
#[derive(Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
struct Args {
    /// Measure only what the tables of docs/benchmarks.md show, in three or four minutes
    #[arg(long)]
    quick: bool,

    /// Measure only workloads with PATTERN in their name, such as `two-workers: 4-4`
    #[arg(long, value_name = "PATTERN")]
    only: Option<String>,

    /// Print the names of the workloads, and measure nothing
    #[arg(long)]
    list: bool,

    /// Count instructions under valgrind instead of time; on one thread the counts are the same in each run
    #[arg(long, requires = "only", conflicts_with = "json")]
    instructions: bool,

    /// Write all rounds to FILE
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Measure nothing, and renew docs/benchmarks.md and its plots from a FILE that `--json` has written
    #[arg(long, value_name = "FILE", conflicts_with_all = ["quick", "only", "list", "json"])]
    render: Option<PathBuf>,

    #[command(subcommand)]
    child: Option<Child>,
}

#[derive(Subcommand)]
enum Child {
    /// Runs one lane under valgrind.
    #[command(hide = true)]
    Work { row: String, lane: usize, items: usize },
}

/// The plans of the full and of the quick measurement.
const FULL: Plan = Plan { rounds: 21, round: Duration::from_millis(30) };
const QUICK: Plan = Plan { rounds: 21, round: Duration::from_millis(20) };

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if let Some(path) = &args.render {
        return render(&read_report(path)?, Path::new("docs"));
    }
    if let Some(Child::Work { row, lane, items }) = &args.child {
        return instructions::work(row, *lane, *items);
    }
    // CPython does not run under valgrind.
    let python = if args.instructions { None } else { find_cpython() };
    let selected: Vec<_> = rows(python).into_iter().filter(|row| args.selects(row)).collect();
    ensure!(!selected.is_empty(), "no workload has this in its name; `--list` prints all names");
    if args.list {
        selected.iter().for_each(|row| println!("{}", row.title()));
        return Ok(());
    }
    if args.instructions {
        return instructions::count(selected);
    }
    let machine = Machine::this();
    println!("{machine}");
    let (field, plan) = if args.quick { (Field::Few, QUICK) } else { (Field::All, FULL) };
    if !args.quick {
        print::estimate(selected.len(), plan);
    }
    let progress = plan.progress(selected.len());
    let mut cells = Vec::new();
    for row in selected {
        progress.set_message(row.title());
        let cell = row.cell(field).map(|cell| cell.measure(plan, || progress.inc(1)));
        if let Some(cell) = &cell {
            progress.suspend(|| print::cell(cell));
        }
        cells.extend(cell);
    }
    progress.finish_and_clear();
    if let Some(path) = &args.json {
        Report { machine, cells }.write(path)?;
    }
    Ok(())
}

impl Args {
    fn selects(&self, row: &Row) -> bool {
        let title = row.title();
        (row.quick || !self.quick) && self.only.as_ref().is_none_or(|only| title.contains(only))
    }
}

//! Compares the speed of the work queue with that of what does part of its work.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::ensure;
use clap::Parser;
use queue_benches::harness::Plan;
use queue_benches::render::{list, read_report, render_work};
use queue_benches::report::{Machine, Report};
use queue_benches::work::rows;

/// Compares the speed of the work queue with that of what does part of its work.
///
/// The contenders of a workload take turns, round by round. It prints the median ratio of the work queue's time to
/// that of each other contender. Below 1 the work queue is faster. In brackets are the quartiles of the ratio. It
/// takes about a minute.
///
/// Let no other program run at the same time.
#[derive(Parser)]
#[command(name = "cargo xtask bench-work", bin_name = "cargo xtask bench-work")]
struct Args {
    /// Measure only workloads with PATTERN in their name, such as `delays`
    #[arg(long, value_name = "PATTERN", default_value = "")]
    only: String,

    /// Write all rounds to FILE
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Measure nothing, and renew docs/benchmarks.md and its plot from a FILE that `--json` has written
    #[arg(long, value_name = "FILE", conflicts_with_all = ["only", "json"])]
    render: Option<PathBuf>,
}

const PLAN: Plan = Plan { rounds: 31, round: Duration::from_millis(20) };
const DEEPEST: usize = 1_000_000;

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if let Some(path) = &args.render {
        return render_work(&read_report(path)?, Path::new("docs"));
    }
    let mut rows = rows(DEEPEST);
    rows.retain(|row| row.name().contains(&args.only));
    ensure!(!rows.is_empty(), "no workload has this in its name");
    let machine = Machine::this();
    println!("{machine}\n");
    let progress = PLAN.progress(rows.len());
    let mut cells = Vec::new();
    for row in rows {
        progress.set_message(row.name().to_owned());
        cells.push(row.cell().measure(PLAN, || progress.inc(1)));
    }
    progress.finish_and_clear();
    print!("{}", list(&cells));
    if let Some(path) = &args.json {
        Report { machine, cells }.write(path)?;
    }
    Ok(())
}

//! Compares what operations cost with the record of what they cost.

use std::collections::BTreeMap;
use std::env::{self, current_exe};
use std::fs;
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use queue_memory::counters::{Committed, Counters, count_all, growing, path, run_all};

/// Counts the instructions, allocations and wakes of operations, and fails if one takes more than was recorded.
///
/// Instructions may be a few percent more, as the record says. It needs valgrind. Without one it says so and
/// succeeds.
#[derive(Parser)]
#[command(name = "cargo xtask counters", bin_name = "cargo xtask counters")]
struct Args {
    /// Record what is counted
    #[arg(long)]
    record: bool,

    #[command(subcommand)]
    under_valgrind: Option<UnderValgrind>,
}

#[derive(Subcommand)]
enum UnderValgrind {
    #[command(hide = true)]
    UnderValgrind,
}

/// By how many percent instructions may grow.
const MARGIN: u64 = 7;

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    if args.under_valgrind.is_some() {
        run_all();
        return Ok(ExitCode::SUCCESS);
    }
    let Some(now) = count_all(&current_exe()?)? else {
        println!("skipped: there is no valgrind to count with");
        return Ok(ExitCode::SUCCESS);
    };
    print(&now);
    let mut bad = growing(&now);
    let worse = if args.record { changes(&now) } else { compare(&now)? };
    worse.iter().chain(&bad).for_each(|line| println!("worse: {line}"));
    if args.record {
        record(now)?;
    } else {
        bad.extend(worse);
    }
    Ok(if bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(now: &[(String, Counters)]) {
    println!("| | instructions | allocations of 1000 | wakes of 1000 |");
    println!("|---|---|---|---|");
    for (name, Counters { instructions, allocations, wakes }) in now {
        println!("| {name} | {instructions} | {allocations} | {wakes} |");
    }
}

fn compare(now: &[(String, Counters)]) -> anyhow::Result<Vec<String>> {
    let text = fs::read_to_string(path()).context("nothing is recorded")?;
    let committed: Committed = toml::from_str(&text)?;
    let this = built_for()?;
    if committed.built_for != this {
        println!("skipped: recorded for {}, and this is {this}", committed.built_for);
        return Ok(Vec::new());
    }
    Ok(committed.worse(now))
}

/// Lists what a new record makes worse, so that it is seen. There may be no record yet.
fn changes(now: &[(String, Counters)]) -> Vec<String> {
    compare(now).unwrap_or_default()
}

fn record(now: Vec<(String, Counters)>) -> anyhow::Result<()> {
    let operations: BTreeMap<_, _> = now.into_iter().collect();
    let committed = Committed { margin: MARGIN, built_for: built_for()?, operations };
    let comment = "# What `cargo xtask counters --record` has counted: instructions once, the others a thousand times.\n";
    fs::write(path(), comment.to_owned() + &toml::to_string(&committed)?)?;
    Ok(())
}

/// Names the compiler and the processor.
fn built_for() -> anyhow::Result<String> {
    let output = Command::new("rustc").arg("--version").output().context("cannot start rustc")?;
    let version = String::from_utf8(output.stdout)?;
    let version = version.split(' ').nth(1).context("rustc tells no version")?;
    Ok(format!("rustc {version}, {}", env::consts::ARCH))
}

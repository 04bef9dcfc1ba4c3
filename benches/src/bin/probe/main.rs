//! Probes how queues behave: ours, and those of other crates.

mod bell;
mod cell;
mod check;
mod checks;
mod contender;
mod document;
mod ends;
mod item;
mod outcome;
mod report;
mod task;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;

use anyhow::ensure;
use clap::{Parser, Subcommand};
use queue_support::in_parallel;

use crate::cell::Cell;
use crate::check::Check;
use crate::contender::Contender;
use crate::report::Report;

/// Probes how queues behave: ours, and those of other crates.
///
/// Each check is a small program that polls futures by hand. It runs once for each queue, in a process of its
/// own. A check that takes 20 seconds counts as hanging.
///
/// The table has a column for each check: `ok` means yes, `FAIL` means no, and `-` means that the queue has no
/// such operation. The lines below the table say what happens instead of a yes.
///
/// The exit status is 1 if a check of one of ours fails.
#[derive(Parser)]
#[command(name = "cargo xtask probe", bin_name = "cargo xtask probe")]
struct Args {
    /// Run only the checks where the name of the queue or of the check contains PATTERN; all patterns must match
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,

    /// Write the outcomes to FILE
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Renew the tables of docs/comparison.md
    #[arg(long, conflicts_with = "only")]
    write: bool,

    #[command(subcommand)]
    child: Option<Child>,
}

#[derive(Subcommand)]
enum Child {
    #[command(hide = true)]
    Cell { check: String, contender: String },
}

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    if let Some(Child::Cell { check, contender }) = &args.child {
        cell::answer(check, contender)?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = probe(&args.only)?;
    report.print();
    if let Some(path) = &args.json {
        fs::write(path, serde_json::to_string_pretty(report.cells())?)?;
    }
    if args.write {
        document::write(&report.markdown())?;
    }
    Ok(if report.ours_fail() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn probe(only: &[String]) -> anyhow::Result<Report> {
    let (contenders, checks) = (Contender::all(), Check::all());
    let is_selected = |contender: &Contender, check: &Check| {
        let has =
            |pattern: &String| contender.name.contains(pattern) || check.name.contains(pattern);
        only.iter().all(has)
    };
    let pairs: Vec<_> = contenders
        .iter()
        .flat_map(|contender| checks.iter().map(move |check| (contender, *check)))
        .filter(|(contender, check)| is_selected(contender, check))
        .collect();
    ensure!(!pairs.is_empty(), "no pair of a queue and a check matches all patterns");
    let cells = Mutex::new(Vec::new());
    in_parallel(
        (pairs.len() as u64, "cells"),
        None,
        || Ok(()),
        |(), index, _| {
            let (contender, check) = pairs[usize::try_from(index)?];
            let cell = Cell::probe(check, contender)?;
            cells.lock().expect("no thread panics").push(cell);
            Ok(())
        },
    )?;
    Ok(Report::new(contenders, cells.into_inner()?))
}

//! Probes how queues behave, ours and those of others.

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

/// Probes how queues behave: ours, and the newest releases of others.
///
/// Each check of each queue is a small program that polls futures by hand, in a process of its own; one
/// that does not end hangs. The first table says which questions are answered with yes (ok), with no
/// (FAIL) and which make no sense there (-); the lines below say what happens instead.
///
/// The exit status is 1 if one of ours fails.
#[derive(Parser)]
#[command(name = "cargo xtask probe", bin_name = "cargo xtask probe")]
struct Args {
    /// Probe only where the name of the queue or of the check has this in it; all given must match
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,

    /// Write what came of it to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Write the tables of `docs/comparison.md` anew
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
    ensure!(!pairs.is_empty(), "no queue and no check has all of these in its name");
    let cells = Mutex::new(Vec::new());
    in_parallel(
        (pairs.len() as u64, "cells"),
        None,
        || Ok(()),
        |(), index, _| {
            let (contender, check) = pairs[usize::try_from(index)?];
            let cell = Cell::probe(check, contender)?;
            cells.lock().expect("nobody panics").push(cell);
            Ok(())
        },
    )?;
    Ok(Report::new(contenders, cells.into_inner()?))
}

//! Compares the queues with CPython's, on hand-written scripts and on random ones.

use std::fs;
use std::num::NonZero;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use clap::Parser;
use queue_suite::conformance::{Python, Recorded, Seen, Under, check, corpus, random, recorded};
use queue_suite::{Mutation, Script, run_in, self_test};
use queue_support::{find_cpython, in_parallel, shrink};

/// Compares the queues with CPython's own, turn by turn.
///
/// The last line says how many programs differ. The exit status is 1 if any does, and 2 if no Python was
/// found or something else went wrong. With Python 3.12 and older, `shutdown` is left out.
#[derive(Parser)]
#[command(name = "cargo xtask conformance", bin_name = "cargo xtask conformance")]
struct Args {
    /// The Python to compare with; by default the newest CPython from 3.13 on that is found
    #[arg(long, value_name = "PATH")]
    python: Option<PathBuf>,

    /// Compare the Python package `aioqueues` too, as it is installed for this Python
    #[arg(long, value_name = "PATH")]
    package: Option<PathBuf>,

    /// The first random program; by default another one each time
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// How many random programs to run
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    programs: u64,

    /// How many to run at a time; by default as many as there are cores
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,

    /// Store what Python answers to the scripts, and run nothing else
    #[arg(long)]
    record: bool,

    /// Compare with the recorded answers, and run nothing else; needs no Python
    #[arg(long)]
    replay: bool,

    /// Plant wrong ideas of asyncio in a copy of the queues, and see that the scripts find each;
    /// needs no Python
    #[arg(long)]
    self_test: bool,

    /// Print a script with what Python answers to it, and run nothing else
    #[arg(long, value_name = "FILE")]
    answer: Option<PathBuf>,
}

fn main() -> ExitCode {
    run(&Args::parse()).unwrap_or_else(|error| {
        // Status 1 says that something differs. This status says that the comparison failed.
        eprintln!("conformance: {error:#}");
        ExitCode::from(2)
    })
}

fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.replay {
        return replay(args);
    }
    if args.self_test {
        return self_test(|copy| Mutation::planted(copy, "conformance"), catch);
    }
    let program = args.python.clone().or_else(find_cpython);
    let program = program.context("no CPython from 3.13 on was found; name one with --python")?;
    let mut python = start(&program)?;
    if args.record {
        return record(&mut python);
    }
    if let Some(file) = &args.answer {
        return answer(&mut python, file);
    }
    let version = python.version().to_owned();
    let by_hand = compare_corpus(&mut python, start_package(args)?)?;
    let (programs, differ) = compare_random(args, &program, by_hand)?;
    println!("conformance: {programs} programs, {differ} differ (CPython {version})");
    Ok(if differ == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn start(program: &Path) -> anyhow::Result<Python> {
    Python::start(program, "asyncio")
        .with_context(|| format!("{} is no CPython from 3.10 on", program.display()))
}

fn start_package(args: &Args) -> anyhow::Result<Option<Python>> {
    let start = |program: &PathBuf| {
        Python::start(program, "aioqueues")
            .with_context(|| format!("{} cannot import aioqueues", program.display()))
    };
    args.package.as_ref().map(start).transpose()
}

/// Compares with what was recorded.
fn replay(args: &Args) -> anyhow::Result<ExitCode> {
    let (recorded, mut package) = (recorded(), start_package(args)?);
    let mut differ = 0;
    let scripts = corpus();
    for (name, script) in &scripts {
        let found = match recorded.answer(name) {
            Some(expected) => difference_from(script, expected, package.as_mut())?,
            None => Some("it is not recorded; do so with --record".to_owned()),
        };
        if let Some(found) = found {
            println!("{name}: {found}");
            differ += 1;
        }
    }
    println!(
        "conformance: {} scripts, {differ} differ (CPython {}, recorded)",
        scripts.len(),
        recorded.version
    );
    Ok(if differ == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Replays the recorded answers in a copy, and says which scripts differ.
fn catch(copy: &Path) -> anyhow::Result<Option<String>> {
    let found = run_in(copy, "conformance", &["--replay"])?;
    Ok(found.map(|text| {
        // A line has a name, a colon and the difference. Indented lines explain it.
        let heads = text.lines().filter(|line| !line.starts_with([' ', '`']));
        let names = heads.filter_map(|line| line.split_once(": ")).map(|(name, _)| name);
        let names: Vec<_> = names.filter(|name| *name != "conformance").collect();
        match names.as_slice() {
            [one, others @ ..] if !others.is_empty() => {
                format!("caught by {one} and {} more", others.len())
            }
            _ => format!("caught by {}", names.concat()),
        }
    }))
}

/// Stores what Python answers to the scripts, after a check that they expect it.
fn record(python: &mut Python) -> anyhow::Result<ExitCode> {
    let mut answers = Vec::new();
    for (name, script) in corpus() {
        let seen = python.run(&script)?;
        if let Err(difference) = check(&script, &seen) {
            println!("{name}: CPython {}: {difference}", python.version());
            return Ok(ExitCode::FAILURE);
        }
        answers.push((name, seen));
    }
    let count = answers.len();
    let recorded = Recorded { version: python.version().to_owned(), answers };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts").join("recorded.txt");
    fs::write(&path, recorded.to_text())
        .with_context(|| format!("cannot write {}", path.display()))?;
    println!("conformance: recorded {count} scripts (CPython {})", python.version());
    Ok(ExitCode::SUCCESS)
}

/// Prints a script with Python's answers, which is a way to write a new one.
fn answer(python: &mut Python, file: &Path) -> anyhow::Result<ExitCode> {
    let text = fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    let script: Script = text.parse().with_context(|| format!("{}", file.display()))?;
    let seen = python.run(&script).context("Python cannot run it")?;
    print!("{}", script.expecting(&seen));
    Ok(ExitCode::SUCCESS)
}

/// Returns how many scripts there are, and how many differ.
fn compare_corpus(python: &mut Python, mut package: Option<Python>) -> anyhow::Result<(u64, u64)> {
    let (mut ran, mut differ) = (0, 0);
    for (name, script) in &corpus() {
        if script.uses_shutdown() && !python.has_shutdown() {
            continue;
        }
        ran += 1;
        let expected = python.run(script)?;
        if let Some(found) = difference_from(script, &expected, package.as_mut())? {
            println!("{name}: {found}");
            differ += 1;
        }
    }
    Ok((ran, differ))
}

/// Adds random programs to the hand-written ones.
fn compare_random(args: &Args, program: &Path, by_hand: (u64, u64)) -> anyhow::Result<(u64, u64)> {
    let first = args.seed.unwrap_or_else(rand::random);
    println!("conformance: random programs from --seed {first}");
    let differ = AtomicU64::new(by_hand.1);
    in_parallel(
        (args.programs, "programs"),
        args.jobs,
        || Ok((start(program)?, start_package(args)?)),
        |(python, package), index, bar| {
            let script = random(first.wrapping_add(index), python.has_shutdown());
            let mut differs = |script: &Script| difference(python, package.as_mut(), script);
            if differs(&script)?.is_some() {
                differ.fetch_add(1, Ordering::Relaxed);
                let smallest = shrink(script, |candidate| {
                    differs(candidate).is_ok_and(|found| found.is_some())
                });
                let found = differs(&smallest)?.unwrap_or_default();
                let as_it_stands = smallest.clone().expecting(&python.run(&smallest)?);
                bar.suspend(|| println!("{as_it_stands}\n{found}\n"));
            }
            Ok(())
        },
    )?;
    Ok((by_hand.0 + args.programs, differ.into_inner()))
}

/// Runs a script on CPython and on ours, and tells the first difference.
fn difference(
    python: &mut Python,
    package: Option<&mut Python>,
    script: &Script,
) -> anyhow::Result<Option<String>> {
    let expected = python.run(script)?;
    differs(script, &expected, package)
}

/// Compares what our queues answer with what CPython answered.
fn differs(
    script: &Script,
    expected: &Seen,
    package: Option<&mut Python>,
) -> anyhow::Result<Option<String>> {
    let found = Under::ALL.into_iter().find_map(|under| differs_under(script, expected, under));
    match package {
        Some(package) if found.is_none() => {
            Ok(first_difference(script, expected, &package.run(script)?, package.module()))
        }
        _ => Ok(found),
    }
}

/// Compares what a script expects, and what our queues answer, with what CPython answered.
fn difference_from(
    script: &Script,
    expected: &Seen,
    package: Option<&mut Python>,
) -> anyhow::Result<Option<String>> {
    if expected.len() != script.lines.len() {
        let message = "another script was recorded; record this one with --record";
        return Ok(Some(message.to_owned()));
    }
    match check(script, expected) {
        Ok(()) => differs(script, expected, package),
        Err(unexpected) => Ok(Some(unexpected)),
    }
}

fn differs_under(script: &Script, expected: &Seen, under: Under) -> Option<String> {
    let name = format!("{under:?}");
    match catch_unwind(|| under.run(script)) {
        Ok(seen) => first_difference(script, expected, &seen, &name),
        Err(_) => Some(format!("{name} panics")),
    }
}

fn first_difference(script: &Script, expected: &Seen, seen: &Seen, name: &str) -> Option<String> {
    let mut lines = script.lines.iter().zip(expected.iter().zip(seen));
    let (line, (expected, seen)) =
        lines.find(|(_, (expected, seen))| expected.trim_end() != seen.trim_end())?;
    Some(format!("`{line}` differs:\n  CPython: {expected}\n  {name}: {seen}"))
}

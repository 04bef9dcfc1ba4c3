//! Measures what programs that use the queues weigh.

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::ensure;
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use queue_weight::{Case, Contender, Record, Workshop, built_for};

/// Builds small programs with the queues and with those of others, and prints what they weigh.
///
/// The compile time is the median processor time of the compiler for the program alone, without its dependencies and
/// without linking. The ratio is to tokio's time in the same run, and varies by a tenth. The bytes are those of `.text`,
/// less those of a program that uses no queue. They are the same in each run. The command fails if our code has
/// grown beyond the record, or if it is larger than with tokio for many item types or many call sites.
#[derive(Parser)]
#[command(name = "cargo xtask weight", bin_name = "cargo xtask weight")]
struct Args {
    /// Record the size of the code
    #[arg(long, conflicts_with_all = ["only", "of"])]
    record: bool,

    /// Measure the size of the code only
    #[arg(long)]
    sizes: bool,

    /// Measure only what has this in its name, such as `types`
    #[arg(long, value_name = "PATTERN", default_value = "")]
    only: String,

    /// How often each program is compiled
    #[arg(long, value_name = "N", default_value = "3", value_parser = clap::value_parser!(u16).range(1..))]
    rounds: u16,

    /// Measure the queues of another checkout, and compare them with no record
    #[arg(long, value_name = "PATH")]
    of: Option<PathBuf>,
}

/// A program of a contender, and what was measured of it.
struct Row {
    contender: Contender,
    case: Case,
    /// Bytes of code, without those of a program that uses no queue.
    text: u64,
    times: Vec<Duration>,
}

fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    let cases: Vec<_> = Case::all().filter(|case| case.to_string().contains(&args.only)).collect();
    ensure!(!cases.is_empty(), "no case has this in its name");
    let rows = measure(&args, &cases)?;
    print(&rows);
    let ours = rows.iter().filter(|row| row.contender == Contender::QueueAsync);
    let ours: Vec<_> = ours.map(|row| (row.case, row.text)).collect();
    let mut bad = larger_than_tokio(&rows);
    if args.of.is_none() {
        let grown = growth(&ours);
        if args.record {
            grown.unwrap_or_default().iter().for_each(|line| println!("worse: {line}"));
            Record::new(&ours)?.write()?;
        } else {
            bad.extend(grown?);
        }
    }
    bad.iter().for_each(|line| println!("worse: {line}"));
    Ok(if bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds all programs, then compiles them in turn, round by round.
fn measure(args: &Args, cases: &[Case]) -> anyhow::Result<Vec<Row>> {
    fetch()?;
    let rounds = if args.sizes { 0 } else { args.rounds };
    let contenders = Contender::ALL.len();
    let progress = progress(contenders + usize::from(rounds) * contenders * cases.len());
    let mut workshops = Vec::new();
    let mut rows = Vec::new();
    for contender in Contender::ALL {
        progress.set_message(format!("builds with {contender}"));
        let mut workshop = Workshop::new(contender, args.of.as_deref())?;
        let cases = cases.iter().copied().filter(|case| contender.can(*case));
        let built = workshop.build(&[Case::Floor].into_iter().chain(cases).collect::<Vec<_>>())?;
        let floor = built[0].text()?;
        for program in &built[1..] {
            program.run()?;
            let text = program.text()?.saturating_sub(floor);
            rows.push(Row { contender, case: program.case, text, times: Vec::new() });
        }
        workshops.push(workshop);
        progress.inc(1);
    }
    for _ in 0..rounds {
        for row in &mut rows {
            progress.set_message(format!("compiles {}: {}", row.contender, row.case));
            let workshop = Contender::ALL.iter().position(|other| *other == row.contender);
            let workshop = workshop.map(|nth| &workshops[nth]).expect("each has one");
            row.times.push(workshop.compile(row.case)?);
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    rows.sort_by_key(|row| cases.iter().position(|case| *case == row.case));
    Ok(rows)
}

/// Downloads what `Cargo.lock` names, unless it is there.
fn fetch() -> anyhow::Result<()> {
    let status = Command::new("cargo").args(["fetch", "--quiet", "--locked"]).status()?;
    ensure!(status.success(), "`cargo fetch` failed: {status}");
    Ok(())
}

/// Returns a bar, which is shown on a terminal only.
fn progress(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {elapsed}, {msg}");
    let steps = u64::try_from(steps).expect("there are few");
    ProgressBar::new(steps).with_style(style.expect("it is well formed"))
}

fn print(rows: &[Row]) {
    println!("| case | crate | compile time, tokio's = 1 | compile time | bytes of .text |");
    println!("|---|---|---|---|---|");
    for row in rows {
        let Row { contender, case, text, .. } = row;
        let time = row.time();
        let tokio = tokio(rows, *case).and_then(Row::time);
        let ratio = time.zip(tokio).map(|(time, tokio)| time.as_secs_f64() / tokio.as_secs_f64());
        let ratio = ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
        let time = time.map_or_else(String::new, |time| format!("{:.2} s", time.as_secs_f64()));
        println!("| {case} | {contender} | {ratio} | {time} | {text} |");
    }
}

impl Row {
    /// Returns the median of the times.
    fn time(&self) -> Option<Duration> {
        let mut times = self.times.clone();
        times.sort_unstable();
        times.get(times.len() / 2).copied()
    }
}

/// Returns the row of tokio that others are compared with.
fn tokio(rows: &[Row], case: Case) -> Option<&Row> {
    let case = case.without_streams();
    rows.iter().find(|row| row.contender == Contender::Tokio && row.case == case)
}

fn larger_than_tokio(rows: &[Row]) -> Vec<String> {
    let ours = rows.iter().filter(|row| row.contender == Contender::QueueAsync);
    let limited = ours.filter(|row| row.case.is_limited_by_tokio());
    let larger = limited.filter_map(|row| {
        let (case, text, limit) = (row.case, row.text, tokio(rows, row.case)?.text);
        (text > limit).then(|| format!("{case}: {text} bytes of .text, with tokio {limit}"))
    });
    larger.collect()
}

/// Returns how ours has grown since it was recorded.
fn growth(ours: &[(Case, u64)]) -> anyhow::Result<Vec<String>> {
    let record = Record::read()?;
    let this = built_for()?;
    if record.built_for() != this {
        println!("skipped: recorded for {}, and this is {this}", record.built_for());
        return Ok(Vec::new());
    }
    let grown = ours.iter().filter_map(|(case, text)| record.growth(*case, *text));
    Ok(grown.chain(record.gone()).collect())
}

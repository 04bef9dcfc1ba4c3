//! Prints what queues and waiting operations take, in bytes and in steps.

use std::env::current_exe;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use queue_async::{LocalLock, SyncLock};
use queue_memory::{Bytes, Cancel, RECORDED, instructions, measure_cpython, table, table_of_jobs};
use queue_support::find_cpython;

/// How many operations wait while each of them is cancelled.
const FEW: u32 = 4_000;
const MANY: u32 = 40_000;

/// Prints the bytes that a queue and each waiting operation take, beside CPython's own.
///
/// The second table needs valgrind: how many instructions it takes to cancel one of many waiting operations.
#[derive(Parser)]
#[command(name = "cargo xtask memory", bin_name = "cargo xtask memory")]
struct Args {
    /// The Python to measure; by default the newest CPython from 3.13 on that is found
    #[arg(long, value_name = "PATH")]
    python: Option<PathBuf>,

    #[command(subcommand)]
    under_valgrind: Option<UnderValgrind>,
}

#[derive(Subcommand)]
enum UnderValgrind {
    #[command(hide = true)]
    Cancel { waiters: u32 },
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    match args.under_valgrind {
        Some(UnderValgrind::Cancel { waiters }) => Cancel::every(waiters).for_each(Cancel::run),
        None => {
            print_bytes(args.python.or_else(find_cpython))?;
            println!();
            table_of_jobs().iter().for_each(|line| println!("{line}"));
            println!();
            print_instructions()?;
        }
    }
    Ok(())
}

fn print_bytes(python: Option<PathBuf>) -> anyhow::Result<()> {
    let (version, cpython) = match &python {
        Some(program) => measure_cpython(program)?,
        None => (format!("{}, recorded", RECORDED.0), RECORDED.1),
    };
    let table =
        table(Bytes::measure::<LocalLock>(), Bytes::measure::<SyncLock>(), &version, cpython);
    table.iter().for_each(|line| println!("{line}"));
    Ok(())
}

fn print_instructions() -> anyhow::Result<()> {
    let program = current_exe()?;
    let counts = instructions(&program, FEW)?.zip(instructions(&program, MANY)?);
    let Some((of_few, of_many)) = counts else {
        println!("There is no valgrind to count the instructions of a cancel.");
        return Ok(());
    };
    println!("| instructions for each cancel | of {FEW} | of {MANY} |");
    println!("|---|---|---|");
    for ((cancel, few), many) in Cancel::every(MANY).zip(of_few).zip(of_many) {
        let Cancel { flavour, line, order, .. } = cancel;
        let (few, many) = (few / u64::from(FEW), many / u64::from(MANY));
        println!("| {flavour:?}, {line:?}, {order:?} | {few} | {many} |");
    }
    Ok(())
}

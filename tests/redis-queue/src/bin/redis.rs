//! Proves `queue-redis`: its engine beside the core, its protocol in a model, and all of it among processes that die.

use std::env;
use std::num::NonZeroU64;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Parser, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use queue_redis_suite::chaos::{Member, Plan};
use queue_redis_suite::protocol::{Mistake, explore, setups};
use queue_redis_suite::{Engines, Library, Program, Server};
use queue_support::run_random;

/// Proves the queue on Redis or Valkey, on a server that it starts.
///
/// It runs random programs on the engine and on the core, explores the protocol in a model, and lets processes put and take
/// while it kills them, stops them, cuts their connections and kills the server. The exit status is 1 if the queue did what it
/// must not do, and 2 if something else went wrong, or if there is no redis-server or valkey-server.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Args {
    #[command(subcommand)]
    hidden: Option<Hidden>,

    /// Do this part only
    #[arg(long, value_enum)]
    only: Option<Part>,

    /// How many random programs to run
    #[arg(long, value_name = "N", default_value = "5000")]
    programs: NonZeroU64,

    /// Where the random choices begin; by default elsewhere each time. Processes run as they like, so for them it is no replay
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// A mistake in the model of the protocol, to see that it is found
    #[arg(long)]
    mistake: Option<Mistake>,

    /// For how many seconds the storm among the processes goes on
    #[arg(long, value_name = "N", default_value = "20")]
    seconds: u64,

    /// How many processes put
    #[arg(long, value_name = "P", default_value = "3", value_parser = clap::value_parser!(u16).range(1..))]
    producers: u16,

    /// How many processes take
    #[arg(long, value_name = "C", default_value = "3", value_parser = clap::value_parser!(u16).range(1..))]
    consumers: u16,

    /// When the server writes to its disk; after a kill, `everysec` loses up to a second
    #[arg(long, value_enum, default_value = "always")]
    fsync: Fsync,

    /// Where there is no such server, say so and succeed
    #[arg(long)]
    if_found: bool,
}

#[derive(Subcommand)]
enum Hidden {
    #[command(hide = true)]
    Member(Member),
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Programs,
    Protocol,
    Chaos,
}

#[derive(Clone, Copy, ValueEnum)]
enum Fsync {
    Always,
    Everysec,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let result = match args.hidden {
        Some(Hidden::Member(member)) => in_runtime(member.run()).map(|()| ExitCode::SUCCESS),
        None => run(&args),
    };
    result.unwrap_or_else(|error| {
        eprintln!("redis: {error:#}");
        ExitCode::from(2)
    })
}

fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let fsync = match args.fsync {
        Fsync::Always => "always",
        Fsync::Everysec => "everysec",
    };
    if args.only == Some(Part::Protocol) {
        // It needs no server.
        let is_right = run_protocol(args.mistake);
        return Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let Some(server) = Server::start(fsync)? else {
        println!("redis: skipped, since there is neither redis-server nor valkey-server");
        return Ok(if args.if_found { ExitCode::SUCCESS } else { ExitCode::from(2) });
    };
    let seed = args.seed.unwrap_or_else(rand::random);
    let does = |part| args.only.is_none_or(|only| only == part);
    let mut is_right = true;
    if does(Part::Programs) {
        is_right &= run_programs(args.programs, seed)?;
    }
    if does(Part::Protocol) {
        is_right &= run_protocol(args.mistake);
    }
    if does(Part::Chaos) {
        is_right &= in_runtime(run_chaos(args, server, seed))?;
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The first program at which the engine differs from the core is printed, made as short as possible.
fn run_programs(programs: NonZeroU64, seed: u64) -> anyhow::Result<bool> {
    // They count on nothing that a disk keeps, and are quicker without one.
    let Some(server) = Server::start("no")? else { return Ok(true) };
    let engines = Engines::new(&server.url(), Library::new(None))?;
    let found =
        run_random("redis", (programs, seed), Program::random, |program| program.run(&engines))?;
    Ok(found == 0)
}

fn run_protocol(mistake: Option<Mistake>) -> bool {
    let (mut states, mut transitions, mut violations) = (0, 0, 0);
    for (name, mut setup) in setups() {
        setup.mistake = mistake;
        let start = Instant::now();
        match explore(&setup) {
            Ok(explored) => {
                states += explored.states;
                transitions += explored.transitions;
                println!("{name}: {explored}, {:.1?}", start.elapsed());
            }
            Err(violation) => {
                violations += 1;
                println!("{name}: {violation}");
            }
        }
    }
    println!(
        "redis: protocol: {states} states, {transitions} transitions, {violations} violations"
    );
    violations == 0
}

async fn run_chaos(args: &Args, server: Server, seed: u64) -> anyhow::Result<bool> {
    println!("redis: chaos from --seed {seed}");
    let bar = ProgressBar::no_length()
        .with_style(ProgressStyle::with_template("{spinner} {elapsed} of {msg}")?)
        .with_message(format!("{} s, and the end of all jobs", args.seconds));
    let plan = Plan {
        program: env::current_exe()?,
        lasts: Duration::from_secs(args.seconds),
        seed,
        producers: args.producers.into(),
        consumers: args.consumers.into(),
        keeps_all: matches!(args.fsync, Fsync::Always),
    };
    let outcome = plan.run(server, || bar.tick()).await?;
    bar.finish_and_clear();
    for violation in &outcome.violations {
        println!("{violation}");
    }
    let tally: Vec<_> = outcome.tally.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
    println!("redis: {}", tally.join(", "));
    println!("{outcome}");
    Ok(outcome.violations.is_empty())
}

fn in_runtime<T>(future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Runtime::new()?.block_on(future)
}

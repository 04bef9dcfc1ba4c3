//! Kills, stops and cuts off the processes of a queue and its server, and checks what they have seen.

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use clap::{Parser, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use queue_redis_suite::Server;
use queue_redis_suite::chaos::{Member, Plan};

/// Lets processes put and take on a server of its own, while it kills them, stops them and cuts their connections.
///
/// At the end it checks the history that they wrote. The exit status is 1 if the queue did what it must not do, and 2 if
/// something else went wrong, or if there is no redis-server or valkey-server.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Args {
    #[command(subcommand)]
    hidden: Option<Hidden>,

    /// For how many seconds the storm goes on
    #[arg(long, value_name = "N", default_value = "30")]
    seconds: u64,

    /// Where the choices begin; by default elsewhere each time. Processes run as they like, so a seed is no replay
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// How many processes put
    #[arg(long, value_name = "P", default_value = "3", value_parser = clap::value_parser!(u16).range(1..))]
    producers: u16,

    /// How many processes take
    #[arg(long, value_name = "C", default_value = "3", value_parser = clap::value_parser!(u16).range(1..))]
    consumers: u16,

    /// When the server writes to its disk; after a kill, `everysec` loses up to a second
    #[arg(long, value_enum, default_value = "always")]
    fsync: Fsync,
}

#[derive(Subcommand)]
enum Hidden {
    #[command(hide = true)]
    Member(Member),
}

#[derive(Clone, Copy, ValueEnum)]
enum Fsync {
    Always,
    Everysec,
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    let result = match args.hidden {
        Some(Hidden::Member(member)) => member.run().await.map(|()| ExitCode::SUCCESS),
        None => run(args).await,
    };
    result.unwrap_or_else(|error| {
        eprintln!("redis: {error:#}");
        ExitCode::from(2)
    })
}

async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let fsync = match args.fsync {
        Fsync::Always => "always",
        Fsync::Everysec => "everysec",
    };
    let Some(server) = Server::start(fsync)? else {
        bail!("there is neither redis-server nor valkey-server");
    };
    let seed = args.seed.unwrap_or_else(rand::random);
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
    Ok(if outcome.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! Proves `queue-redis` on a server that it starts.

use std::num::NonZeroU64;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use queue_redis_suite::{Engines, Library, Program, Server};
use queue_support::run_random;

/// Proves `queue-redis` on a server that it starts.
///
/// The exit status is 1 if something is wrong with the queue, and 2 if something else went wrong.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs random programs on the engine, and beside them on the work queue of the core
    ///
    /// The first program at which they differ is printed, made as short as possible.
    Programs {
        /// How many programs to run
        #[arg(long, value_name = "N", default_value = "20000")]
        programs: NonZeroU64,

        /// The first program; by default another one each time
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
    },
}

fn main() -> ExitCode {
    run(&Args::parse()).unwrap_or_else(|error| {
        eprintln!("redis: {error:#}");
        ExitCode::from(2)
    })
}

fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Some(server) = Server::start("no")? else {
        anyhow::bail!("there is neither redis-server nor valkey-server");
    };
    let found = match args.command {
        Command::Programs { programs, seed } => {
            let engines = Engines::new(&server.url(), Library::new(None))?;
            let programs = (programs, seed.unwrap_or_else(rand::random));
            run_random("redis", programs, Program::random, |program| program.run(&engines))?
        }
    };
    Ok(if found == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

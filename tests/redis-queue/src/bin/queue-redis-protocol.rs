//! Explores the protocol of `queue-redis`, and prints how many states each setup has.

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use queue_redis_suite::protocol::{Mistake, explore, setups};

/// Explores all states of the protocol of `queue-redis` in a small model.
#[derive(Debug, Parser)]
struct Arguments {
    /// Only the setups whose names have this text.
    #[arg(long, default_value = "")]
    only: String,
    /// A mistake in the model, to see that it is found.
    #[arg(long)]
    mistake: Option<Mistake>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (mut states, mut transitions, mut violations) = (0, 0, 0);
    for (name, mut setup) in setups() {
        if !name.contains(&arguments.only) {
            continue;
        }
        setup.mistake = arguments.mistake;
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
    println!("protocol: {states} states, {transitions} transitions, {violations} violations");
    if violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

use std::process::ExitCode;

use clap::Args;

use crate::command;
use crate::section::Section;

/// Checks everything that has to hold before a change is merged.
///
/// Every command of every section runs, even after a failure. The last line says `ci: passed`, or names the section
/// that failed first.
#[derive(Args)]
pub(crate) struct Ci {
    /// Run these sections only: a name, or the part before its colon
    #[arg(long, value_name = "NAME", value_parser = known)]
    only: Vec<String>,

    /// List the sections and their commands, and run nothing
    #[arg(long)]
    list: bool,
}

type Commands = &'static [&'static str];

/// The sections in the order in which they run, each with its commands, cut at white space.
///
/// Tests run for one package at a time. Cargo would unify the features of several packages, and test
/// what users do not build. Nothing may change `Cargo.lock`, hence `--locked`.
const SECTIONS: &[(&str, Commands)] = &[
    (
        "format",
        &["cargo fmt --all --check", "cargo fmt --check --manifest-path tests/no-std/Cargo.toml"],
    ),
    (
        "clippy",
        &[
            "cargo clippy --locked --workspace --all-targets -- -D warnings",
            "cargo clippy --locked -p queue-async --no-default-features --all-targets -- -D warnings",
            "cargo clippy --locked -p queue-compat --no-default-features --all-targets -- -D warnings",
            "cargo clippy --locked -p queue-core --all-features --all-targets -- -D warnings",
            "cargo clippy --locked -p queue-async --all-features --all-targets -- -D warnings",
            "cargo clippy --locked -p queue-features --all-features --all-targets -- -D warnings",
            "cargo clippy --locked -p queue-redis --all-features --all-targets -- -D warnings",
            "cargo clippy --locked -p queue-redis-suite --all-features --all-targets -- -D warnings",
            "cargo clippy --locked --manifest-path tests/no-std/Cargo.toml -- -D warnings",
        ],
    ),
    ("test:xtask", &["cargo test --locked -p xtask --all-targets"]),
    (
        "test:queue-core",
        &[
            "cargo test --locked -p queue-core --all-targets",
            "cargo test --locked -p queue-core --all-features --all-targets",
        ],
    ),
    ("test:queue-async", &["cargo test --locked -p queue-async --all-targets"]),
    ("test:queue-compat", &["cargo test --locked -p queue-compat --all-targets"]),
    ("test:queue-support", &["cargo test --locked -p queue-support --all-targets"]),
    ("test:queue-suite", &["cargo test --locked -p queue-suite --all-targets"]),
    (
        "explore",
        &[
            "cargo xtask explore --actors 3",
            // It takes four actors for a get to admit a put while another get sleeps.
            "cargo xtask explore --actors 4 --capacity 1 --depth 8",
        ],
    ),
    ("test:queue-work", &["cargo test --locked -p queue-work --all-targets"]),
    ("work", &["cargo xtask work"]),
    ("test:queue-redis", &["cargo test --locked -p queue-redis --all-targets"]),
    // They look for a server, and say so in a line where there is none.
    (
        "test:queue-redis-suite",
        &[
            "cargo test --locked -p queue-redis-suite --all-targets",
            // The output says so if the server is built without TLS.
            "cargo test --locked -p queue-redis-suite --features tls --test it tls:: -- --show-output",
        ],
    ),
    // As `cargo xtask redis`, with what the tests have built. They explore the small models of the protocol, too.
    (
        "redis",
        &[
            "cargo run --locked -p queue-redis-suite --bin redis -- --if-found --only programs --programs 2000",
            "cargo run --locked -p queue-redis-suite --bin redis -- --if-found --only chaos --seconds 10",
        ],
    ),
    ("test:queue-loom", &["cargo test --locked -p queue-loom --all-targets"]),
    (
        "test:queue-features",
        &[
            "cargo test --locked -p queue-features --features metrics --all-targets",
            "cargo test --locked -p queue-features --features serde --all-targets",
            "cargo test --locked -p queue-features --features stats --all-targets",
            "cargo test --locked -p queue-features --features tracing --all-targets",
            "cargo test --locked -p queue-features --all-features --all-targets",
        ],
    ),
    ("test:queue-memory", &["cargo test --locked -p queue-memory --all-targets -- --show-output"]),
    ("counters", &["cargo xtask counters"]),
    // One of the tests builds programs in release, whatever the test is built in.
    ("test:queue-weight", &["cargo test --locked -p queue-weight --all-targets"]),
    ("test:queue-benches", &["cargo test --locked -p queue-benches --lib --tests --benches"]),
    // Our queues only. What the probe finds of others is no failure.
    ("probe", &["cargo run --locked -p queue-benches --bin probe -- --only queue-"]),
    ("test:queue-examples", &["cargo test --locked -p queue-examples --all-targets"]),
    ("doctest:queue-core", &["cargo test --locked -p queue-core --all-features --doc"]),
    (
        "doctest:queue-async",
        &[
            "cargo test --locked -p queue-async --all-features --doc",
            "cargo test --locked -p queue-async --no-default-features --doc",
        ],
    ),
    (
        "doctest:queue-compat",
        &[
            "cargo test --locked -p queue-compat --doc",
            "cargo test --locked -p queue-compat --no-default-features --doc",
        ],
    ),
    ("doctest:queue-redis", &["cargo test --locked -p queue-redis --all-features --doc"]),
    // The programs that the READMEs and the pages show.
    ("doctest:queue-suite", &["cargo test --locked -p queue-suite --doc"]),
    ("doctest:queue-work", &["cargo test --locked -p queue-work --doc"]),
    (
        "rustdoc",
        &[
            "cargo rustdoc --locked -p queue-core -- -D warnings",
            "cargo rustdoc --locked -p queue-async -- -D warnings",
            "cargo rustdoc --locked -p queue-compat -- -D warnings",
            "cargo rustdoc --locked -p queue-redis -- -D warnings",
            "cargo rustdoc --locked -p queue-async --no-default-features -- -D warnings",
            "cargo rustdoc --locked -p queue-compat --no-default-features -- -D warnings",
            "cargo rustdoc --locked -p queue-core --all-features -- -D warnings",
            "cargo rustdoc --locked -p queue-async --all-features -- -D warnings",
            "cargo rustdoc --locked -p queue-redis --all-features -- -D warnings",
        ],
    ),
    ("compile-fail", &["cargo test --locked -p queue-static"]),
    (
        "no-std",
        &[
            "cargo build --locked --release --manifest-path tests/no-std/Cargo.toml",
            "cargo build --locked -p queue-async --no-default-features --features serde,stats,tracing",
        ],
    ),
    ("python", &["cargo build --locked -p queue-python", "cargo xtask python --if-found"]),
    ("msrv", &["cargo xtask msrv"]),
    ("package", &["cargo xtask package"]),
    (
        "examples",
        &[
            "cargo run --locked -p queue-examples --example station",
            "cargo run --locked -p queue-examples --example executor",
            "cargo run --locked -p queue-examples --example callbacks",
            "cargo run --locked -p queue-examples --example checksum -- crates/queue-core",
            "cargo run --locked -p queue-examples --example jobs -- chaos --seconds 2",
            "cargo run --locked -p queue-examples --example worker_pool",
            "cargo run --locked -p queue-examples --example crawler",
            "cargo run --locked -p queue-examples --example retries",
            "cargo run --locked -p queue-examples --example graceful_shutdown",
            "cargo run --locked -p queue-examples --example timeouts",
            "cargo run --locked -p queue-examples --example yielding",
            "cargo run --locked -p queue-examples --example select_loop",
            "cargo run --locked -p queue-examples --example two_queues",
            "cargo run --locked -p queue-examples --example streams",
            "cargo run --locked -p queue-examples --example owned",
            "cargo run --locked -p queue-examples --example priorities",
            "cargo run --locked -p queue-examples --example tenants",
            "cargo run --locked -p queue-examples --example threads",
            "cargo run --locked -p queue-examples --example panics",
            "cargo run --locked -p queue-examples --example leases",
            "cargo run --locked -p queue-examples --example keyed_jobs",
            "cargo run --locked -p queue-examples --example from_asyncio",
            "cargo run --locked -p queue-examples --example from_mpsc",
        ],
    ),
];

impl Ci {
    pub(crate) fn run(&self) -> ExitCode {
        if self.list {
            self.sections().for_each(list);
            return ExitCode::SUCCESS;
        }
        let mut failed = Vec::new();
        for (name, commands) in self.sections() {
            let _section = Section::new(name);
            if let Err(error) = run_all(commands) {
                println!("{error:#}");
                failed.push(name);
            }
        }
        conclude(&failed)
    }

    fn sections(&self) -> impl Iterator<Item = (&'static str, Commands)> {
        let selected =
            |name| self.only.is_empty() || self.only.iter().any(|only| names(only, name));
        SECTIONS.iter().copied().filter(move |(name, _)| selected(name))
    }
}

fn known(only: &str) -> Result<String, &'static str> {
    let known = SECTIONS.iter().any(|(name, _)| names(only, name));
    known.then(|| only.to_owned()).ok_or("there is no such section; see `cargo xtask ci --list`")
}

/// Returns whether `only` is the name, or the part before its colon.
fn names(only: &str, name: &str) -> bool {
    name.strip_prefix(only).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

fn list((name, commands): (&str, Commands)) {
    println!("{name}");
    commands.iter().for_each(|command| println!("    {command}"));
}

/// Runs the commands of a section, all of them, and returns the first failure.
fn run_all(commands: Commands) -> anyhow::Result<()> {
    let results: Vec<_> = commands.iter().map(|command| command::run(command)).collect();
    results.into_iter().collect()
}

/// Prints the failures in reverse, so that the first one stands at the end, where a reader looks first.
fn conclude(failed: &[&str]) -> ExitCode {
    if failed.is_empty() {
        println!("ci: passed");
        return ExitCode::SUCCESS;
    }
    failed.iter().rev().for_each(|name| println!("ci: failed: {name}"));
    ExitCode::FAILURE
}

//! The chores of this workspace, as one program: `cargo xtask --help`.

mod ci;
mod command;
mod coverage;
mod msrv;
mod mutants;
mod package;
mod python;
mod section;
mod tool;

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The chores of this workspace",
    after_help = "`cargo xtask <COMMAND> --help` says more."
)]
enum Chore {
    /// Compares the speed of the queues with that of other crates
    Bench(tool::Tool),
    /// Compares the speed of the queue on Redis with that of others on the same server
    BenchRedis(tool::Tool),
    /// Compares the speed of the work queue with that of what does part of its work
    BenchWork(tool::Tool),
    Ci(ci::Ci),
    /// Compares the queues with those of CPython, turn by turn
    Conformance(tool::Tool),
    /// Counts instructions, allocations and wakes, and compares them with a record
    Counters(tool::Tool),
    Coverage(coverage::Coverage),
    /// Runs every program of a few actors on the core, beside the model
    Explore(tool::Tool),
    /// Measures the lock of a queue beside other locks
    Lock(tool::Tool),
    /// Prints the bytes that a queue and each waiting operation take
    Memory(tool::Tool),
    Msrv(msrv::Msrv),
    Mutants(mutants::Mutants),
    Package(package::Package),
    /// Asks each queue, ours and others, how it behaves
    Probe(tool::Tool),
    Python(python::Python),
    /// Runs random programs on the core and on both flavours, beside the model
    Random(tool::Tool),
    /// Proves the queue on Redis or Valkey: beside the core, in a model, and among processes that die
    Redis(tool::Tool),
    /// Runs threads and tasks on queues of all kinds at once
    Stress(tool::Tool),
    /// Measures the compiler's time and the code size of programs with queues
    Weight(tool::Tool),
    /// Runs short and random programs on the work queue, beside its model
    Work(tool::Tool),
}

fn main() -> anyhow::Result<ExitCode> {
    match Chore::parse() {
        Chore::Bench(tool) => tool.run("queue-benches", "bench"),
        Chore::BenchRedis(tool) => tool.run("queue-benches", "redis-bench"),
        Chore::BenchWork(tool) => tool.run("queue-benches", "work-bench"),
        Chore::Ci(ci) => Ok(ci.run()),
        Chore::Conformance(tool) => tool.run("queue-suite", "conformance"),
        Chore::Counters(tool) => tool.run("queue-memory", "counters"),
        Chore::Coverage(coverage) => coverage.run(),
        Chore::Explore(tool) => tool.run("queue-suite", "explore"),
        Chore::Lock(tool) => tool.run("queue-benches", "lock"),
        Chore::Memory(tool) => tool.run("queue-memory", "memory"),
        Chore::Msrv(msrv) => msrv.run(),
        Chore::Mutants(mutants) => mutants.run(),
        Chore::Package(package) => package.run(),
        Chore::Python(python) => python.run(),
        Chore::Probe(tool) => tool.run("queue-benches", "probe"),
        Chore::Random(tool) => tool.run("queue-suite", "random"),
        Chore::Redis(tool) => tool.run("queue-redis-suite", "redis"),
        Chore::Stress(tool) => tool.run("queue-suite", "stress"),
        Chore::Weight(tool) => tool.run("queue-weight", "weight"),
        Chore::Work(tool) => tool.run("queue-work", "work"),
    }
}

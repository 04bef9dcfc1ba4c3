//! The chores of this workspace, as one program: `cargo xtask --help`.

mod ci;
mod command;
mod coverage;
mod msrv;
mod mutants;
mod package;
mod section;
mod tool;

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The chores of this workspace")]
enum Chore {
    /// Compares the speed of the queues with that of others; `cargo xtask bench --help` says how
    Bench(tool::Tool),
    Ci(ci::Ci),
    /// Compares the queues with CPython's own; `cargo xtask conformance --help` says how
    Conformance(tool::Tool),
    /// Counts instructions, allocations and wakes; `cargo xtask counters --help` says more
    Counters(tool::Tool),
    Coverage(coverage::Coverage),
    /// Walks all small programs over the core; `cargo xtask explore --help` says how
    Explore(tool::Tool),
    /// Measures what threads pay for the lock of a queue; `cargo xtask lock --help` says more
    Lock(tool::Tool),
    /// Prints what the queues take in memory; `cargo xtask memory --help` says more
    Memory(tool::Tool),
    Msrv(msrv::Msrv),
    Mutants(mutants::Mutants),
    Package(package::Package),
    /// Probes how queues behave, ours and those of others; `cargo xtask probe --help` says more
    Probe(tool::Tool),
    /// Runs random programs on the queues beside the model; `cargo xtask random --help` says how
    Random(tool::Tool),
    /// Lets threads and tasks work on the queues; `cargo xtask stress --help` says how
    Stress(tool::Tool),
    /// Measures what programs weigh that use the queues; `cargo xtask weight --help` says more
    Weight(tool::Tool),
}

fn main() -> anyhow::Result<ExitCode> {
    match Chore::parse() {
        Chore::Bench(tool) => tool.run("queue-benches", "bench"),
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
        Chore::Probe(tool) => tool.run("queue-benches", "probe"),
        Chore::Random(tool) => tool.run("queue-suite", "random"),
        Chore::Stress(tool) => tool.run("queue-suite", "stress"),
        Chore::Weight(tool) => tool.run("queue-weight", "weight"),
    }
}

//! The chores of this workspace, as one program: `cargo xtask --help`.

mod ci;
mod command;
mod conformance;
mod package;
mod section;

use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The chores of this workspace")]
enum Chore {
    Ci(ci::Ci),
    Conformance(conformance::Conformance),
    Package(package::Package),
}

fn main() -> anyhow::Result<ExitCode> {
    match Chore::parse() {
        Chore::Ci(ci) => Ok(ci.run()),
        Chore::Conformance(conformance) => conformance.run(),
        Chore::Package(package) => package.run(),
    }
}

use std::process::{Command, ExitCode};

use clap::Args;

use crate::command::{self, target};

/// Builds the libraries with the oldest compiler they support, if rustup has it.
///
/// Without it, only clippy's `incompatible_msrv` checks.
#[derive(Args)]
pub(crate) struct Msrv {}

/// What `rust-version` says in the manifests of the crates without a server.
const OLDEST: &str = "1.85.0";

const BUILD: &str = "build --locked --all-features -p queue-core -p queue-async -p queue-compat";

impl Msrv {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        if !is_installed() {
            println!("msrv: skipped, since rustup has no toolchain {OLDEST}");
            return Ok(ExitCode::SUCCESS);
        }
        // In a shared directory, what another compiler has built would be built anew each time.
        let directory = target().join("msrv");
        command::run(&format!("cargo +{OLDEST} {BUILD} --target-dir {}", directory.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn is_installed() -> bool {
    let toolchains = Command::new("rustup").args(["toolchain", "list"]).output();
    toolchains.is_ok_and(|listed| String::from_utf8_lossy(&listed.stdout).contains(OLDEST))
}

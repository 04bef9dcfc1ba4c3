use std::process::ExitCode;

use clap::Args;

use crate::command::{self, target};

/// Prints which lines of the libraries the tests run, and which they do not.
///
/// It knows the tests of `queue-core` and `queue-suite`. The examples of the documentation cannot be measured with a
/// stable compiler, and so do not count. `docs/testing.md` says why a line is left.
#[derive(Args)]
pub(crate) struct Coverage {}

/// The tests run under `ptrace`, which needs no component of the compiler.
const MEASURE: &str = "cargo tarpaulin --engine ptrace --locked --skip-clean --out Stdout --timeout 600 \
    -p queue-core -p queue-suite --lib --test it \
    --include-files crates/queue-core/src/* crates/queue-async/src/* crates/queue-compat/src/*";

impl Coverage {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        command::require("tarpaulin")?;
        // The build has other flags. In a shared directory, everything would be built anew each time.
        let directory = target().join("coverage");
        command::run(&format!("{MEASURE} --target-dir {}", directory.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}

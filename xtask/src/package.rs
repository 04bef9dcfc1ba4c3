use std::fs;
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::Context as _;
use clap::Args;

use crate::command;

/// Packages the libraries, and builds each against the others as packaged, published or not.
#[derive(Args)]
pub(crate) struct Package {}

impl Package {
    /// Cargo unpacks a packaged dependency once for each target directory and version, and takes
    /// what it finds there for good: in a directory used before, it would build against the
    /// packages of that time. Hence a new one.
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let now = SystemTime::UNIX_EPOCH.elapsed()?.as_nanos();
        let directory = format!("target/packaged-{now}");
        let packaged = command::run(&format!(
            "cargo package --locked --allow-dirty --target-dir {directory} \
             -p queue-core -p queue-async -p queue-compat"
        ));
        let directory = command::root().join(directory);
        let removed = fs::remove_dir_all(&directory);
        packaged?;
        removed.with_context(|| format!("cannot remove {}", directory.display()))?;
        Ok(ExitCode::SUCCESS)
    }
}

use std::process::ExitCode;
use std::time::SystemTime;

use clap::Args;

use crate::command::{self, remove, target};

/// Packages the libraries, and builds each against the others as packaged, published or not.
#[derive(Args)]
pub(crate) struct Package {}

impl Package {
    /// Cargo unpacks a packaged dependency once for each target directory and version, and then keeps it. In a
    /// directory used before, it would build against the packages of that time. Hence an empty one.
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let directory = target().join("packaged");
        remove(&directory)?;
        // Another path each time, since cargo remembers by path what it unpacked.
        let now = SystemTime::UNIX_EPOCH.elapsed()?.as_nanos();
        let packaged = command::run(&format!(
            "cargo package --locked --allow-dirty --target-dir {} \
             -p queue-core -p queue-async -p queue-compat -p queue-redis",
            directory.join(now.to_string()).display(),
        ));
        remove(&directory)?;
        packaged?;
        Ok(ExitCode::SUCCESS)
    }
}

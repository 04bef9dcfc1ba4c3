use std::env;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

/// Runs a command at the root of the workspace; its words are cut at white space.
pub(crate) fn run(command: &str) -> anyhow::Result<()> {
    println!("$ {command}");
    let mut words = command.split_whitespace();
    let program = words.next().context("a command has a name")?;
    let mut command_line = Command::new(program);
    if !io::stdout().is_terminal() {
        // Not all programs look for themselves.
        command_line.env("NO_COLOR", "1");
    }
    let status = command_line
        .args(words)
        .current_dir(root())
        .status()
        .with_context(|| format!("cannot start `{program}`"))?;
    ensure!(status.success(), "`{command}` failed: {status}");
    Ok(())
}

/// The root of the workspace: where cargo runs this from, not where it was built, which may be another
/// clone that shares the target directory.
pub(crate) fn root() -> PathBuf {
    let xtask =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&xtask).parent().expect("xtask lies in the workspace").to_owned()
}

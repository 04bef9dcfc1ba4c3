use std::io::{self, ErrorKind, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context as _, ensure};

/// Runs a command at the root of the workspace; its words are cut at white space.
pub(crate) fn run(command: &str) -> anyhow::Result<()> {
    println!("$ {command}");
    let mut words = command.split_whitespace();
    let program = words.next().context("a command has a name")?;
    let mut command_line = Command::new(program);
    if !io::stdout().is_terminal() {
        // Not all programs find out themselves that they write to no terminal.
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

/// Returns the root of the workspace. It is where cargo runs this from, not where it was built: another
/// clone may share the target directory.
pub(crate) fn root() -> PathBuf {
    let xtask =
        env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&xtask).parent().expect("xtask lies in the workspace").to_owned()
}

/// Returns where cargo builds. What the chores make may lie there too.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into)
}

/// Removes a directory, if it is there.
pub(crate) fn remove(directory: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", directory.display()))
        }
        _ => Ok(()),
    }
}

/// Makes sure that cargo has a subcommand, and says how to get it.
pub(crate) fn require(subcommand: &str) -> anyhow::Result<()> {
    let version = Command::new("cargo").args([subcommand, "--version"]).output();
    ensure!(
        version.context("cannot start `cargo`")?.status.success(),
        "this needs `cargo {subcommand}`: cargo install --locked cargo-{subcommand}"
    );
    Ok(())
}

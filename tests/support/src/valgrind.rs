use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context as _, ensure};

/// Runs a program under callgrind and returns what both print, or `None` if there is no valgrind.
///
/// # Errors
///
/// Fails if valgrind or the program fails.
pub fn callgrind(
    options: &[String],
    program: &Path,
    arguments: &[&str],
) -> anyhow::Result<Option<Output>> {
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .args(options)
        .arg(program)
        .args(arguments)
        .output();
    let output = match output {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        output => output.context("cannot start valgrind")?,
    };
    let printed = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "valgrind failed: {printed}");
    Ok(Some(output))
}

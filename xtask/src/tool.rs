use std::io::{self, IsTerminal as _};
use std::process::{Command, ExitCode};

use anyhow::Context as _;
use clap::Args;

use crate::command::root;

/// A program of another package, which does the chore of its name and has its own help.
#[derive(Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Tool {
    /// Handed on to the program that does it
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Tool {
    pub(crate) fn run(&self, package: &str, name: &str) -> anyhow::Result<ExitCode> {
        // The first build takes minutes, so on a terminal cargo shows its progress.
        let quiet = (!io::stderr().is_terminal()).then_some("--quiet");
        let status = Command::new("cargo")
            .arg("run")
            .args(quiet)
            .args(["--locked", "--release", "-p", package, "--bin", name, "--"])
            .args(&self.arguments)
            .current_dir(root())
            .status()
            .context("cannot start `cargo`")?;
        let code = status.code().and_then(|code| u8::try_from(code).ok());
        Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
    }
}

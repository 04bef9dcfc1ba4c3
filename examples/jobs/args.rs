//! What the command line says.

use clap::{Parser, Subcommand};

/// A job server over HTTP, and a command that tries to break it.
#[derive(Debug, Parser)]
#[command(name = "jobs", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve jobs until SIGTERM or Ctrl-C, and then finish what is left
    ///
    /// The exit status is 0 if all accepted jobs have ended, and 1 if a second signal gave them up.
    Serve(Serve),
    /// Let handlers of the same server fail in every way, and check what became of each job
    ///
    /// The exit status is 0 if each accepted job was done once or is dead, and no rule was broken.
    Chaos(Chaos),
}

#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// The port on 127.0.0.1; 0 means a free one
    #[arg(long, value_name = "N", default_value_t = 8080)]
    pub(crate) port: u16,
    /// Share a queue of this Redis or Valkey with other servers, for instance redis://127.0.0.1/
    #[arg(long, value_name = "URL")]
    pub(crate) redis: Option<String>,
    /// The name of the queue that is shared
    #[arg(long, value_name = "NAME", default_value = "jobs", requires = "redis")]
    pub(crate) queue: String,
    /// How many jobs wait at most
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) capacity: u32,
    /// How many jobs are in progress at most
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) workers: u16,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Chaos {
    /// How long jobs are sent
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) seconds: u32,
    /// Where the random numbers start
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many jobs are in progress at most
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) workers: u16,
    /// How many jobs wait at most
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) capacity: u32,
}

impl Args {
    pub(crate) fn from_command_line() -> Self {
        Self::parse()
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }
}

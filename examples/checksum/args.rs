//! What the command line says.

use std::ffi::OsString;
use std::thread;

use clap::Parser;

/// More threads than this are a slip of the finger.
const MOST_WORKERS: u16 = 1024;

/// Prints the SHA-256 of every file, as sha256sum does.
///
/// Walks each PATH with the names of a folder in order, does not follow symbolic links, and prints
/// one line per regular file. Exit status: 0; 1 if something could not be read or written; 2 for a
/// wrong command line; 130 if interrupted.
#[derive(Debug, Parser)]
#[command(name = "checksum", max_term_width = 100)]
pub(crate) struct Args {
    /// Files and folders
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<OsString>,
    /// How many threads hash; by default as many as the machine runs at once
    #[arg(
        long,
        value_name = "N",
        default_value_t = processors(),
        value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_WORKERS)),
    )]
    pub(crate) workers: u16,
    /// How many jobs wait for a worker at most; a job is one file or a few dozen small ones
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) queue: u16,
}

fn processors() -> u16 {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    u16::try_from(processors).map_or(MOST_WORKERS, |processors| processors.min(MOST_WORKERS))
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

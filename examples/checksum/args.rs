//! What the command line says.

use std::ffi::OsString;
use std::io::{self, Write};
use std::{process, thread};

use clap::Parser;

/// A larger number of threads is taken for a slip of the finger.
const MOST_WORKERS: u16 = 1024;

/// Prints the SHA-256 of every file, as sha256sum does.
///
/// Walks each PATH with the names of a folder in order, does not follow symbolic links, and prints
/// one line per regular file.
///
/// The exit status is 0 if everything was printed. It is 1 if something could not be read or
/// written, 2 if the command line is wrong, and 130 if Ctrl-C ended the program.
#[derive(Debug, Parser)]
#[command(name = "checksum", version, max_term_width = 100)]
pub(crate) struct Args {
    /// Files and folders
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<OsString>,
    /// How many threads hash [default: as many as the machine has cores]
    #[arg(
        long,
        value_name = "N",
        default_value_t = processors(),
        hide_default_value = true,
        value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_WORKERS)),
    )]
    pub(crate) workers: u16,
    /// How many jobs wait for a worker at most; a job is one file or a few dozen small ones
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) queue: u16,
}

impl Args {
    /// Parses the command line, or ends the program as clap does, except that errors have no colours and no
    /// control characters. A wrong argument is repeated, and may be any file name that begins with a hyphen.
    pub(crate) fn from_command_line() -> Self {
        Self::try_parse().unwrap_or_else(|error| {
            if !error.use_stderr() {
                error.exit();
            }
            let text = error.render().to_string();
            let text = text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
            // If standard error is closed, the exit status still says it.
            let _ = io::stderr().write_all(text.as_bytes());
            process::exit(error.exit_code());
        })
    }
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

//! The progress bar, on a terminal only.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// While the walk goes on: how much is done.
const WALKING: &str = "{spinner} {msg}, {bytes}, {bytes_per_sec} [{elapsed_precise}]";

/// When the walk has ended: also how much there is, and the time left.
const WALKED: &str = "{wide_bar} {msg}, {bytes} of {total_bytes} [{elapsed}, {eta} left]";

/// The progress without a second walk: the total is known once the walk has ended.
#[derive(Clone)]
pub(crate) struct Progress {
    bar: ProgressBar,
    /// Lines on standard output would be written into the bar.
    shares_terminal: bool,
}

impl Progress {
    /// Shows a bar if standard error is a terminal.
    pub(crate) fn new() -> Self {
        if !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden(), shares_terminal: false };
        }
        let bar = ProgressBar::new_spinner().with_style(style(WALKING)).with_message(count(0));
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar, shares_terminal: io::stdout().is_terminal() }
    }

    pub(crate) fn add_bytes(&self, bytes: usize) {
        self.bar.inc(bytes as u64);
    }

    /// Shows how much is left from here on, since there are so many bytes in all.
    pub(crate) fn set_total(&self, bytes: u64) {
        if !self.bar.is_hidden() {
            self.bar.set_length(bytes);
            self.bar.set_style(style(WALKED));
        }
    }

    pub(crate) fn set_files(&self, files: u64) {
        if !self.bar.is_hidden() {
            self.bar.set_message(count(files));
        }
    }

    /// Removes the bar for good.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// Runs what writes to standard output, with the bar out of the way if need be.
    pub(crate) fn beside_output<R>(&self, write: impl FnOnce() -> R) -> R {
        if self.shares_terminal { self.bar.suspend(write) } else { write() }
    }

    /// Runs what writes to standard error, with the bar out of the way.
    pub(crate) fn beside_messages<R>(&self, write: impl FnOnce() -> R) -> R {
        self.bar.suspend(write)
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("a test has looked at the template")
}

fn count(files: u64) -> String {
    format!("{files} file{}", if files == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_file_is_singular() {
        assert_eq!([0, 1, 2].map(super::count), ["0 files", "1 file", "2 files"]);
    }

    #[test]
    fn the_templates_are_well_formed() {
        let _ = [super::WALKING, super::WALKED].map(super::style);
    }
}

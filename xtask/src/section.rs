use std::io::{self, IsTerminal as _};
use std::time::Instant;

/// Prints its heading now, and the time it took when it is dropped.
#[must_use = "a section ends when it is dropped"]
pub(crate) struct Section {
    name: &'static str,
    start: Instant,
}

impl Section {
    pub(crate) fn new(name: &'static str) -> Self {
        println!("{}", heading(name));
        Self { name, start: Instant::now() }
    }
}

impl Drop for Section {
    fn drop(&mut self) {
        println!("{}: {:.1} s\n", self.name, self.start.elapsed().as_secs_f64());
    }
}

/// Headings are bold for a person, and plain in a pipe or a log.
fn heading(name: &str) -> String {
    if io::stdout().is_terminal() { format!("\x1b[1m# {name}\x1b[0m") } else { format!("# {name}") }
}

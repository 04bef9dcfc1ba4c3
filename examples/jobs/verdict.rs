//! What became of the jobs of a run.

use std::fmt;

#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) accepted: usize,
    pub(crate) done: usize,
    pub(crate) dead: usize,
    pub(crate) lost: usize,
    /// A line for each time that a rule was broken.
    pub(crate) broken: Vec<String>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { accepted, done, dead, lost, .. } = self;
        write!(f, "jobs: {accepted} accepted, {done} done, {dead} dead, {lost} lost")
    }
}

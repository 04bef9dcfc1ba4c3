use std::error::Error;
use std::fmt;

use super::setup::Setup;

/// A program after which the engine and the oracle disagree.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The queue.
    pub setup: Setup,
    /// The steps, with what the oracle answers.
    pub steps: Vec<String>,
    /// What went wrong at the last one.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.setup)?;
        for (number, step) in self.steps.iter().enumerate() {
            writeln!(f, "  {number}: {step}")?;
        }
        f.write_str(&self.reason)
    }
}

impl Error for Fault {}

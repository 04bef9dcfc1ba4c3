use std::fmt;

use crate::{Outcome, Setup, Step};

/// A shortest program after which the queue and the model disagree, or a rule is broken.
#[derive(Clone, Debug)]
pub struct Counterexample {
    /// The queue it runs on.
    pub setup: Setup,
    /// The steps that went well, with what they returned.
    pub program: Vec<(Step, Outcome)>,
    /// The last step and what it should return, unless the fault shows without another step.
    pub last: Option<(Step, Outcome)>,
    /// What went wrong.
    pub fault: String,
}

impl Counterexample {
    /// Returns how many steps it has.
    #[expect(clippy::len_without_is_empty, reason = "nothing goes wrong without a step")]
    #[must_use]
    pub fn len(&self) -> usize {
        self.program.len() + usize::from(self.last.is_some())
    }
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.setup)?;
        for (step, outcome) in self.program.iter().chain(&self.last) {
            writeln!(f, "  {step} -> {outcome}")?;
        }
        f.write_str(&self.fault)
    }
}

impl std::error::Error for Counterexample {}

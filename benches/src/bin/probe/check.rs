use crate::checks::{cancelling, closing, hostile, memory, order, progress, waking};
use crate::contender::Contender;
use crate::outcome::{Outcome, Verdict};

/// A question about a contender, and the program that finds the answer.
#[derive(Clone, Copy)]
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) question: &'static str,
    run: fn(&Contender) -> Verdict,
}

impl Check {
    pub(crate) const fn new(
        name: &'static str,
        question: &'static str,
        run: fn(&Contender) -> Verdict,
    ) -> Self {
        Self { name, question, run }
    }

    /// Runs the check on a contender.
    pub(crate) fn of(&self, contender: &Contender) -> Outcome {
        let (Ok(outcome) | Err(outcome)) = (self.run)(contender);
        outcome
    }

    /// Returns all checks, in the order of the document.
    pub(crate) fn all() -> Vec<Self> {
        GROUPS.iter().flat_map(|(_, checks)| *checks).copied().collect()
    }
}

/// The checks of each subject.
pub(crate) const GROUPS: &[(&str, &[Check])] = &[
    ("Cancelling", cancelling::CHECKS),
    ("Progress", progress::CHECKS),
    ("Order", order::CHECKS),
    ("Waking", waking::CHECKS),
    ("Closing", closing::CHECKS),
    ("Hostile use", hostile::CHECKS),
    ("Memory", memory::CHECKS),
];

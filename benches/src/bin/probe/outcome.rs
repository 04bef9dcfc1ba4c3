use std::fmt;

use serde::{Deserialize, Serialize};

/// The outcome of a check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// The answer is yes.
    Pass,
    /// The answer is no. The text says what happens instead.
    Fail(String),
    /// What happens, where no answer is right or wrong.
    Fact(String),
    /// The contender has no such operation.
    Absent,
}

/// What a check returns. `?` ends the check early, with the outcome in `Err`.
pub(crate) type Verdict = Result<Outcome, Outcome>;

/// Fails with `instead` unless `holds`.
pub(crate) fn ensure(holds: bool, instead: &str) -> Result<(), Outcome> {
    if holds { Ok(()) } else { Err(Outcome::Fail(instead.to_owned())) }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pass => f.write_str("yes"),
            Self::Fail(instead) => write!(f, "**{instead}**"),
            Self::Fact(fact) => f.write_str(fact),
            Self::Absent => f.write_str("n/a"),
        }
    }
}

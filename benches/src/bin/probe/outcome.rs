use std::fmt;

use serde::{Deserialize, Serialize};

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// It is as it should be.
    Pass,
    /// It is not; this is what happens instead.
    Fail(String),
    /// What happens, where there is no should.
    Fact(String),
    /// The contender has no such operation.
    Absent,
}

/// What a check returns: early, with `?`, all but the last outcome.
pub(crate) type Verdict = Result<Outcome, Outcome>;

/// Goes on if `holds`; otherwise the check fails, and `instead` happens.
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

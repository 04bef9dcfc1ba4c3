//! What was measured: all rounds of it, to be written to a file and read again.

mod machine;
mod statistics;

use serde::{Deserialize, Serialize};

pub use machine::Machine;
pub use statistics::Spread;

/// What one run of the benchmarks has measured, and where.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// On what.
    pub machine: Machine,
    /// What was compared.
    pub cells: Vec<Cell>,
}

/// One comparison.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// The table that it belongs to.
    pub group: String,
    /// What was done.
    pub name: String,
    /// Who did it; the first is what the others are compared with.
    pub lanes: Vec<Lane>,
}

/// What one contender took.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// How many nanoseconds each item took in each round.
    pub rounds: Vec<f64>,
}

impl Lane {
    /// Returns its name and its version.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version).trim_end().to_owned()
    }

    /// Returns how many nanoseconds an item takes.
    #[must_use]
    pub fn nanoseconds(&self) -> Spread {
        Spread::of(self.rounds.clone())
    }
}

impl Cell {
    /// Returns how long the first takes in proportion to another, round by round: below 1 it is faster.
    #[must_use]
    pub fn ratio(&self, other: &Lane) -> Spread {
        let pairs = self.lanes[0].rounds.iter().zip(&other.rounds);
        Spread::of(pairs.map(|(ours, theirs)| ours / theirs).collect())
    }
}

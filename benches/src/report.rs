//! The result of a run: all rounds of all contenders, to be written to a file and read again.

mod machine;
mod redis;
mod statistics;

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

pub use machine::Machine;
pub use redis::RedisReport;
pub use statistics::{Spread, Verdict};

/// What one run of the benchmarks has measured.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// The machine that it ran on.
    pub machine: Machine,
    /// The comparisons.
    pub cells: Vec<Cell>,
}

/// One workload, and what each contender took for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// The table that it belongs to.
    pub group: String,
    /// The workload.
    pub name: String,
    /// The contenders. The others are compared with the first.
    pub lanes: Vec<Lane>,
}

/// The times of one contender.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// Its version, or nothing if it has none.
    pub version: String,
    /// The time for each item in each round, in nanoseconds.
    pub rounds: Vec<f64>,
}

impl Report {
    /// Writes the report to a file.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        fs::write(path, text + "\n").with_context(|| format!("cannot write {}", path.display()))
    }
}

impl Lane {
    /// Returns whether this is a queue of this workspace.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.name.starts_with("queue-")
    }

    /// Returns whether this is a floor: a part of a queue, and named after what it is made of.
    #[must_use]
    pub fn is_floor(&self) -> bool {
        self.name.contains(" + ")
    }

    /// Returns its name and its version.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version).trim_end().to_owned()
    }

    /// Returns the time for an item, in nanoseconds.
    #[must_use]
    pub fn nanoseconds(&self) -> Spread {
        Spread::of(self.rounds.clone())
    }
}

impl Cell {
    /// Returns the lanes of other queues: not ours, and not a floor.
    pub fn rivals(&self) -> impl Iterator<Item = &Lane> {
        self.lanes[1..].iter().filter(|lane| !lane.is_ours() && !lane.is_floor())
    }

    /// Returns whether the cell has rivals, and none of them is clearly faster than the first lane.
    #[must_use]
    pub fn ours_is_best(&self) -> bool {
        let mut verdicts = self.rivals().map(|rival| self.ratio(rival).verdict()).peekable();
        verdicts.peek().is_some() && verdicts.all(|verdict| verdict != Verdict::Theirs)
    }

    /// Returns the ratio of the first lane's time to that of another, round by round. Below 1 the first is faster.
    #[must_use]
    pub fn ratio(&self, other: &Lane) -> Spread {
        let pairs = self.lanes[0].rounds.iter().zip(&other.rounds);
        Spread::of(pairs.map(|(ours, theirs)| ours / theirs).collect())
    }
}

//! Measures the contenders of a cell in turn, round by round. A disturbance of the machine then slows all of them alike.

use std::fmt;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::report;
use crate::workloads::Round;

/// One workload and its contenders, to be measured.
pub struct Cell {
    /// The group that it belongs to: a table of the document.
    pub group: &'static str,
    /// The workload.
    pub name: String,
    /// The contenders. The others are compared with the first.
    pub lanes: Vec<Lane>,
}

/// One contender, ready to run the workload.
pub struct Lane {
    name: String,
    version: String,
    run: Box<dyn FnMut(usize) -> Round>,
}

/// How long to measure.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// The number of rounds of each contender.
    pub rounds: usize,
    /// The approximate length of a round.
    pub round: Duration,
}

impl Plan {
    /// Returns a bar with a step for each round of so many cells. Only a terminal shows it.
    ///
    /// # Panics
    ///
    /// Panics if there are more rounds than a `u64` can count.
    #[must_use]
    pub fn progress(self, cells: usize) -> ProgressBar {
        let style = ProgressStyle::with_template("{bar:30} {eta} left, {msg}");
        let steps = u64::try_from(cells * self.rounds).expect("there are few");
        ProgressBar::new(steps).with_style(style.expect("it is well formed"))
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane").field("name", &self.name).finish_non_exhaustive()
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { group, name, lanes } = self;
        let mut shown = f.debug_struct("Cell");
        shown.field("group", group).field("name", name).field("lanes", lanes).finish()
    }
}

impl Lane {
    /// Returns a lane, or `None` if the contender cannot run the workload. To find that out, it runs one item.
    pub fn new(
        name: impl Into<String>,
        version: impl Into<String>,
        run: impl Fn(usize) -> Option<Round> + 'static,
    ) -> Option<Self> {
        run(1)?;
        let run = Box::new(move |items| run(items).expect("it could do it before"));
        Some(Self { name: name.into(), version: version.into(), run })
    }

    /// Returns the name of the contender, without its version.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Runs one round of so many items.
    pub fn run(&mut self, items: usize) -> Round {
        (self.run)(items)
    }

    /// Returns the number of items with which a round takes that long.
    fn calibrate(&mut self, round: Duration) -> usize {
        let mut items = 16;
        loop {
            let trial = (self.run)(items);
            if trial.elapsed >= round / 8 {
                let factor = round.as_secs_f64() / trial.elapsed.as_secs_f64();
                return ((trial.items as f64 * factor) as usize).max(1);
            }
            items = trial.items * 4;
        }
    }
}

impl Cell {
    /// Measures all lanes, and calls `after_round` after each round.
    pub fn measure(mut self, plan: Plan, mut after_round: impl FnMut()) -> report::Cell {
        let items: Vec<_> = self.lanes.iter_mut().map(|lane| lane.calibrate(plan.round)).collect();
        let mut rounds = vec![Vec::new(); self.lanes.len()];
        for _ in 0..plan.rounds {
            for ((lane, &items), rounds) in self.lanes.iter_mut().zip(&items).zip(&mut rounds) {
                rounds.push((lane.run)(items).nanoseconds());
            }
            after_round();
        }
        let lanes = self.lanes.into_iter().zip(rounds);
        let lane = |(lane, rounds): (Lane, _)| report::Lane {
            name: lane.name,
            version: lane.version,
            rounds,
        };
        let lanes = lanes.map(lane).collect();
        report::Cell { group: self.group.to_owned(), name: self.name, lanes }
    }
}

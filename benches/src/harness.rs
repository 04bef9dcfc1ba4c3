//! Measures all contenders of a cell in turn, round by round, so that what disturbs the machine disturbs all alike.

use std::fmt;
use std::time::Duration;

use crate::report;
use crate::workloads::Round;

/// One comparison, to be made.
pub struct Cell {
    /// The table that it belongs to.
    pub group: &'static str,
    /// What is done.
    pub name: String,
    /// Who does it; the first is what the others are compared with.
    pub lanes: Vec<Lane>,
}

/// One contender at work.
pub struct Lane {
    name: String,
    version: String,
    run: Box<dyn FnMut(usize) -> Round>,
}

/// How long to measure.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many rounds each contender runs.
    pub rounds: usize,
    /// How long a round takes, about.
    pub round: Duration,
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
    /// Makes one, which is called once to see whether it can do it at all.
    pub fn new(
        name: impl Into<String>,
        version: impl Into<String>,
        run: impl Fn(usize) -> Option<Round> + 'static,
    ) -> Option<Self> {
        run(1)?;
        let run = Box::new(move |items| run(items).expect("it could do it before"));
        Some(Self { name: name.into(), version: version.into(), run })
    }

    /// Returns what it is called, without its version.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Moves so many items, once.
    pub fn run(&mut self, items: usize) -> Round {
        (self.run)(items)
    }

    /// Returns with how many items a round takes as long as it should.
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
    /// Measures it, and tells after each round.
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

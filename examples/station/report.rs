//! What was measured beside what theory says.

use std::fmt;

use crate::plan::Plan;
use crate::tally::{BATCHES, Tally};
use crate::theory::{NAMES, closed_form};

/// How far the mean of the batches may be from theory, in standard errors estimated from their
/// spread. Student's t with 39 degrees of freedom exceeds 6 once in two million: a correct program
/// fails on one seed in half a million, as there are four measures.
pub(crate) const STANDARD_ERRORS: f64 = 6.0;

struct Row {
    name: &'static str,
    simulated: f64,
    exact: f64,
    tolerance: f64,
}

impl Row {
    fn new(name: &'static str, exact: f64, batches: impl Iterator<Item = f64> + Clone) -> Self {
        let mean = batches.clone().sum::<f64>() / BATCHES as f64;
        let variance = batches.map(|x| (x - mean).powi(2)).sum::<f64>() / (BATCHES - 1) as f64;
        let error = (variance / BATCHES as f64).sqrt();
        Self { name, simulated: mean, exact, tolerance: STANDARD_ERRORS * error }
    }

    fn agrees(&self) -> bool {
        (self.simulated - self.exact).abs() <= self.tolerance
    }
}

/// What was measured beside what theory says.
pub(crate) struct Report([Row; 4]);

impl Report {
    pub(crate) fn new(plan: &Plan, batches: &[Tally]) -> Self {
        let exact = closed_form(plan);
        let measured: Vec<_> = batches.iter().map(|batch| batch.measures(plan.servers)).collect();
        let row = |i| Row::new(NAMES[i], exact[i], measured.iter().map(|batch| batch[i]));
        Self([0, 1, 2, 3].map(row))
    }

    pub(crate) fn agrees(&self) -> bool {
        self.0.iter().all(Row::agrees)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:20}   simulated      theory  difference   tolerated", "")?;
        for &Row { name, simulated, exact, tolerance } in &self.0 {
            let difference = 100.0 * (simulated - exact) / exact;
            let tolerated = 100.0 * tolerance / exact;
            write!(
                f,
                "\n{name:20}{simulated:12.6}{exact:12.6}{difference:+11.3}%{tolerated:11.3}%"
            )?;
        }
        Ok(())
    }
}

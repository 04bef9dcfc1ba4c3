//! All workloads, and the contenders of each.

mod batches;
mod collect;
mod cpython;
mod ends;
mod exchanges;
mod orders;
mod permits;
mod ready;
mod rosters;
mod threads;

use std::path::PathBuf;

use queue_benches::harness::{Cell, Lane};

/// A workload and its contenders, not yet prepared.
pub(crate) struct Row {
    /// The group that it belongs to: a table of the document.
    pub(crate) group: &'static str,
    /// The workload.
    pub(crate) name: String,
    /// Whether `--quick` measures it, for the tables of the document.
    pub(crate) quick: bool,
    lanes: Box<dyn Fn(Field) -> Vec<Lane>>,
}

/// Which contenders take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Those that are used most or are fast.
    Few,
    /// All that can run the workload.
    All,
}

impl Row {
    fn new(
        group: &'static str,
        name: impl Into<String>,
        lanes: impl Fn(Field) -> Vec<Lane> + 'static,
    ) -> Self {
        Self { group, name: name.into(), quick: false, lanes: Box::new(lanes) }
    }

    /// Returns the row with this choice of [`quick`](field@Self::quick).
    fn quick(self, quick: bool) -> Self {
        Self { quick, ..self }
    }

    /// Returns the name by which `--only` selects it.
    pub(crate) fn title(&self) -> String {
        format!("{}: {}", self.group, self.name)
    }

    /// Prepares the row, or returns `None` if it has no contender beside ours.
    pub(crate) fn cell(self, field: Field) -> Option<Cell> {
        let lanes = (self.lanes)(field);
        (lanes.len() > 1).then(|| Cell { group: self.group, name: self.name, lanes })
    }
}

/// Returns all rows. Those beside CPython need a CPython.
pub(crate) fn rows(python: Option<PathBuf>) -> Vec<Row> {
    let mut rows = ready::rows();
    rows.extend(exchanges::rows());
    rows.extend(threads::rows());
    rows.extend(orders::rows());
    rows.extend(batches::rows());
    rows.extend(permits::rows());
    rows.extend(ends::rows());
    rows.extend(python.into_iter().flat_map(cpython::rows));
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Field, rows};

    /// To prepare a row runs each of its lanes once. None of them may hang.
    #[test]
    fn every_lane_of_every_row_can_run() {
        for row in rows(None) {
            let title = row.title();
            // The crates for one thread allow one receiver.
            let is_alone = ["local: 4-4", "local: 16-16", "local: 100-100"]
                .iter()
                .any(|shape| title.starts_with(shape));
            assert_eq!(row.cell(Field::All).is_none(), is_alone, "{title}");
        }
    }

    #[test]
    fn no_two_rows_have_one_name() {
        let titles: Vec<_> = rows(None).iter().map(super::Row::title).collect();
        assert_eq!(titles.iter().collect::<HashSet<_>>().len(), titles.len());
    }
}

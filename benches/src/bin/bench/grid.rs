//! Every comparison that is made: who does what.

mod collect;
mod cpython;
mod exchanges;
mod orders;
mod ready;
mod rosters;
mod threads;

use std::path::PathBuf;

use queue_benches::harness::{Cell, Lane};

/// A comparison, not yet prepared.
pub(crate) struct Row {
    /// The table that it belongs to.
    pub(crate) group: &'static str,
    /// What is done.
    pub(crate) name: String,
    /// Whether it is in the table of the documents.
    pub(crate) quick: bool,
    lanes: Box<dyn Fn(Field) -> Vec<Lane>>,
}

/// Who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Those that are used most, or are fast.
    Few,
    /// All that can.
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

    /// Puts it into the table of the documents, if it is one of those.
    fn quick(self, quick: bool) -> Self {
        Self { quick, ..self }
    }

    /// What it is called where it is selected.
    pub(crate) fn title(&self) -> String {
        format!("{}: {}", self.group, self.name)
    }

    /// Prepares it, or returns `None` if there is nobody to compare ours with.
    pub(crate) fn cell(self, field: Field) -> Option<Cell> {
        let lanes = (self.lanes)(field);
        (lanes.len() > 1).then(|| Cell { group: self.group, name: self.name, lanes })
    }
}

/// Returns all rows; those beside CPython only if there is one.
pub(crate) fn rows(python: Option<PathBuf>) -> Vec<Row> {
    let mut rows = ready::rows();
    rows.extend(exchanges::rows());
    rows.extend(threads::rows());
    rows.extend(orders::rows());
    rows.extend(python.into_iter().flat_map(cpython::rows));
    rows
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Field, rows};

    /// Whoever is made runs once: nobody waits for what does not come.
    #[test]
    fn every_lane_of_every_row_can_run() {
        for row in rows(None) {
            let title = row.title();
            // Those for one thread allow for one receiver.
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

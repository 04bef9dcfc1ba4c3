//! Makes plots and tables of a report, without measuring again.

mod number;
mod plot;
mod redis;
mod summary;
mod table;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};

use crate::report::{Cell, Report};
use crate::work;

pub(crate) use number::with_separators;
pub use redis::{memory_list, read_redis_report, render_redis};
pub use table::list;

/// The name of each group in the document, in the order of the document.
const TITLES: [(&str, &str); 14] = [
    ("ready", "Nothing waits"),
    ("one-thread", "Tasks on one thread"),
    ("two-workers", "Tasks on two workers"),
    ("threads", "Threads that block"),
    ("local", "Queues for one thread"),
    ("orders", "Priorities and other orders"),
    ("batches", "Batches"),
    ("permits", "Permits"),
    ("ends", "Ends"),
    ("counting", "Counting"),
    ("compat", "asyncio's names"),
    ("cpython", "CPython"),
    ("work", "The work queue"),
    ("redis", "On one server"),
];

/// Renews `folder/benchmarks.md` and the plots in `folder/benchmarks`.
///
/// It replaces what stands between the marks for the summary, the machine and each group of the report. A group
/// has a plot if a queue of another crate takes part in it.
///
/// # Errors
///
/// Fails if a file cannot be written, or if the document lacks a mark.
pub fn render(report: &Report, folder: &Path) -> anyhow::Result<()> {
    let document = folder.join("benchmarks.md");
    let mut text = read(&document)?;
    let groups: Vec<_> = report.cells.chunk_by(|a, b| a.group == b.group).collect();
    text = between_marks(&text, "summary", &summary::summary(&groups))?;
    text = between_marks(&text, "machine", &summary::machine(report))?;
    let plots = folder.join("benchmarks");
    fs::create_dir_all(&plots)?;
    for cells in groups {
        let group = &cells[0].group;
        let mut new = String::new();
        if cells.iter().any(|cell| cell.rivals().next().is_some()) {
            new = plot(cells, &plots)?;
        }
        new += &table::tables(cells);
        text = between_marks(&text, group, &new)?;
    }
    write(&document, &text)
}

/// Renews the section of the work queue in `folder/benchmarks.md`, and its plot in `folder/benchmarks`.
///
/// The report is one of these workloads alone. It replaces what stands between the marks for its machine and for
/// its group.
///
/// # Errors
///
/// Fails if a file cannot be written, if the document lacks a mark, or if the report is of other workloads.
pub fn render_work(report: &Report, folder: &Path) -> anyhow::Result<()> {
    let cells = &report.cells;
    let is_of_work = !cells.is_empty() && cells.iter().all(|cell| cell.group == work::GROUP);
    ensure!(is_of_work, "the report is not of the work queue");
    let document = folder.join("benchmarks.md");
    let text = between_marks(&read(&document)?, "work machine", &summary::machine(report))?;
    let new = plot(cells, &folder.join("benchmarks"))? + &list(cells);
    write(&document, &between_marks(&text, work::GROUP, &new)?)
}

/// Draws the plot of a group, and returns the line that shows it.
fn plot(cells: &[Cell], plots: &Path) -> anyhow::Result<String> {
    let group = &cells[0].group;
    plot::plot(cells, &plots.join(format!("{group}.svg")))?;
    Ok(format!("![{}](benchmarks/{group}.svg)\n\n", summary::alternative_text(cells)))
}

/// Reads a report.
///
/// # Errors
///
/// Fails if the file cannot be read, or is not a report.
pub fn read_report(path: &Path) -> anyhow::Result<Report> {
    let mut report: Report = serde_json::from_str(&read(path)?)?;
    // A report has the cells in the order of their measurement, which mixes the groups.
    let place = |cell: &Cell| TITLES.iter().position(|(group, _)| *group == cell.group);
    report
        .cells
        .sort_by_cached_key(|cell| (place(cell).is_none(), place(cell), cell.group.clone()));
    Ok(report)
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Replaces the text between the marks of that name.
fn between_marks(text: &str, name: &str, new: &str) -> anyhow::Result<String> {
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let parts = text.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some((before, after))
    });
    let (before, after) = parts.with_context(|| format!("there are no marks for {name}"))?;
    Ok([before, &begin, new, &end, after].concat())
}

/// Returns the name that the document gives to a group.
fn title(group: &str) -> &str {
    TITLES.iter().find(|(key, _)| *key == group).map_or(group, |(_, title)| title)
}

/// Returns the titles of the lanes of these cells, without repeats, in the order of their appearance.
fn names(cells: &[Cell]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for lane in cells.iter().flat_map(|cell| &cell.lanes) {
        let name = lane.title();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::between_marks;
    use crate::report::{Cell, Lane};

    /// Returns a cell of the group `ready` with one lane for each name, of version 1.0.
    pub(super) fn cell(lanes: &[(&str, &[f64])]) -> Cell {
        let lane = |&(name, rounds): &(&str, &[f64])| Lane {
            name: name.to_owned(),
            version: "1.0".to_owned(),
            rounds: rounds.into(),
        };
        let lanes = lanes.iter().map(lane).collect();
        Cell { group: "ready".to_owned(), name: "cell".to_owned(), lanes }
    }

    #[test]
    fn what_is_between_the_marks_is_replaced() {
        let text = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n";
        let new = between_marks(text, "x", "new\n").unwrap();
        assert_eq!(new, "a\n<!-- begin x -->\nnew\n<!-- end x -->\nb\n");
        assert!(between_marks(text, "y", "new\n").is_err());
    }
}

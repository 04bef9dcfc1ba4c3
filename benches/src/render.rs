//! Makes plots and tables of a report: a step of its own, so that they can be made anew without measuring again.

mod plot;
mod table;

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::report::{Cell, Report};

/// Writes a plot for each table into `folder/benchmarks`, and the tables into `folder/benchmarks.md`, between the marks
/// that it has for them.
///
/// # Errors
///
/// If a file cannot be written, or the document has no marks for a table.
pub fn render(report: &Report, folder: &Path) -> anyhow::Result<()> {
    let document = folder.join("benchmarks.md");
    let mut text = read(&document)?;
    text = between_marks(&text, "machine", &table::machine(report))?;
    let plots = folder.join("benchmarks");
    fs::create_dir_all(&plots)?;
    for cells in report.cells.chunk_by(|a, b| a.group == b.group) {
        let group = &cells[0].group;
        text = between_marks(&text, group, &table::table(cells))?;
        plot::plot(cells, &plots.join(format!("{group}.svg")))?;
    }
    fs::write(&document, text).with_context(|| format!("cannot write {}", document.display()))
}

/// Reads a report.
///
/// # Errors
///
/// If the file is not one.
pub fn read_report(path: &Path) -> anyhow::Result<Report> {
    let mut report: Report = serde_json::from_str(&read(path)?)?;
    // Those of a table may have been measured with others in between.
    let order: Vec<_> = report.cells.iter().map(|cell| cell.group.clone()).collect();
    report.cells.sort_by_key(|cell| order.iter().position(|group| *group == cell.group));
    Ok(report)
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Replaces what stands between the marks of that name.
fn between_marks(text: &str, name: &str, new: &str) -> anyhow::Result<String> {
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let parts = text.split_once(&begin).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(&end)?;
        Some((before, after))
    });
    let (before, after) = parts.with_context(|| format!("there are no marks for {name}"))?;
    Ok([before, &begin, new, &end, after].concat())
}

/// Returns the names of all who take part in some of the cells, in the order in which they come.
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

    #[test]
    fn what_is_between_the_marks_is_replaced() {
        let text = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n";
        let new = between_marks(text, "x", "new\n").unwrap();
        assert_eq!(new, "a\n<!-- begin x -->\nnew\n<!-- end x -->\nb\n");
        assert!(between_marks(text, "y", "new\n").is_err());
    }
}

use std::path::Path;

use super::number::two_digits;
use super::{between_marks, list, plot, read, summary, write};
use crate::report::{Cell, RedisReport};

/// Renews the numbers in `folder/redis-benchmarks.md`, and its plot in `folder/benchmarks`.
///
/// It replaces what stands between the marks for the machine, the times and the memory.
///
/// # Errors
///
/// Fails if a file cannot be written, or if the document lacks a mark.
pub fn render_redis(report: &RedisReport, folder: &Path) -> anyhow::Result<()> {
    let document = folder.join("redis-benchmarks.md");
    let cells = &report.times.cells;
    let machine = format!("- Server: {}.\n", report.server) + &summary::machine(&report.times);
    let mut text = between_marks(&read(&document)?, "machine", &machine)?;
    let times = plot(cells, &folder.join("benchmarks"))? + &list(cells);
    text = between_marks(&text, "times", &times)?;
    write(&document, &between_marks(&text, "memory", &memory_list(&report.memory))?)
}

/// Reads a report of the benchmarks on a server.
///
/// # Errors
///
/// Fails if the file cannot be read, or is not a report.
pub fn read_redis_report(path: &Path) -> anyhow::Result<RedisReport> {
    Ok(serde_json::from_str(&read(path)?)?)
}

/// Returns a table of the bytes that each contender takes for a job.
#[must_use]
pub fn memory_list(cells: &[Cell]) -> String {
    let mut text = "| queue | bytes of the server for a job |\n|---|---:|\n".to_owned();
    for lane in cells.iter().flat_map(|cell| &cell.lanes) {
        let bytes = two_digits(lane.nanoseconds().median);
        text += &format!("| {} | {bytes} |\n", lane.title());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::tests::cell;
    use super::memory_list;

    #[test]
    fn each_contender_has_its_bytes() {
        let table = memory_list(&[cell(&[("queue-ours", &[324.0]), ("a list", &[101.0])])]);
        assert!(table.ends_with("| queue-ours 1.0 | 320 |\n| a list 1.0 | 100 |\n"), "{table}");
    }
}

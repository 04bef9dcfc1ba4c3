use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use queue_support::callgrind;

use crate::Cancel;

/// Counts the instructions of each [`Cancel::every`], or returns `None` if there is no valgrind.
///
/// `program` is the program `memory`, which is run under valgrind as `memory cancel WAITERS`.
///
/// # Errors
///
/// If valgrind did not count.
pub fn instructions(program: &Path, waiters: u32) -> anyhow::Result<Option<Vec<u64>>> {
    let arguments = ["cancel", &waiters.to_string()];
    count(program, &arguments, "cancel_all", Cancel::every(waiters).count())
}

/// Counts the instructions of each call of a function that is called so many times, or returns `None` if there is no
/// valgrind.
pub(crate) fn count(
    program: &Path,
    arguments: &[&str],
    function: &str,
    calls: usize,
) -> anyhow::Result<Option<Vec<u64>>> {
    let folder = tempfile::tempdir()?;
    let counts = folder.path().join("counts");
    let options = [
        format!("--callgrind-out-file={}", counts.display()),
        // Counts while inside, and writes a part down when done. It heeds one option for each
        // pattern, hence two that match the same.
        format!("--toggle-collect=*{function}*"),
        format!("--dump-after=*::{function}*"),
    ];
    if callgrind(&options, program, arguments)?.is_none() {
        return Ok(None);
    }
    (1..=calls)
        .map(|part| read(&counts.with_extension(part.to_string())))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// Reads one part of what callgrind has written.
fn read(part: &Path) -> anyhow::Result<u64> {
    let text = fs::read_to_string(part).with_context(|| format!("no {}", part.display()))?;
    let summary = text.lines().find_map(|line| line.strip_prefix("summary: "));
    let count = summary.context("callgrind has counted nothing")?.trim().parse()?;
    ensure!(count > 0, "callgrind has not found what to count");
    Ok(count)
}

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
/// Fails if valgrind did not count.
pub fn instructions(program: &Path, waiters: u32) -> anyhow::Result<Option<Vec<u64>>> {
    let arguments = ["cancel", &waiters.to_string()];
    count(program, &arguments, "cancel_all", Cancel::every(waiters).count())
}

/// Counts the instructions of each call of a function that is called this many times, or returns `None` if there is
/// no valgrind.
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
        // Counts inside the function, and writes a part when it returns. Callgrind heeds one option for
        // each pattern, so the two patterns differ and match the same.
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

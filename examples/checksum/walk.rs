//! The walk over the paths, which puts what it meets on the belt.

use std::ffi::OsString;
use std::mem;

use queue_async::ShutDown;
use walkdir::WalkDir;

use crate::belt::{Belt, Entry};
use crate::progress::Progress;

/// A job holds no more entries than this. A small file takes microseconds, about as long as a wake of a
/// thread, so threads should not be woken for each file.
const MOST_ENTRIES: usize = 64;

/// A job of more than one entry holds no more bytes than this, by the sizes of the files when they were
/// met. Larger files go one by one, so no worker is idle while another has several.
const MOST_BYTES: u64 = 1 << 20;

/// Walks the paths until all is on the belt, or the belt is stopped.
///
/// The progress learns at the end how many bytes there are in all.
pub(crate) fn walk(paths: &[OsString], belt: &Belt, progress: &Progress) {
    let mut total = 0_u64;
    let found = paths
        .iter()
        .flat_map(|path| WalkDir::new(path).follow_root_links(false).sort_by_file_name())
        // A folder full of folders puts nothing on the belt, and so would not learn of the stop.
        .take_while(|_| !belt.is_stopped())
        .filter_map(entry)
        .inspect(|(_, size)| total = total.saturating_add(*size));
    // A belt that is stopped wants no more: that is no error.
    if feed(found, belt).is_ok() {
        progress.set_total(total);
    }
}

/// Sorts out what has to be dealt with, and its size.
fn entry(met: walkdir::Result<walkdir::DirEntry>) -> Option<(Entry, u64)> {
    match met {
        Ok(met) if met.file_type().is_file() => {
            // If the file is gone, the worker will meet the error too, and report it.
            let size = met.metadata().map_or(0, |metadata| metadata.len());
            Some((Ok(met.into_path()), size))
        }
        Ok(_) => None,
        Err(error) => Some((Err(error.into()), 0)),
    }
}

/// Makes jobs of the entries and puts them on the belt, which it closes at the end.
fn feed(found: impl Iterator<Item = (Entry, u64)>, belt: &Belt) -> Result<(), ShutDown> {
    let _close = CloseOnDrop(belt);
    let mut batch = Batch::default();
    for (entry, size) in found {
        // The batch goes first: a small file does not wait for the large one behind it.
        if !batch.has_room_for(size) {
            belt.put(batch.take())?;
        }
        batch.add(entry, size);
    }
    if batch.entries.is_empty() { Ok(()) } else { belt.put(batch.take()) }
}

/// Closes the belt even if the walk panics. Otherwise the printer would wait for ever.
struct CloseOnDrop<'a>(&'a Belt);

impl Drop for CloseOnDrop<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// The entries of the next job.
#[derive(Default)]
struct Batch {
    entries: Vec<Entry>,
    bytes: u64,
}

impl Batch {
    fn has_room_for(&self, size: u64) -> bool {
        self.entries.is_empty()
            || self.entries.len() < MOST_ENTRIES && self.bytes.saturating_add(size) <= MOST_BYTES
    }

    fn add(&mut self, entry: Entry, size: u64) {
        self.entries.push(entry);
        self.bytes = self.bytes.saturating_add(size);
    }

    fn take(&mut self) -> Vec<Entry> {
        mem::take(self).entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, size: u64) -> (Entry, u64) {
        (Ok(name.into()), size)
    }

    /// Returns the jobs that the walk makes of the entries, by the names in each.
    fn jobs(found: impl IntoIterator<Item = (Entry, u64)>) -> Vec<Vec<String>> {
        let belt = Belt::new(100, 1);
        feed(found.into_iter(), &belt).expect("no thread stops it");
        let name = |entry: Entry| entry.expect("all are files").display().to_string();
        belt.jobs().map(|job| job.entries.into_iter().map(name).collect()).collect()
    }

    #[test]
    fn small_files_go_together_and_large_ones_alone() {
        let found =
            [("a", 1), ("b", MOST_BYTES - 1), ("c", 1), ("d", u64::MAX), ("e", 0), ("f", 0)];
        let expected = [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e", "f"]];
        assert_eq!(jobs(found.map(|(name, size)| file(name, size))), expected);
    }

    #[test]
    fn no_job_has_too_many_entries() {
        let sizes: Vec<_> = jobs((0..150).map(|_| file("empty", 0))).iter().map(Vec::len).collect();
        assert_eq!(sizes, [MOST_ENTRIES, MOST_ENTRIES, 150 - 2 * MOST_ENTRIES]);
    }

    #[test]
    fn an_empty_walk_makes_no_job() {
        assert!(jobs([]).is_empty());
    }
}

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::{Event, Record, Reply};

/// All events of a run, in the order of their times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The events.
    pub records: Vec<Record>,
}

impl History {
    /// Reads all journals of a directory. The last line of a process that was killed may be half written; it is left out.
    ///
    /// # Errors
    ///
    /// Fails if a journal cannot be read.
    pub fn read(directory: &Path) -> anyhow::Result<Self> {
        let mut records: Vec<Record> = Vec::new();
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            if path.extension().is_none_or(|extension| extension != "journal") {
                continue;
            }
            let text = fs::read_to_string(&path)?;
            let whole = text.rfind('\n').map_or(0, |end| end + 1);
            for line in text[..whole].lines() {
                let record = serde_json::from_str(line);
                records.push(record.with_context(|| format!("{}: {line}", path.display()))?);
            }
        }
        records.sort_by_key(|record| record.at);
        Ok(Self { records })
    }

    /// Counts the operations that the queue has answered.
    #[must_use]
    pub fn operations(&self) -> usize {
        self.count(|event| {
            matches!(
                event,
                Event::HasPut { .. }
                    | Event::HasNotPut { .. }
                    | Event::Taken { .. }
                    | Event::Heard { reply: Reply::Good | Reply::Stale, .. }
            )
        })
    }

    /// Counts the events of a kind.
    pub fn count(&self, is: impl Fn(&Event) -> bool) -> usize {
        self.records.iter().filter(|record| is(&record.event)).count()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::History;
    use crate::chaos::{Event, Journal};

    #[test]
    fn a_line_that_is_half_written_is_left_out() {
        let directory = tempfile::tempdir().unwrap();
        let journal = Journal::open(directory.path(), "c1").unwrap();
        journal.write(Event::ServerDown);
        journal.write(Event::ServerUp);
        let path = directory.path().join("c1.journal");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, &text[..text.len() - 5]).unwrap();
        let history = History::read(directory.path()).unwrap();
        let events: Vec<_> = history.records.into_iter().map(|record| record.event).collect();
        assert_eq!(events, [Event::ServerDown]);
    }
}

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;

use super::clock::now;
use super::{Event, Record};

/// Where a process writes its events, one a line. A line that is written outlives the process.
#[derive(Clone, Debug)]
pub struct Journal {
    by: String,
    file: Arc<Mutex<File>>,
}

impl Journal {
    /// Opens the journal of a process in a directory.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be made.
    pub fn open(directory: &Path, by: &str) -> anyhow::Result<Self> {
        let path = directory.join(format!("{by}.journal"));
        let file = OpenOptions::new().create(true).append(true).open(&path);
        let file = file.with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { by: by.to_owned(), file: Arc::new(Mutex::new(file)) })
    }

    /// Writes an event that happens now.
    ///
    /// # Panics
    ///
    /// Panics if the line cannot be written: a history with a gap proves nothing.
    pub fn write(&self, event: Event) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let record = Record { at: now(), by: self.by.clone(), event };
        let mut line = serde_json::to_string(&record).expect("an event has no map");
        line.push('\n');
        file.write_all(line.as_bytes()).expect("the journal can be written");
    }
}

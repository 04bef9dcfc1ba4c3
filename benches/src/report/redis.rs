use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use super::{Cell, Report};

/// What one run of the benchmarks on a server has measured.
#[derive(Debug, Serialize, Deserialize)]
pub struct RedisReport {
    /// The name and the version of the server.
    pub server: String,
    /// The machine and the times.
    pub times: Report,
    /// The bytes of the server for each job, in place of times.
    pub memory: Vec<Cell>,
}

impl RedisReport {
    /// Writes the report to a file.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be written.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        fs::write(path, text + "\n").with_context(|| format!("cannot write {}", path.display()))
    }
}

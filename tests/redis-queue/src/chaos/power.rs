use std::collections::VecDeque;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use rand::RngExt as _;
use rand::rngs::StdRng;

use super::clock::now;

/// What the server has written lately. A kill loses nothing that is written; the loss of power does, unless it is on the
/// disk.
#[derive(Debug, Default)]
pub(super) struct Power {
    sizes: VecDeque<(u64, u64)>,
}

/// With `everysec` the server lets the disk have what is older than this.
const SECOND: u64 = 1_000_000;

impl Power {
    /// Notes how much is written now.
    pub(super) fn note(&mut self, directory: &Path) {
        if let Some(size) = log(directory).and_then(|log| fs::metadata(log).ok()) {
            self.sizes.push_back((now(), size.len()));
        }
        while self.sizes.front().is_some_and(|&(at, _)| at + SECOND < now()) {
            self.sizes.pop_front();
        }
    }

    /// Loses what was written since some moment of the last second. The server is not running.
    pub(super) fn fail(&mut self, directory: &Path, rng: &mut StdRng) -> anyhow::Result<()> {
        if let Some(log) = log(directory)
            && !self.sizes.is_empty()
        {
            let (_, size) = self.sizes[rng.random_range(0..self.sizes.len())];
            OpenOptions::new().write(true).open(log)?.set_len(size)?;
        }
        self.sizes.clear();
        Ok(())
    }
}

/// The file that the server appends to.
fn log(directory: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(directory.join("appendonlydir")).ok()?;
    let paths = files.filter_map(|file| Some(file.ok()?.path()));
    paths.filter(|path| path.to_string_lossy().ends_with(".incr.aof")).max()
}

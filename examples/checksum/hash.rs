//! A worker, which hashes the files of one job after the other.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::belt::{Belt, Entry, Report};
use crate::line::line;
use crate::progress::Progress;
use crate::trouble::Trouble;

/// A SHA-256.
pub(crate) type Digest = [u8; 32];

/// How much is read at a time. It fits into the nearest caches, and takes well under a millisecond to
/// hash. After each block the worker looks whether it should stop.
const BLOCK: usize = 64 * 1024;

pub(crate) struct Worker<'a> {
    belt: &'a Belt,
    progress: &'a Progress,
    block: Box<[u8]>,
}

impl<'a> Worker<'a> {
    pub(crate) fn new(belt: &'a Belt, progress: &'a Progress) -> Self {
        Self { belt, progress, block: vec![0; BLOCK].into_boxed_slice() }
    }

    /// Does jobs until the belt has no more, or is stopped.
    pub(crate) fn run(&mut self) {
        for job in self.belt.jobs() {
            let reports = job.entries.into_iter().map(|entry| self.report(entry));
            let Some(reports) = reports.collect::<Option<Vec<_>>>() else { return };
            // If the printer is gone, the belt is about to be stopped.
            let _ = job.reply.send(reports);
        }
    }

    /// Deals with an entry, or returns `None` if the belt was stopped meanwhile.
    fn report(&mut self, entry: Entry) -> Option<Report> {
        let path = match entry {
            Ok(path) => path,
            Err(trouble) => return Some(Err(trouble)),
        };
        match self.digest(&path) {
            Ok(digest) => digest.map(|digest| Ok(line(&digest, &path))),
            Err(error) => Some(Err(Trouble::new(&path, &error))),
        }
    }

    /// Hashes a file, or returns `None` if the belt was stopped meanwhile.
    fn digest(&mut self, path: &Path) -> io::Result<Option<Digest>> {
        let mut file = File::open(path)?;
        let mut hasher = Sha256::new();
        while !self.belt.is_stopped() {
            match file.read(&mut self.block) {
                Ok(0) => return Ok(Some(hasher.finalize().into())),
                Ok(read) => {
                    hasher.update(&self.block[..read]);
                    self.progress.add_bytes(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}

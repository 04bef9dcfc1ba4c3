use alloc::collections::{BTreeMap, VecDeque};

use slab::Slab;

/// The jobs of each key, in order: only the first of a key can be taken.
#[derive(Clone, Debug)]
pub(super) struct Keys<K> {
    /// Where the line of a key is, and its number. A number that is not that of the line is left over from a panic
    /// of a comparison.
    places: BTreeMap<K, (u32, u64)>,
    lines: Slab<Line<K>>,
    numbers: u64,
}

/// The jobs of one key, by their slots. There is at least one.
#[derive(Clone, Debug)]
struct Line<K> {
    key: K,
    number: u64,
    jobs: VecDeque<usize>,
}

impl<K: Ord + Clone> Keys<K> {
    pub(super) const fn new() -> Self {
        Self { places: BTreeMap::new(), lines: Slab::new(), numbers: 0 }
    }

    /// Returns the line of a key, if there is one.
    pub(super) fn find(&self, key: &K) -> Option<u32> {
        let &(line, number) = self.places.get(key)?;
        self.lines.get(line as usize).is_some_and(|found| found.number == number).then_some(line)
    }

    /// Begins a line that has no jobs yet. Nothing has changed if it panics.
    pub(super) fn begin(&mut self, key: K) -> u32 {
        let line = u32::try_from(self.lines.vacant_key()).expect("there are fewer than 2^32 keys");
        let number = self.numbers;
        self.numbers += 1;
        self.places.insert(key.clone(), (line, number));
        self.lines.insert(Line { key, number, jobs: VecDeque::new() });
        line
    }

    pub(super) fn push(&mut self, line: u32, slot: usize) {
        self.lines[line as usize].jobs.push_back(slot);
    }

    pub(super) fn second(&self, line: u32) -> Option<usize> {
        self.lines[line as usize].jobs.get(1).copied()
    }

    pub(super) fn last(&self, line: u32) -> Option<usize> {
        self.lines[line as usize].jobs.back().copied()
    }

    /// Removes a job from its line, and returns the job that is now the first in its stead.
    pub(super) fn leave(&mut self, line: u32, slot: usize) -> Option<usize> {
        let jobs = &mut self.lines[line as usize].jobs;
        let place = jobs.iter().position(|&other| other == slot)?;
        jobs.remove(place);
        if jobs.is_empty() {
            // The key last, since comparing it may panic.
            let Line { key, .. } = self.lines.remove(line as usize);
            self.places.remove(&key);
            return None;
        }
        if place == 0 { jobs.front().copied() } else { None }
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.lines.shrink_to_fit();
    }
}

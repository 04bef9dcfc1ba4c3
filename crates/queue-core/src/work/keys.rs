use alloc::collections::{BTreeMap, VecDeque};

use slab::Slab;

/// The jobs of each key, in order: only the first of a key can be taken.
#[derive(Clone, Debug)]
pub(super) struct Keys<K> {
    /// Where the line of a key is, and its number. A number that is not that of the line is left over from a
    /// line that has ended.
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

/// What a job that leaves its line leaves to do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Left<K> {
    /// Its place is another one's now, which is the first.
    Next(usize),
    /// The line has ended, and this was its key.
    Key(K),
    /// Another one is still the first.
    Nothing,
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

    /// Removes a job from its line, and compares nothing.
    pub(super) fn leave(&mut self, line: u32, slot: usize) -> Left<K> {
        let jobs = &mut self.lines[line as usize].jobs;
        let place = jobs.iter().position(|&other| other == slot);
        if let Some(place) = place {
            jobs.remove(place);
        }
        match jobs.front() {
            None => Left::Key(self.lines.remove(line as usize).key),
            Some(&next) if place == Some(0) => Left::Next(next),
            Some(_) => Left::Nothing,
        }
    }

    /// Forgets the place of a line that ends with the next job to leave. If that panics, nothing has changed.
    pub(super) fn forget_if_last(&mut self, line: u32) {
        let Line { key, jobs, .. } = &self.lines[line as usize];
        if jobs.len() == 1 {
            self.places.remove(key);
        }
    }

    /// Forgets the place of a line that has ended. If that panics, the place is left over.
    pub(super) fn forget(&mut self, key: &K) {
        self.places.remove(key);
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.lines.shrink_to_fit();
    }
}

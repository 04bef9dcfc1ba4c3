use alloc::collections::{BinaryHeap, VecDeque};
use core::cmp::Ordering;

/// The jobs that can be taken, in the order of rank and arrival.
///
/// A job that leaves out of turn leaves its entry behind, as a ghost. There are never many more ghosts than jobs.
#[derive(Clone, Debug)]
pub(super) struct Ready<R> {
    /// By arrival: the entries of ranks without any bytes, which are all equal.
    ring: VecDeque<Entry<R>>,
    /// By rank: all other entries.
    heap: BinaryHeap<Entry<R>>,
    len: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Entry<R> {
    pub(super) rank: R,
    pub(super) arrival: u64,
    /// A job has the entry with its own ticket. Others are ghosts.
    pub(super) ticket: u64,
    pub(super) slot: usize,
}

/// How many ghosts more than jobs there may be.
const GHOSTS: usize = 32;

impl<R: Ord> Ready<R> {
    /// Ranks without any bytes are all equal.
    pub(super) const IS_BY_ARRIVAL: bool = size_of::<R>() == 0;

    pub(super) const fn new() -> Self {
        Self { ring: VecDeque::new(), heap: BinaryHeap::new(), len: 0 }
    }

    #[inline]
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(super) fn push(&mut self, entry: Entry<R>) {
        // First, since a panic of a comparison leaves the entry in the heap.
        self.len += 1;
        if !Self::IS_BY_ARRIVAL {
            self.heap.push(entry);
        } else if self.ring.back().is_none_or(|last| last.arrival < entry.arrival) {
            self.ring.push_back(entry);
        } else {
            // A job that comes back to its old place: near the front.
            let place = self.ring.binary_search_by_key(&entry.arrival, |other| other.arrival);
            self.ring.insert(place.unwrap_or_else(|place| place), entry);
        }
    }

    /// Returns the slot and the ticket of the first entry, which may be a ghost.
    #[inline]
    pub(super) fn first(&self) -> Option<(usize, u64)> {
        let first = if Self::IS_BY_ARRIVAL { self.ring.front() } else { self.heap.peek() };
        first.map(|entry| (entry.slot, entry.ticket))
    }

    /// Removes the first entry, which still counts.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Entry<R>> {
        if Self::IS_BY_ARRIVAL { self.ring.pop_front() } else { self.heap.pop() }
    }

    /// The entry of a job has been removed, or has become a ghost.
    #[inline]
    pub(super) const fn count_out(&mut self) {
        self.len -= 1;
    }

    /// Removes the ghosts if there are too many. It may compare, so it comes last.
    pub(super) fn sweep(&mut self, is_live: impl Fn(&Entry<R>) -> bool) {
        let ghosts = self.ring.len() + self.heap.len() - self.len;
        if ghosts > self.len + GHOSTS {
            self.ring.retain(&is_live);
            self.heap.retain(is_live);
        }
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.ring.shrink_to_fit();
        self.heap.shrink_to_fit();
    }
}

impl<R: Ord> Ord for Entry<R> {
    /// The first to leave is the greatest, as the heap has it.
    fn cmp(&self, other: &Self) -> Ordering {
        other.rank.cmp(&self.rank).then(other.arrival.cmp(&self.arrival))
    }
}

impl<R: Ord> PartialOrd for Entry<R> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<R: Ord> PartialEq for Entry<R> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<R: Ord> Eq for Entry<R> {}

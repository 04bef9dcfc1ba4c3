#[cfg(feature = "stats")]
use crate::State;
use crate::Storage;

/// What a queue has done since it was made: see [`State::stats`].
///
/// A count that reaches `u64::MAX` stays there.
///
/// ```
/// use queue_core::{Fifo, State, Waiters};
///
/// let mut state = State::<Fifo<u8>, ()>::default();
/// state.try_put(1, &mut Waiters::default())?;
/// let stats = state.stats();
/// assert_eq!((stats.puts, stats.gets, stats.max_len), (1, 0, 1));
/// # Ok::<(), queue_core::TryPutError<u8>>(())
/// ```
#[cfg(feature = "stats")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Stats {
    /// Items that were put, each at the moment when the storage took it. An admitted item counts at admission.
    ///
    /// An item counts even if the storage merged it, or gave another one up for it. The items that the queue was
    /// made of do not count, nor do those that [`with_storage`](State::with_storage) adds.
    pub puts: u64,
    /// Items that gets took.
    ///
    /// Items that left in another way do not count: by [`shutdown_now`](State::shutdown_now), by
    /// [`with_storage`](State::with_storage), or for the item of a [`force_put`](State::force_put).
    pub gets: u64,
    /// How often an operation of any kind entered a line.
    ///
    /// An operation that has lost the race and waits again counts once more. So does a put of several items on a
    /// barging queue, each time it waits for more room.
    pub waits: u64,
    /// How often a notified get, put or reserve found nothing, and had to wait again.
    pub lost_races: u64,
    /// Operations that were cancelled in a line, whether or not they had been notified. A put counts even if its
    /// item had been admitted.
    pub cancels: u64,
    /// The greatest number of items that the queue held at any time. An item that a
    /// [`force_put`](State::force_put) displaced does not count beside the new one.
    pub max_len: usize,
}

/// How many operations have arrived in the lines of a state and, with the feature `stats`, what else is counted.
///
/// Without the feature the methods do nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counters {
    /// How many operations have arrived in any line.
    pub(crate) arrivals: u64,
    #[cfg(feature = "stats")]
    stats: Stats,
}

/// What is counted one by one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Count {
    Put,
    Get,
    Wait,
    LostRace,
    Cancel,
}

#[cfg(feature = "stats")]
impl Counters {
    #[inline]
    pub(crate) const fn add(&mut self, what: Count) {
        let stats = &mut self.stats;
        let count = match what {
            Count::Put => &mut stats.puts,
            Count::Get => &mut stats.gets,
            Count::Wait => &mut stats.waits,
            Count::LostRace => &mut stats.lost_races,
            Count::Cancel => &mut stats.cancels,
        };
        *count = count.saturating_add(1);
    }

    /// Looks how many items there are.
    #[inline]
    pub(crate) fn look(&mut self, storage: &impl Storage) {
        self.stats.max_len = self.stats.max_len.max(storage.len());
    }

    /// The greatest number of items so far.
    pub(crate) const fn max_len(&self) -> usize {
        self.stats.max_len
    }

    /// Forgets how many items there were since the greatest number was this one, and looks again.
    pub(crate) fn look_again(&mut self, max_len: usize, storage: &impl Storage) {
        self.stats.max_len = max_len;
        self.look(storage);
    }
}

#[cfg(not(feature = "stats"))]
impl Counters {
    #[inline]
    pub(crate) const fn add(&mut self, _: Count) {}

    #[inline]
    pub(crate) const fn look(&mut self, _: &impl Storage) {}

    #[inline]
    pub(crate) const fn max_len(&self) -> usize {
        0
    }

    #[inline]
    pub(crate) const fn look_again(&mut self, _: usize, _: &impl Storage) {}
}

#[cfg(feature = "stats")]
impl<S: Storage, W> State<S, W> {
    /// Returns what the queue has done since it was made.
    ///
    /// Two states with equal items and lines are equal, whatever they have done.
    ///
    /// If a panic makes the queue take back an item that a get was taking out, that get counts, and so does the
    /// second put of the item: see [`recover`](Self::recover).
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let mut get = Get::new();
    /// let _ = state.poll_get(&mut get, &mut None, &mut Exchange::with(7), |_| true);
    /// state.cancel_get(&mut get, &mut Exchange::default());
    /// assert_eq!((state.stats().waits, state.stats().cancels), (1, 1));
    /// ```
    #[must_use]
    pub const fn stats(&self) -> Stats {
        self.lines.counters.stats
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(feature = "stats"))]
    #[test]
    fn without_the_feature_there_is_only_the_number_of_arrivals() {
        assert_eq!(size_of::<Counters>(), size_of::<u64>());
    }

    #[cfg(feature = "stats")]
    #[test]
    fn a_count_stays_at_its_end() {
        for what in [Count::Put, Count::Get, Count::Wait, Count::LostRace, Count::Cancel] {
            let most = u64::MAX;
            let stats = Stats {
                puts: most,
                gets: most,
                waits: most,
                lost_races: most,
                cancels: most,
                max_len: 0,
            };
            let mut counters = Counters { arrivals: 0, stats };
            counters.add(what);
            assert_eq!(counters.stats, stats);
        }
    }
}

use crate::Fairness;
use crate::line::Line;
use crate::stats::Counters;

/// The lines of a queue. They know nothing of its items, so that they are compiled once for all queues.
#[derive(Clone, Debug)]
pub(crate) struct Lines<W> {
    pub(crate) getters: Line<W>,
    pub(crate) putters: Line<W>,
    pub(crate) joiners: Line<W>,
    /// How many operations have arrived in any of them, and what else is counted.
    pub(crate) counters: Counters,
}

impl<W> Lines<W> {
    pub(crate) fn new(fairness: Fairness) -> Self {
        Self {
            getters: Line::new(fairness),
            putters: Line::new(fairness),
            joiners: Line::new(fairness),
            counters: Counters::default(),
        }
    }

    /// Gives back memory behind the last slot that is taken.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.getters.shrink_to_fit();
        self.putters.shrink_to_fit();
        self.joiners.shrink_to_fit();
    }

    /// How many operations wait or were notified.
    pub(crate) fn len(&self) -> usize {
        self.getters.len() + self.putters.len() + self.joiners.len()
    }

    pub(crate) fn waiters(&self) -> impl Iterator<Item = &W> {
        self.getters.waiters().chain(self.putters.waiters()).chain(self.joiners.waiters())
    }
}

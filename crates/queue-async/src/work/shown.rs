//! What a work queue shows of itself, with the features `metrics`, `stats` and `tracing`.

#[cfg(feature = "metrics")]
use metrics::gauge;
use queue_core::work::Rules;
#[cfg(feature = "stats")]
use queue_core::{State, Stats};

use super::WorkQueue;
use crate::Lock;

impl<R: Rules, L: Lock> WorkQueue<R, L> {
    /// Sets the gauges of this queue in the recorder of `metrics`: those of
    /// [`Queue::record_metrics`](crate::Queue::record_metrics), and more.
    ///
    /// | gauge | value |
    /// |---|---|
    /// | `queue_in_flight` | [`in_flight`](Self::in_flight) |
    /// | `queue_delayed` | [`delayed`](Self::delayed) |
    /// | `queue_behind` | [`behind`](Self::behind) |
    /// | `queue_dead` | how many jobs are in [`dead`](Self::dead) |
    /// | `queue_oldest_seconds` | [`oldest`](Self::oldest), or zero |
    ///
    /// ```
    /// let jobs = queue_async::sync::WorkQueue::<u8>::bounded(8);
    /// jobs.record_metrics("jobs"); // say, once a second
    /// ```
    #[cfg(feature = "metrics")]
    pub fn record_metrics(&self, name: &str) {
        self.queue.record_metrics(name);
        let counts = self.queue.inspect(|jobs| [jobs.leased(), jobs.delayed(), jobs.behind()]);
        let [in_flight, delayed, behind] = counts.map(|count| count as f64);
        let name = || name.to_owned();
        gauge!("queue_in_flight", "queue" => name()).set(in_flight);
        gauge!("queue_delayed", "queue" => name()).set(delayed);
        gauge!("queue_behind", "queue" => name()).set(behind);
        let oldest = self.oldest().unwrap_or_default().as_secs_f64();
        gauge!("queue_oldest_seconds", "queue" => name()).set(oldest);
        gauge!("queue_dead", "queue" => name()).set(self.dead.len() as f64);
    }

    /// Returns what the queue has done since it was made. Its gets are takes, of retried jobs as well.
    ///
    /// ```
    /// let queue = queue_async::local::WorkQueue::unbounded();
    /// queue.try_put("mail").unwrap();
    /// drop(queue.try_take());
    /// queue.try_take().unwrap().done().unwrap();
    /// assert_eq!((queue.stats().puts, queue.stats().gets), (1, 2));
    /// ```
    #[cfg(feature = "stats")]
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.queue.look(State::stats)
    }
}

/// Tells the subscriber of a job that has ended without being done.
#[cfg(feature = "tracing")]
pub(super) fn tell_of_dead<T>(dead: &queue_core::work::Dead<T>) {
    tracing::debug!(
        target: "queue_async::work",
        attempts = dead.job.attempts(),
        cause = %dead.cause,
        "a job is dead",
    );
}

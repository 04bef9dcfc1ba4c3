use metrics::gauge;
use queue_core::{Capacity, Storage};

use crate::{Lock, Queue};

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Sets the gauges of this queue in the recorder of `metrics`, all as of one moment.
    ///
    /// Call it at an interval of your choice. The label `queue` of each gauge is the name given.
    ///
    /// | gauge | value |
    /// |---|---|
    /// | `queue_len` | [`len`](Self::len) |
    /// | `queue_capacity` | [`capacity`](Self::capacity); infinity if unbounded, zero for a rendezvous |
    /// | `queue_unfinished` | [`unfinished`](Self::unfinished) |
    /// | `queue_waiting_getters` | [`waiting_getters`](Self::waiting_getters) |
    /// | `queue_waiting_putters` | [`waiting_putters`](Self::waiting_putters) |
    ///
    /// The recorder is called after the queue is let go, and may call the queue. Without a recorder it does
    /// nothing.
    ///
    /// ```
    /// let jobs = queue_async::sync::Queue::<u8>::bounded(8);
    /// jobs.record_metrics("jobs"); // say, once a second
    /// ```
    pub fn record_metrics(&self, name: &str) {
        let (capacity, counts) = self.look(|state| {
            let waiting = [state.waiting_getters(), state.waiting_putters()];
            (state.capacity(), [state.len(), state.unfinished(), waiting[0], waiting[1]])
        });
        let capacity = match capacity {
            Capacity::Bounded(limit) => number(limit.get()),
            Capacity::Unbounded => f64::INFINITY,
            Capacity::Rendezvous => 0.0,
        };
        let [len, unfinished, waiting_getters, waiting_putters] = counts.map(number);
        let name = || name.to_owned();
        gauge!("queue_len", "queue" => name()).set(len);
        gauge!("queue_capacity", "queue" => name()).set(capacity);
        gauge!("queue_unfinished", "queue" => name()).set(unfinished);
        gauge!("queue_waiting_getters", "queue" => name()).set(waiting_getters);
        gauge!("queue_waiting_putters", "queue" => name()).set(waiting_putters);
    }
}

/// The value of a gauge, which is exact up to 2^53.
const fn number(count: usize) -> f64 {
    count as f64
}

use super::Row;
use super::collect::{Holds, one_thread, two_threads};
use super::rosters::WithEnds;
use queue_benches::workloads::{CloneSender, Exchange, ReadyFutures, Shape};

/// Workloads that call a queue by its ends.
pub(super) fn rows() -> Vec<Row> {
    let holds = Holds::AtMost(64);
    let workload = Exchange(Shape { producers: 1, consumers: 1 });
    let rows = [
        Row::new("ends", "put + ready get", move |_| {
            one_thread::<usize, WithEnds, _>(holds, ReadyFutures)
        }),
        Row::new("ends", "one thread, 1-1, capacity 64", move |_| {
            one_thread::<usize, WithEnds, _>(holds, workload)
        }),
        Row::new("ends", "two workers, 1-1, capacity 64", move |_| {
            two_threads::<usize, WithEnds, _>(holds, workload)
        }),
        Row::new("ends", "clone + drop of a sender", move |_| {
            one_thread::<usize, WithEnds, _>(holds, CloneSender)
        }),
    ];
    rows.into_iter().map(|row| row.quick(true)).collect()
}

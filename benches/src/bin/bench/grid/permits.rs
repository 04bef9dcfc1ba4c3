use super::Row;
use super::collect::{Holds, one_thread, two_threads};
use super::rosters::ByPermits;
use queue_benches::workloads::{Exchange, ReadyFutures, Shape};

/// Workloads in which each item is put by a permit.
pub(super) fn rows() -> Vec<Row> {
    let mut rows = vec![Row::new("permits", "put + ready get", |_| {
        one_thread::<usize, ByPermits, _>(Holds::AtMost(64), ReadyFutures)
    })];
    let workload = Exchange(Shape { producers: 1, consumers: 1 });
    for holds in [Holds::AtMost(1), Holds::AtMost(64)] {
        let capacity = holds.name();
        rows.push(Row::new("permits", format!("one thread, 1-1, {capacity}"), move |_| {
            one_thread::<usize, ByPermits, _>(holds, workload)
        }));
        rows.push(Row::new("permits", format!("two workers, 1-1, {capacity}"), move |_| {
            two_threads::<usize, ByPermits, _>(holds, workload)
        }));
    }
    rows.into_iter().map(|row| row.quick(true)).collect()
}

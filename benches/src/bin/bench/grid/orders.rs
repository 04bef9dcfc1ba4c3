use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Row;
use super::collect::{Holds, one_thread, two_threads};
use super::rosters::{CompatOnOne, CompatSync, LastAndFirst, Sorted, SortedSync};
use queue_benches::channel::Channel as _;
use queue_benches::contenders::queue_async::{Heap, Smallest};
use queue_benches::floors::{Collection, Floor, StableHeap};
use queue_benches::harness::Lane;
use queue_benches::workloads::{Attempts, Deep, Exchange, OneThread, Shape};

/// Orders other than first in, first out, and barging queues.
pub(super) fn rows() -> Vec<Row> {
    let mut rows: Vec<_> = [10, 100, 1_000, 10_000, 100_000].into_iter().flat_map(deep).collect();
    rows.extend(waits());
    rows.extend(other_names());
    rows
}

/// Priority queues at which tasks wait.
fn waits() -> [Row; 2] {
    let workload = Exchange(Shape { producers: 4, consumers: 1 });
    [
        Row::new("orders", "priority, one thread, 4-1, capacity 1", move |_| {
            one_thread::<usize, SortedSync, _>(Holds::AtMost(1), workload)
        }),
        Row::new("orders", "priority, two workers, 4-1, capacity 64", move |_| {
            two_threads::<usize, SortedSync, _>(Holds::AtMost(64), workload)
        }),
    ]
    .map(|row| row.quick(true))
}

fn deep(depth: usize) -> [Row; 3] {
    let holds = Holds::AtMost(depth + 1);
    [
        Row::new("orders", format!("priority, {depth} deep"), move |_| {
            let mut lanes = one_thread::<usize, Sorted<Smallest>, _>(holds, Deep(depth));
            lanes.extend(bare::<StableHeap<usize>>("stable BinaryHeap", depth));
            lanes.extend(bare::<BinaryHeap<Reverse<usize>>>("BinaryHeap", depth));
            lanes
        })
        .quick(depth == 1_000),
        Row::new("orders", format!("heap, {depth} deep"), move |_| {
            let mut lanes = one_thread::<usize, Sorted<Heap>, _>(holds, Deep(depth));
            lanes.extend(bare::<BinaryHeap<Reverse<usize>>>("BinaryHeap", depth));
            lanes
        })
        .quick(depth == 1_000),
        Row::new("orders", format!("last in first out, {depth} deep"), move |_| {
            one_thread::<usize, LastAndFirst, _>(holds, Deep(depth))
        })
        .quick(depth == 1_000),
    ]
}

/// A floor: a heap behind the same lock as ours.
fn bare<C: Collection<usize>>(name: &str, depth: usize) -> Option<Lane> {
    Lane::new(format!("spinning_top + {name}"), "", move |items| {
        type Bare<C> = Floor<usize, C, spinning_top::Spinlock<C>>;
        Deep(depth).on_one_thread::<Bare<C>>(Bare::<C>::unbounded, items)
    })
}

/// `queue-compat` beside `queue-async`, both barging.
fn other_names() -> [Row; 4] {
    let workload = Exchange(Shape { producers: 1, consumers: 1 });
    [
        Row::new("compat", "try put + try get, sync", |_| {
            one_thread::<usize, CompatSync, _>(Holds::AtMost(1024), Attempts)
        }),
        Row::new("compat", "try put + try get, local", |_| {
            one_thread::<usize, CompatOnOne, _>(Holds::AtMost(1024), Attempts)
        }),
        Row::new("compat", "two workers, 1-1, capacity 64", move |_| {
            two_threads::<usize, CompatSync, _>(Holds::AtMost(64), workload)
        }),
        Row::new("compat", "one thread, 1-1, capacity 1, local", move |_| {
            one_thread::<usize, CompatOnOne, _>(Holds::AtMost(1), workload)
        }),
    ]
    .map(|row| row.quick(true))
}

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Mutex;

use queue_async::{LocalLock, Lock, SyncLock};

use super::Row;
use super::collect::{Holds, one_thread, shared};
use super::rosters::{Few, Fewest, OnOne, Roster};
use queue_benches::channel::Channel as _;
use queue_benches::floors::{Floor, Guard};
use queue_benches::harness::Lane;
use queue_benches::workloads::{Attempts, Count, Numbered, OneThread, ReadyFutures, pairs};
use queue_benches::{Block1K, Block4K, Block256};

const HOLDS: Holds = Holds::AtMost(1024);

/// Workloads in which nothing waits.
pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(of::<usize>("usize", true));
    rows.extend(of::<Block256>("256 bytes", false));
    rows.push(large::<Block1K>("1 KiB").quick(true));
    rows.push(large::<Block4K>("4 KiB"));
    rows.push(Row::new("ready", "try put + try get, unbounded", |field| {
        shared(field, Holds::Any, Attempts)
    }));
    rows.push(Row::new("local", "try put + try get, unbounded", |_| {
        one_thread::<usize, OnOne, _>(Holds::Any, Attempts)
    }));
    rows.push(counted::<SyncLock>("sync"));
    rows.push(counted::<LocalLock>("local"));
    rows
}

fn of<T: Numbered>(payload: &str, quick_attempts: bool) -> [Row; 4] {
    let attempts = format!("try put + try get, {payload}");
    let futures = format!("put + ready get, {payload}");
    [
        Row::new("ready", &attempts, |_| shared_and_floors::<T, Few, _>(HOLDS, Attempts))
            .quick(quick_attempts),
        Row::new("ready", &futures, |_| shared_and_floors::<T, Few, _>(HOLDS, ReadyFutures))
            .quick(true),
        Row::new("local", &attempts, |_| local_and_floor::<T, _>(Attempts)).quick(quick_attempts),
        Row::new("local", &futures, |_| local_and_floor::<T, _>(ReadyFutures)).quick(true),
    ]
}

/// Large items, at a capacity of 256 KiB: as many bytes as 1024 items of 256.
fn large<T: Numbered>(payload: &str) -> Row {
    let holds = Holds::AtMost(256 * 1024 / size_of::<T>());
    Row::new("ready", format!("put + ready get, {payload}"), move |_| {
        shared_and_floors::<T, Fewest, _>(holds, ReadyFutures)
    })
}

fn shared_and_floors<T: Numbered, R: Roster<T>, W: OneThread<T>>(
    holds: Holds,
    workload: W,
) -> Vec<Lane> {
    let mut lanes = one_thread::<T, R, W>(holds, workload);
    let (spinning_top, std) = ("spinning_top + VecDeque", "std Mutex + VecDeque");
    lanes.extend(bare::<T, W, spinning_top::Spinlock<VecDeque<T>>>(spinning_top, workload));
    lanes.extend(bare::<T, W, Mutex<VecDeque<T>>>(std, workload));
    lanes
}

fn local_and_floor<T: Numbered, W: OneThread<T>>(workload: W) -> Vec<Lane> {
    let mut lanes = one_thread::<T, OnOne, W>(HOLDS, workload);
    lanes.extend(bare::<T, W, RefCell<VecDeque<T>>>("RefCell + VecDeque", workload));
    lanes
}

fn bare<T: Numbered, W: OneThread<T>, G: Guard<VecDeque<T>>>(
    name: &str,
    workload: W,
) -> Option<Lane> {
    type Bare<T, G> = Floor<T, VecDeque<T>, G>;
    Lane::new(name, "", move |items| {
        workload.on_one_thread::<Bare<T, G>>(Bare::<T, G>::unbounded, items)
    })
}

/// The cost of counting.
fn counted<L: Lock + 'static>(flavour: &str) -> Row {
    let name = format!("put + get + task_done, {flavour}");
    Row::new("counting", name, |_| {
        let lane = |name, count| Lane::new(name, "", move |items| Some(pairs::<L>(count, items)));
        let lanes = [lane("put + get + task_done", Count::Done), lane("put + get", Count::Never)];
        lanes.into_iter().flatten().collect()
    })
    .quick(true)
}

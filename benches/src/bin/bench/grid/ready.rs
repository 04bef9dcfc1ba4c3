use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Mutex;

use queue_async::{Local, Lock, Shared};

use super::Row;
use super::collect::{Holds, one_thread, shared};
use super::rosters::{Few, OnOne};
use queue_benches::Block;
use queue_benches::floors::{Guard, floor};
use queue_benches::harness::Lane;
use queue_benches::workloads::{Attempts, Count, Numbered, OneThread, ReadyFutures, pairs};

const HOLDS: Holds = Holds::AtMost(1024);

/// Nobody has to wait.
pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(of::<usize>("usize", true));
    rows.extend(of::<Block>("256 bytes", false));
    rows.push(Row::new("ready", "try put + try get, unbounded", |field| {
        shared(field, Holds::Any, Attempts)
    }));
    rows.push(Row::new("local", "try put + try get, unbounded", |_| {
        one_thread::<usize, OnOne, _>(Holds::Any, Attempts)
    }));
    rows.push(counted::<Shared>("sync"));
    rows.push(counted::<Local>("local"));
    rows
}

fn of<T: Numbered>(payload: &str, quick_attempts: bool) -> [Row; 4] {
    let attempts = format!("try put + try get, {payload}");
    let futures = format!("put + ready get, {payload}");
    [
        Row::new("ready", &attempts, |_| shared_and_floors::<T, _>(Attempts)).quick(quick_attempts),
        Row::new("ready", &futures, |_| shared_and_floors::<T, _>(ReadyFutures)).quick(true),
        Row::new("local", &attempts, |_| local_and_floor::<T, _>(Attempts)).quick(quick_attempts),
        Row::new("local", &futures, |_| local_and_floor::<T, _>(ReadyFutures)).quick(true),
    ]
}

fn shared_and_floors<T: Numbered, W: OneThread<T>>(workload: W) -> Vec<Lane> {
    let mut lanes = one_thread::<T, Few, W>(HOLDS, workload);
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
    Lane::new(name, "", move |items| workload.on_one_thread(floor::<T, VecDeque<T>, G>, items))
}

/// What counting takes.
fn counted<L: Lock + 'static>(flavour: &str) -> Row {
    let name = format!("put + get + task_done, {flavour}");
    Row::new("counting", name, |_| {
        let lane = |name, count| Lane::new(name, "", move |items| Some(pairs::<L>(count, items)));
        let lanes = [lane("put + get + task_done", Count::Done), lane("put + get", Count::Never)];
        lanes.into_iter().flatten().collect()
    })
    .quick(true)
}

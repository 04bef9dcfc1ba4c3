use std::sync::mpsc::sync_channel;

use crossfire::mpmc;

use super::Row;
use queue_benches::channel::blocking::{Receiver, Sender};
use queue_benches::channel::{Bounded, sync};
use queue_benches::contenders::queue_async::{Fifo, Sync};
use queue_benches::contenders::{async_channel, flume, kanal, loole, tokio};
use queue_benches::harness::Lane;
use queue_benches::version;
use queue_benches::workloads::{Blocking, Shape, ThreadToTask, Threads, ThreadsPingPong};

/// The quick shapes: producers, consumers and capacity.
const QUICK: [(usize, usize, usize); 5] =
    [(1, 1, 1), (4, 4, 1), (1, 1, 64), (4, 1, 64), (4, 4, 64)];

/// Workloads in which threads block and wait for each other, or a thread sends to a task.
pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for capacity in [1, 64] {
        for (producers, consumers) in [(1, 1), (4, 1), (4, 4)] {
            let shape = Shape { producers, consumers };
            let row = row(&shape.to_string(), Threads(shape), capacity);
            rows.push(row.quick(QUICK.contains(&(producers, consumers, capacity))));
        }
        rows.push(row("ping-pong", ThreadsPingPong { busy: 0 }, capacity));
        let busy = "ping-pong beside two that compute";
        rows.push(row(busy, ThreadsPingPong { busy: 2 }, capacity).quick(capacity == 1));
        let name = format!("thread to task, capacity {capacity}");
        let row = Row::new("threads", name, move |_| thread_to_task(capacity));
        rows.push(row.quick(capacity == 64));
    }
    rows
}

fn row(name: &str, workload: impl Blocking<usize>, capacity: usize) -> Row {
    let name = format!("{name}, capacity {capacity}");
    Row::new("threads", name, move |_| threads(workload, capacity))
}

fn threads(workload: impl Blocking<usize>, capacity: usize) -> Vec<Lane> {
    fn lane<S, R, W>(name: &str, make: impl Fn() -> (S, R) + 'static, workload: W) -> Option<Lane>
    where
        S: Sender<Item = usize>,
        R: Receiver<Item = usize>,
        W: Blocking<usize>,
    {
        let version = if name == "std" { "" } else { version(name) };
        Lane::new(name, version, move |items| workload.on_threads(&make, items))
    }
    [
        lane("queue-async", move || Sync::<Fifo>::bounded(capacity), workload),
        lane("flume", move || flume::Flume::bounded(capacity), workload),
        lane("kanal", move || kanal::Kanal::bounded(capacity), workload),
        lane("loole", move || loole::Loole::bounded(capacity), workload),
        lane("async-channel", move || async_channel::AsyncChannel::bounded(capacity), workload),
        lane("tokio", move || tokio::Bounded::bounded(capacity), workload),
        lane("crossfire", move || mpmc::bounded_blocking(capacity), workload),
        lane("crossbeam-channel", move || crossbeam_channel::bounded(capacity), workload),
        lane("std", move || sync_channel(capacity), workload),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn thread_to_task(capacity: usize) -> Vec<Lane> {
    fn lane<S, R>(name: &str, make: impl Fn() -> (S, R) + 'static) -> Option<Lane>
    where
        S: Sender<Item = usize>,
        R: sync::Receiver<Item = usize>,
    {
        Lane::new(name, version(name), move |items| ThreadToTask.run(make(), items))
    }
    [
        lane("queue-async", move || Sync::<Fifo>::bounded(capacity)),
        lane("flume", move || flume::Flume::bounded(capacity)),
        lane("kanal", move || kanal::Kanal::bounded(capacity)),
        lane("loole", move || loole::Loole::bounded(capacity)),
        lane("async-channel", move || async_channel::AsyncChannel::bounded(capacity)),
        lane("tokio", move || tokio::Bounded::bounded(capacity)),
        lane("crossfire", move || mpmc::bounded_blocking_async(capacity)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

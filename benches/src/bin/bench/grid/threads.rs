use ::crossfire::mpmc;

use super::Row;
use queue_benches::channel::{BlockingCalls, SyncFutures};
use queue_benches::contenders::queue_async::{Fifo, Sync};
use queue_benches::contenders::{
    async_channel, crossbeam_channel, crossfire, flume, kanal, loole, std_mpsc, tokio,
};
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
    fn lane<C: BlockingCalls<Item = usize>>(
        workload: impl Blocking<usize>,
        capacity: usize,
    ) -> Option<Lane> {
        let version = if C::CRATE == "std" { "" } else { version(C::CRATE) };
        Lane::new(C::CRATE, version, move |items| {
            workload.on_threads::<C>(|| C::bounded(capacity), items)
        })
    }
    [
        lane::<Sync<usize, Fifo>>,
        lane::<flume::Flume<usize>>,
        lane::<kanal::Kanal<usize>>,
        lane::<loole::Loole<usize>>,
        lane::<async_channel::AsyncChannel<usize>>,
        lane::<tokio::Bounded<usize>>,
        lane::<crossfire::Blocking<usize>>,
        lane::<crossbeam_channel::CrossbeamChannel<usize>>,
        lane::<std_mpsc::StdMpsc<usize>>,
    ]
    .into_iter()
    .filter_map(|lane| lane(workload, capacity))
    .collect()
}

fn thread_to_task(capacity: usize) -> Vec<Lane> {
    fn lane<S: BlockingCalls<Item = usize>, R: SyncFutures<Item = usize>>(
        make: impl Fn() -> (S::Tx, R::Rx) + 'static,
    ) -> Option<Lane> {
        Lane::new(S::CRATE, version(S::CRATE), move |items| ThreadToTask.run::<S, R>(make(), items))
    }
    fn same<C: BlockingCalls<Item = usize> + SyncFutures<Item = usize>>(
        capacity: usize,
    ) -> Option<Lane> {
        lane::<C, C>(move || C::bounded(capacity))
    }
    [
        same::<Sync<usize, Fifo>>(capacity),
        same::<flume::Flume<usize>>(capacity),
        same::<kanal::Kanal<usize>>(capacity),
        same::<loole::Loole<usize>>(capacity),
        same::<async_channel::AsyncChannel<usize>>(capacity),
        same::<tokio::Bounded<usize>>(capacity),
        lane::<crossfire::Blocking<usize>, crossfire::Bounded<usize>>(move || {
            mpmc::bounded_blocking_async(capacity)
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

use super::Row;
use super::collect::Holds;
use queue_benches::channel::{Channel, Ends, RecvMany, SendMany};
use queue_benches::contenders::by_permit::ByPermit;
use queue_benches::contenders::queue_async::{Fifo, Sync};
use queue_benches::contenders::{
    async_channel, batch_channel, crossfire, flume, kanal, loole, mpmc_async, tokio,
};
use queue_benches::harness::Lane;
use queue_benches::version;
use queue_benches::workloads::Batches;

/// Workloads in which one call puts or gets up to 64 items.
pub(super) fn rows() -> Vec<Row> {
    let mut rows = both("ready", Batches::Ready, Holds::AtMost(64), true);
    for holds in [Holds::AtMost(64), Holds::Any] {
        let capacity = holds.name();
        let one_thread = format!("one thread, 1-1, {capacity}");
        rows.extend(both(&one_thread, Batches::OneThread, holds, false));
        let two_workers = format!("two workers, 1-1, {capacity}");
        rows.extend(both(&two_workers, Batches::TwoWorkers, holds, true));
    }
    rows
}

fn both(place: &str, workload: Batches, holds: Holds, quick: bool) -> Vec<Row> {
    let gets =
        Row::new("batches", format!("put + get 64, {place}"), move |_| receivers(workload, holds));
    let puts =
        Row::new("batches", format!("put 64 + get, {place}"), move |_| senders(workload, holds));
    vec![gets.quick(quick), puts.quick(quick)]
}

fn receivers(workload: Batches, holds: Holds) -> Vec<Lane> {
    let lanes = [
        receiver::<Sync<usize, Fifo>>(workload, holds),
        receiver::<tokio::Bounded<usize>>(workload, holds),
        receiver::<tokio::Unbounded<usize>>(workload, holds),
        receiver::<async_channel::AsyncChannel<usize>>(workload, holds),
        receiver::<flume::Flume<usize>>(workload, holds),
        receiver::<kanal::Kanal<usize>>(workload, holds),
        receiver::<crossfire::Bounded<usize>>(workload, holds),
        receiver::<crossfire::Unbounded<usize>>(workload, holds),
        receiver::<loole::Loole<usize>>(workload, holds),
        receiver::<batch_channel::BatchChannel<usize>>(workload, holds),
        receiver::<mpmc_async::MpmcAsync<usize>>(workload, holds),
    ];
    lanes.into_iter().flatten().collect()
}

fn senders(workload: Batches, holds: Holds) -> Vec<Lane> {
    let lanes = [
        sender::<Sync<usize, Fifo>>(workload, holds),
        sender::<ByPermit<Sync<usize, Fifo>>>(workload, holds),
        sender::<tokio::Bounded<usize>>(workload, holds),
        sender::<ByPermit<tokio::Bounded<usize>>>(workload, holds),
        sender::<tokio::Unbounded<usize>>(workload, holds),
        sender::<async_channel::AsyncChannel<usize>>(workload, holds),
        sender::<flume::Flume<usize>>(workload, holds),
        sender::<kanal::Kanal<usize>>(workload, holds),
        sender::<crossfire::Bounded<usize>>(workload, holds),
        sender::<crossfire::Unbounded<usize>>(workload, holds),
        sender::<loole::Loole<usize>>(workload, holds),
        sender::<batch_channel::BatchChannel<usize>>(workload, holds),
        sender::<ByPermit<mpmc_async::MpmcAsync<usize>>>(workload, holds),
    ];
    lanes.into_iter().flatten().collect()
}

fn receiver<C: RecvMany<Item = usize>>(workload: Batches, holds: Holds) -> Option<Lane> {
    Lane::new(C::name(), version(C::CRATE), move |items| {
        Some(workload.receive::<C>(ends::<C>(holds)?, items))
    })
}

fn sender<C: SendMany<Item = usize>>(workload: Batches, holds: Holds) -> Option<Lane> {
    Lane::new(C::name(), version(C::CRATE), move |items| {
        Some(workload.send::<C>(ends::<C>(holds)?, items))
    })
}

/// Makes a channel, or returns `None` if there is none with that capacity.
fn ends<C: Channel>(holds: Holds) -> Option<Ends<C>> {
    match holds {
        Holds::AtMost(capacity) => C::BOUNDED.map(|make| make(capacity)),
        Holds::Any => C::UNBOUNDED.map(|make| make()),
    }
}

//! Measures pairs of a put and a get that need not wait.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use futures::FutureExt;
use queue_async::{Fifo, Lifo, LocalLock, Lock, Priority, Queue, Storage, SyncLock};

/// The number of items in the queue during the measurement.
const DEPTH: u32 = 32;

fn queue<S: Storage<Item = u32> + Default, L: Lock>() -> Queue<S, L> {
    let queue = Queue::bounded(1024);
    (0..DEPTH).for_each(|item| queue.try_put(item).expect("there is room"));
    queue
}

/// Measures pairs of attempts, then pairs of futures. Checks that as many items were got as were put.
fn pairs<S: Storage<Item = u32> + Default, L: Lock>(criterion: &mut Criterion, name: &str) {
    let mut group = criterion.benchmark_group(name);
    let queue = queue::<S, L>();
    group.bench_function("try_put + try_get", |bencher| {
        bencher.iter(|| {
            queue.try_put(black_box(7)).expect("there is room");
            queue.try_get().expect("there is an item")
        });
    });
    group.bench_function("put + get", |bencher| {
        bencher.iter(|| {
            queue.put(black_box(7)).now_or_never().expect("ready").expect("open");
            queue.get().now_or_never().expect("ready").expect("open")
        });
    });
    group.bench_function("put + get + task_done", |bencher| {
        bencher.iter(|| {
            queue.put(black_box(7)).now_or_never().expect("ready").expect("open");
            let item = queue.get().now_or_never().expect("ready").expect("open");
            queue.task_done().expect("one was put");
            item
        });
    });
    group.finish();
    assert_eq!(queue.len(), DEPTH as usize, "as many were got as were put");
}

fn ready(criterion: &mut Criterion) {
    pairs::<Fifo<_>, LocalLock>(criterion, "ready/local/fifo");
    pairs::<Lifo<_>, LocalLock>(criterion, "ready/local/lifo");
    pairs::<Priority<_>, LocalLock>(criterion, "ready/local/priority");
    pairs::<Fifo<_>, SyncLock>(criterion, "ready/sync/fifo");
    pairs::<Lifo<_>, SyncLock>(criterion, "ready/sync/lifo");
    pairs::<Priority<_>, SyncLock>(criterion, "ready/sync/priority");
}

criterion_group!(benches, ready);
criterion_main!(benches);

//! One producer and one consumer that wait for each other, on one thread and on two.

use std::thread;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use futures::executor::block_on;
use queue_async::{Fifo, Local, Lock, Queue, Shared};

const ITEMS: u64 = 10_000;
const SUM: u64 = ITEMS * (ITEMS - 1) / 2;
const CAPACITIES: [usize; 3] = [1, 64, 1024];

async fn produce<L: Lock>(queue: &Queue<Fifo<u64>, L>) {
    for item in 0..ITEMS {
        queue.put(item).await.expect("open");
    }
    queue.shutdown();
}

async fn consume<L: Lock>(queue: &Queue<Fifo<u64>, L>) -> u64 {
    let mut sum = 0;
    while let Ok(item) = queue.get().await {
        sum += item;
    }
    sum
}

fn one_thread<L: Lock>(capacity: usize) {
    let queue = Queue::<Fifo<u64>, L>::bounded(capacity);
    let ((), sum) = block_on(futures::future::join(produce(&queue), consume(&queue)));
    assert_eq!(sum, SUM);
}

fn two_threads(capacity: usize) {
    let queue = Queue::<Fifo<u64>, Shared>::bounded(capacity);
    thread::scope(|scope| {
        scope.spawn(|| block_on(produce(&queue)));
        assert_eq!(block_on(consume(&queue)), SUM);
    });
}

/// Moves all items through a queue of the given capacity.
type Run = fn(usize);

fn exchange(criterion: &mut Criterion) {
    let contenders: [(&str, Run); 3] = [
        ("local, one thread", one_thread::<Local>),
        ("sync, one thread", one_thread::<Shared>),
        ("sync, two threads", two_threads),
    ];
    for (name, run) in contenders {
        let mut group = criterion.benchmark_group(format!("exchange/{name}"));
        group.throughput(Throughput::Elements(ITEMS)).sample_size(20);
        for capacity in CAPACITIES {
            let id = BenchmarkId::new("capacity", capacity);
            group.bench_with_input(id, &capacity, |bencher, &capacity| {
                bencher.iter(|| run(capacity));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, exchange);
criterion_main!(benches);

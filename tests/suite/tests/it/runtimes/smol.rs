use std::rc::Rc;
use std::sync::Arc;

use queue_async::{local, sync};
use smol::{Executor, LocalExecutor, Task, channel, future};

use super::{CONSUMERS, PRODUCERS, check_end, consume, produce, share};

async fn finish(producers: Vec<Task<()>>) {
    for producer in producers {
        producer.await;
    }
}

async fn total(consumers: Vec<Task<u32>>) -> u32 {
    let mut sum = 0;
    for consumer in consumers {
        sum += consumer.await;
    }
    sum
}

#[test]
fn executor_of_threads() {
    let executor = Executor::new();
    let queue = Arc::new(sync::Queue::bounded(1));
    let (stop, stopped) = channel::bounded::<()>(1);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| future::block_on(executor.run(stopped.recv())).unwrap_err());
        }
        let spawn_consumer = |_| {
            let queue = Arc::clone(&queue);
            executor.spawn(async move { consume(&queue).await })
        };
        let spawn_producer = |producer| {
            let queue = Arc::clone(&queue);
            executor.spawn(async move { produce(&queue, share(producer)).await })
        };
        let consumers = (0..CONSUMERS).map(spawn_consumer).collect();
        let producers = (0..PRODUCERS).map(spawn_producer).collect();
        future::block_on(async {
            finish(producers).await;
            queue.join().await;
            queue.shutdown();
            check_end(&queue, total(consumers).await);
        });
        drop(stop);
    });
}

#[test]
fn executor_of_one_thread() {
    let executor = LocalExecutor::new();
    let queue = Rc::new(local::Queue::bounded(2));
    let spawn_consumer = |_| {
        let queue = Rc::clone(&queue);
        executor.spawn(async move { consume(&queue).await })
    };
    let spawn_producer = |producer| {
        let queue = Rc::clone(&queue);
        executor.spawn(async move { produce(&queue, share(producer)).await })
    };
    let consumers = (0..CONSUMERS).map(spawn_consumer).collect();
    let producers = (0..PRODUCERS).map(spawn_producer).collect();
    future::block_on(executor.run(async {
        finish(producers).await;
        queue.join().await;
        queue.shutdown();
        check_end(&queue, total(consumers).await);
    }));
}

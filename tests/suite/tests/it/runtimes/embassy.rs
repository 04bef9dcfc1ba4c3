use std::sync::mpsc;
use std::thread;

use embassy_executor::{Executor, Spawner};
use queue_async::{local, sync};

use super::{PRODUCERS, check_end, consume, produce, share};

type Numbers = local::Queue<u32>;
type Sums = sync::Queue<u32>;

#[embassy_executor::task(pool_size = PRODUCERS as usize)]
async fn producer(queue: &'static Numbers, number: u32, sums: &'static Sums) {
    produce(queue, share(number)).await;
    sums.put(0).await.unwrap();
}

#[embassy_executor::task(pool_size = 3)]
async fn consumer(queue: &'static Numbers, sums: &'static Sums) {
    sums.put(consume(queue).await).await.unwrap();
}

#[embassy_executor::task]
async fn end(queue: &'static Numbers, sums: &'static Sums, done: mpsc::Sender<u32>) {
    for _ in 0..PRODUCERS {
        assert_eq!(sums.get().await, Ok(0));
    }
    queue.join().await;
    queue.shutdown();
    let mut sum = 0;
    for _ in 0..3 {
        sum += sums.get().await.unwrap();
    }
    check_end(queue, sum);
    done.send(sum).unwrap();
}

fn spawn_all(spawner: Spawner, done: mpsc::Sender<u32>) {
    let queue = Box::leak(Box::new(local::Queue::bounded(1)));
    let sums = Box::leak(Box::new(sync::Queue::bounded(1)));
    for number in 0..PRODUCERS {
        spawner.spawn(producer(queue, number, sums).unwrap());
    }
    for _ in 0..3 {
        spawner.spawn(consumer(queue, sums).unwrap());
    }
    spawner.spawn(end(queue, sums, done).unwrap());
}

/// The executor never returns, so it runs on a thread that is left behind.
#[test]
fn std_port() {
    let (done, sum) = mpsc::channel();
    thread::spawn(move || {
        let executor = Box::leak(Box::new(Executor::new()));
        executor.run(|spawner| spawn_all(spawner, done));
    });
    assert_eq!(sum.recv(), Ok(super::SUM));
}

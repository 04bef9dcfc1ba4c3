//! A worker that also listens to a clock, and a producer that goes on while its put waits.

use std::sync::Arc;
use std::time::Duration;

use queue_async::ShutDown;
use queue_async::sync::Queue;
use tokio::select;
use tokio::time::interval;

const TICK: Duration = Duration::from_millis(1);

#[tokio::main]
async fn main() {
    let jobs = Arc::new(Queue::bounded(1));
    jobs.put(1).await.expect("nothing shuts it down yet");
    let producer = tokio::spawn(produce(Arc::clone(&jobs)));
    while jobs.waiting_putters() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(work(&jobs).await, 3);
    producer.await.expect("it does not panic");
}

/// Adds up the jobs until the queue is shut down and empty, and reports now and then.
async fn work(jobs: &Queue<u32>) -> u32 {
    let (mut reports, mut sum) = (interval(TICK), 0);
    loop {
        select! {
            job = jobs.get() => match job { // a new get each time round
                Ok(job) => sum += job,
                Err(ShutDown) => return sum,
            },
            _ = reports.tick() => report(sum),
        }
    }
}

/// Puts a job, does other things until there is room, and then shuts the queue down.
async fn produce(jobs: Arc<Queue<u32>>) {
    let mut ticks = interval(TICK);
    let mut put = jobs.put(2); // the same put each time round: it keeps its place
    loop {
        select! {
            ended = &mut put => break ended.expect("nothing else shuts it down"),
            _ = ticks.tick() => do_other_things(),
        }
    }
    jobs.shutdown();
}

fn report(_: u32) {}

fn do_other_things() {}

//! A pool of workers: `join` waits until every job is done, `shutdown` ends the workers.

use std::sync::Arc;

use queue_async::sync::Queue;
use tokio::task::{JoinSet, yield_now};

#[tokio::main]
async fn main() {
    let jobs = Arc::new(Queue::bounded(8));
    let mut workers = JoinSet::new();
    for _ in 0..4 {
        workers.spawn(work(Arc::clone(&jobs)));
    }
    for job in 1..=100 {
        jobs.put(job).await.expect("nothing shuts it down yet"); // waits while there is no room
    }
    jobs.join().await; // until every job is done
    assert_eq!(jobs.unfinished(), 0);
    jobs.shutdown(); // `get` fails from here on, which ends the workers
    assert_eq!(workers.join_all().await.into_iter().sum::<u32>(), 5050);
}

async fn work(jobs: Arc<Queue<u32>>) -> u32 {
    let mut sum = 0;
    while let Ok(job) = jobs.get().await {
        sum += run(job).await;
        jobs.task_done().expect("one for each get");
    }
    sum
}

/// Stands for the work.
async fn run(job: u32) -> u32 {
    yield_now().await;
    job
}

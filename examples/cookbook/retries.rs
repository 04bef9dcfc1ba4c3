//! Jobs that fail go back into the queue, with a count of their attempts.

use std::sync::Arc;

use queue_async::sync::Queue;
use tokio::task::{JoinSet, yield_now};

const MOST_ATTEMPTS: u32 = 3;

struct Job {
    id: u32,
    attempt: u32,
}

#[tokio::main]
async fn main() {
    let jobs = Arc::new(Queue::unbounded());
    let mut workers = JoinSet::new();
    for _ in 0..2 {
        workers.spawn(work(Arc::clone(&jobs)));
    }
    for id in 1..=5 {
        jobs.put(Job { id, attempt: 1 }).await.expect("nothing shuts it down yet");
    }
    jobs.join().await; // until every job has succeeded or is given up
    jobs.shutdown();
    let mut results = workers.join_all().await.concat();
    results.sort_unstable();
    assert_eq!(results, [(1, Ok(1)), (2, Ok(2)), (3, Ok(3)), (4, Err("busy")), (5, Err("busy"))]);
}

/// Returns, for each job that has ended here, the attempt that succeeded or the last error.
async fn work(jobs: Arc<Queue<Job>>) -> Vec<(u32, Result<u32, &'static str>)> {
    let mut results = Vec::new();
    while let Ok(job) = jobs.get().await {
        match attempt(&job).await {
            Ok(()) => results.push((job.id, Ok(job.attempt))),
            Err(error) => {
                let again = Job { attempt: job.attempt + 1, ..job };
                // Unbounded, so it refuses only after a shutdown: the job is then given up.
                if job.attempt == MOST_ATTEMPTS || jobs.try_put(again).is_err() {
                    results.push((job.id, Err(error)));
                }
            }
        }
        jobs.task_done().expect("one for each get"); // after the put of the next attempt
    }
    results
}

/// Stands for the work: job `n` succeeds at attempt `n`.
async fn attempt(job: &Job) -> Result<(), &'static str> {
    yield_now().await;
    if job.attempt == job.id { Ok(()) } else { Err("busy") }
}

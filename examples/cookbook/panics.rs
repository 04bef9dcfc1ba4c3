//! A worker that panics: its job counts as done, and another worker takes its place.

use std::panic;
use std::sync::Arc;

use queue_async::sync::Queue;
use tokio::task::{JoinSet, yield_now};

#[tokio::main]
async fn main() {
    let jobs = Arc::new(Queue::bounded(2));
    let supervisor = tokio::spawn(supervise(Arc::clone(&jobs)));
    for job in 1..=9 {
        jobs.put(job).await.expect("nothing shuts it down yet");
    }
    jobs.join().await; // it does not wait for the jobs whose workers panicked
    jobs.shutdown();
    assert_eq!(supervisor.await.expect("it does not panic"), 3);
}

/// Calls `task_done` when it is dropped: at the end of a job, in a panic, and in a cancelled task.
struct Done<'a>(&'a Queue<u32>);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        // It fails only if it is called more often than items were put. A panic in here would abort.
        let _ = self.0.task_done();
    }
}

async fn work(jobs: Arc<Queue<u32>>) {
    while let Ok(job) = jobs.get().await {
        let _done = Done(&jobs);
        run(job).await;
    }
}

/// Keeps one worker alive until the queue is shut down, and returns how many have panicked.
async fn supervise(jobs: Arc<Queue<u32>>) -> u32 {
    let mut workers = JoinSet::from_iter([work(Arc::clone(&jobs))]);
    let mut panics = 0;
    while let Some(ended) = workers.join_next().await {
        if ended.is_err_and(|error| error.is_panic()) {
            panics += 1;
            workers.spawn(work(Arc::clone(&jobs)));
        }
    }
    panics
}

/// Stands for the work: every third job panics.
async fn run(job: u32) {
    yield_now().await;
    if job.is_multiple_of(3) {
        panic::resume_unwind(Box::new("a panic without the message that `panic!` prints"));
    }
}

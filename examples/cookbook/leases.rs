//! Jobs that come back: a lease is a guard of `task_done` that also gives a lost job back.

use std::panic;
use std::sync::{Arc, Mutex};

use queue_async::sync::{Queue, WorkQueue};
use tokio::task::{JoinSet, yield_now};

type Done = Arc<Mutex<Vec<u32>>>;

#[tokio::main]
async fn main() {
    let (jobs, done) = (Arc::new(Queue::unbounded()), Done::default());
    for job in 1..=5 {
        jobs.put(job).await.expect("nothing shuts it down yet");
    }
    jobs.shutdown(); // the workers end with the last job
    supervise(|| get(Arc::clone(&jobs), Arc::clone(&done))).await;
    jobs.join().await;
    assert_eq!(*done.lock().expect("no worker holds it"), [1, 2, 4, 5]);

    let (jobs, done) = (Arc::new(WorkQueue::unbounded()), Done::default());
    for job in 1..=5 {
        jobs.put(job).await.expect("nothing shuts it down yet");
    }
    jobs.shutdown(); // jobs that fail still come back
    supervise(|| take(Arc::clone(&jobs), Arc::clone(&done))).await;
    jobs.join().await;
    assert_eq!(*done.lock().expect("no worker holds it"), [1, 2, 3, 4, 5]);
}

/// Calls `task_done` when it is dropped, as in a `finally`.
struct Guard<'a>(&'a Queue<u32>);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        let _ = self.0.task_done();
    }
}

async fn get(jobs: Arc<Queue<u32>>, done: Done) {
    while let Ok(job) = jobs.get().await {
        let _guard = Guard(&jobs);
        run(job, 1).await; // a panic counts as done, and the job is lost
        done.lock().expect("no worker holds it").push(job);
    }
}

async fn take(jobs: Arc<WorkQueue<u32>>, done: Done) {
    while let Ok(lease) = jobs.take().await {
        run(*lease, lease.attempts()).await; // a panic drops the lease, and the job comes back
        done.lock().expect("no worker holds it").push(*lease);
        lease.done().expect("the lease has not ended");
    }
}

/// Stands for the work: the job 3 panics when it is first tried.
async fn run(job: u32, attempts: u32) {
    yield_now().await;
    if job == 3 && attempts == 1 {
        panic::resume_unwind(Box::new("a panic without the message that `panic!` prints"));
    }
}

/// Starts another worker for one that has panicked, until a worker ends by itself.
async fn supervise<F: Future<Output = ()> + Send + 'static>(work: impl Fn() -> F) {
    let mut workers = JoinSet::from_iter([work()]);
    while let Some(ended) = workers.join_next().await {
        if ended.is_err() {
            workers.spawn(work());
        }
    }
}

//! One tenant must not starve the others: tenants take turns, and none may have more than a few jobs in the queue.

use std::sync::Arc;

use queue_async::{Builder, Keyed, Queue, RoundRobin, SyncLock};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

type Jobs = Queue<RoundRobin<&'static str, Job>, SyncLock>;

const MOST_JOBS: usize = 6;

struct Job {
    number: u32,
    /// A part of the tenant's limit, which is given back when the job is dropped.
    _permit: OwnedSemaphorePermit,
}

struct Tenant {
    name: &'static str,
    limit: Arc<Semaphore>,
}

impl Tenant {
    fn new(name: &'static str) -> Self {
        Self { name, limit: Arc::new(Semaphore::new(MOST_JOBS)) }
    }

    /// Puts a job, or returns `None` if the tenant has too many.
    fn submit(&self, number: u32, jobs: &Jobs) -> Option<()> {
        let permit = Arc::clone(&self.limit).try_acquire_owned().ok()?;
        jobs.try_put(Keyed::new(self.name, Job { number, _permit: permit })).ok()
    }
}

#[tokio::main]
async fn main() {
    // A paying tenant has three jobs in each turn, any other has one.
    let order = RoundRobin::new(|&name| if name == "paying" { 3 } else { 1 }, |_: &Job| 1);
    let jobs = Arc::new(Builder::new(order).build());
    let [busy, calm, paying] = ["busy", "calm", "paying"].map(Tenant::new);

    let taken = (1..=1000).map_while(|number| busy.submit(number, &jobs)).count();
    assert_eq!(taken, MOST_JOBS); // what a web service answers with "429 Too Many Requests"
    (1..=2).for_each(|number| calm.submit(number, &jobs).expect("it has no other jobs"));
    (1..=4).for_each(|number| paying.submit(number, &jobs).expect("it has no other jobs"));

    let worker = tokio::spawn(work(Arc::clone(&jobs)));
    jobs.join().await;
    jobs.shutdown();
    let done = worker.await.expect("the worker does not panic");
    assert_eq!(
        done,
        [
            "busy 1", "calm 1", "paying 1", "paying 2", "paying 3", // the first round
            "busy 2", "calm 2", "paying 4", // the second
            "busy 3", "busy 4", "busy 5", "busy 6",
        ]
    );
    assert!(busy.submit(7, &jobs).is_none(), "the queue is shut down");
    assert_eq!(busy.limit.available_permits(), MOST_JOBS); // each job has given its own back
}

async fn work(jobs: Arc<Jobs>) -> Vec<String> {
    let mut done = Vec::new();
    while let Ok(Keyed { key, item }) = jobs.get().await {
        done.push(format!("{key} {}", item.number));
        jobs.task_done().expect("one for each get");
    }
    done
}

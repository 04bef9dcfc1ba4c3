//! The rules of the queue.

use std::sync::Arc;

use queue_async::SyncLock;
use queue_async::work::{Lease, Rules, WorkQueue};
use serde::{Deserialize, Serialize};

pub(crate) type JobQueue = WorkQueue<JobRules, SyncLock>;
pub(crate) type JobLease = Lease<Arc<JobQueue>>;

/// What was accepted.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Job {
    pub(crate) id: u64,
    pub(crate) tenant: Arc<str>,
    pub(crate) priority: u32,
    pub(crate) work: String,
}

/// The smallest priority first, and at most one job of a tenant at a time.
#[derive(Clone, Debug)]
pub(crate) struct JobRules;

impl Rules for JobRules {
    type Item = Job;
    type Rank = u32;
    // It is cloned while the queue is held, so it allocates nothing.
    type Key = Arc<str>;

    fn rank(&mut self, job: &Job) -> u32 {
        job.priority
    }

    fn key(&self, job: &Job) -> Option<Arc<str>> {
        Some(Arc::clone(&job.tenant))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(queue: &JobQueue, id: u64, tenant: &str, priority: u32) {
        let job = Job { id, tenant: tenant.into(), priority, work: String::new() };
        queue.try_put(job).expect("it is unbounded");
    }

    #[test]
    fn a_tenant_waits_for_its_own_job_only() {
        let queue = JobQueue::builder(JobRules).build();
        put(&queue, 1, "ann", 9);
        put(&queue, 2, "ann", 0);
        put(&queue, 3, "bob", 5);
        let next = || queue.try_take().map(|lease| (lease.id, lease)).expect("one is ready");
        let (first, bob) = next();
        let (second, ann) = next();
        assert_eq!((first, second), (3, 1), "the second job of a tenant is behind its first");
        assert!(queue.try_take().is_err());
        bob.done().expect("the lease is good");
        assert!(queue.try_take().is_err());
        ann.done().expect("the lease is good");
        assert_eq!(next().0, 2);
    }
}

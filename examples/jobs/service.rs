//! What the server does, without HTTP: it accepts jobs, and counts what becomes of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use queue_async::TryPutError;
use queue_async::work::{Cause, Dead, StaleLease};
use serde::{Deserialize, Serialize};

use crate::api::Jobs;
use crate::metrics::{self, Gauges};
use crate::rules::{Job, JobLease, JobQueue, JobRules};

/// A longer delay is taken for a slip of the finger: a drain would wait for it.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

pub(crate) const MAX_ATTEMPTS: u32 = 5;

pub(crate) struct Service {
    pub(crate) queue: Arc<JobQueue>,
    pub(crate) counts: Counts,
    /// How many jobs there may be before a delayed one is refused.
    most_unfinished: usize,
    last_id: AtomicU64,
}

/// What has happened since the start. The queue has the dead jobs.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) accepted: AtomicU64,
    pub(crate) done: AtomicU64,
    pub(crate) retried: AtomicU64,
}

/// What a client asks for.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    pub(crate) tenant: String,
    #[serde(default)]
    pub(crate) priority: u32,
    pub(crate) work: String,
    pub(crate) delay_ms: Option<u64>,
}

/// The answer to a request that was accepted.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Accepted {
    pub(crate) id: u64,
}

/// Why a request was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Full,
    ShutDown,
    DelayTooLong,
    /// The server of a shared queue does not answer.
    Broken,
}

impl Request {
    pub(crate) fn delay(&self) -> Result<Duration, Refusal> {
        let delay = Duration::from_millis(self.delay_ms.unwrap_or(0));
        if delay > LONGEST_DELAY { Err(Refusal::DelayTooLong) } else { Ok(delay) }
    }
}

/// What the server tells of a dead job.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Letter {
    pub(crate) id: u64,
    pub(crate) attempts: u32,
    pub(crate) cause: String,
}

impl Service {
    /// Makes the service of a queue that holds so many jobs. Failed jobs come back after a time between these two.
    pub(crate) fn new(capacity: u32, (first, most): (Duration, Duration)) -> Self {
        let capacity = usize::try_from(capacity).unwrap_or(usize::MAX);
        let builder = JobQueue::builder(JobRules).bounded(capacity).max_attempts(MAX_ATTEMPTS);
        Self {
            queue: Arc::new(builder.backoff(first, most).build()),
            counts: Counts::default(),
            most_unfinished: capacity.saturating_mul(2),
            last_id: AtomicU64::new(0),
        }
    }

    /// Accepts a job, and returns its id. It never waits.
    pub(crate) fn accept(&self, request: Request) -> Result<u64, Refusal> {
        let delay = request.delay()?;
        let Request { tenant, priority, work, .. } = request;
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let job = Job { id, tenant: tenant.into(), priority, work };
        let put = if delay.is_zero() {
            self.queue.try_put(job)
        } else if self.queue.unfinished() >= self.most_unfinished {
            // A delayed job needs no room in the queue, so the limit is here.
            Err(TryPutError::Full(job))
        } else {
            self.queue.put_after(job, delay)
        };
        put.map_err(|error| match error {
            // The rules refuse no job for good.
            TryPutError::Full(_) | TryPutError::Refused(_) => Refusal::Full,
            TryPutError::ShutDown(_) => Refusal::ShutDown,
        })?;
        self.counts.accepted.fetch_add(1, Ordering::Relaxed);
        Ok(id)
    }

    /// Notes that a job has been taken.
    pub(crate) fn begin(&self, lease: &JobLease) {
        if lease.attempts() > 1 {
            self.counts.retried.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Ends a job that has been done.
    pub(crate) fn done(&self, lease: JobLease) -> Result<(), StaleLease> {
        lease.done()?;
        self.counts.done.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Returns the dead letters, which stay where they are.
    pub(crate) fn dead(&self) -> Vec<Letter> {
        self.queue.dead().inspect(|dead| dead.iter().map(Letter::new).collect())
    }

    /// Returns what there is at the moment.
    pub(crate) fn gauges(&self) -> Gauges {
        let queue = &self.queue;
        Gauges {
            dead: queue.dead().len(),
            queued: queue.len(),
            in_flight: queue.in_flight(),
            delayed: queue.delayed(),
            behind: queue.behind(),
        }
    }

    /// Returns the time of the queue's clock.
    pub(crate) fn now(&self) -> u64 {
        self.queue.time_after(Duration::ZERO)
    }
}

impl Jobs for Service {
    async fn accept(&self, request: Request) -> Result<u64, Refusal> {
        Self::accept(self, request)
    }

    async fn dead(&self) -> Result<Vec<Letter>, Refusal> {
        Ok(Self::dead(self))
    }

    async fn metrics(&self) -> Result<String, Refusal> {
        Ok(metrics::text(&self.counts, self.gauges()))
    }
}

impl Letter {
    fn new(dead: &Dead<Job>) -> Self {
        let cause = match dead.cause {
            Cause::Attempts => "attempts",
            Cause::Expired => "expired",
            Cause::ShutDown => "shutdown",
            _ => "unknown",
        };
        Self { id: dead.job.item.id, attempts: dead.job.attempts(), cause: cause.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(delay_ms: Option<u64>) -> Request {
        Request { tenant: "ann".to_owned(), priority: 0, work: "mail".to_owned(), delay_ms }
    }

    #[test]
    fn it_refuses_what_it_cannot_keep() {
        let service = Service::new(1, (Duration::ZERO, Duration::ZERO));
        assert_eq!(service.accept(request(None)), Ok(1));
        assert_eq!(service.accept(request(None)), Err(Refusal::Full));
        assert_eq!(service.accept(request(Some(60_000))), Ok(3));
        assert_eq!(service.accept(request(Some(1))), Err(Refusal::Full));
        assert_eq!(service.accept(request(Some(60_001))), Err(Refusal::DelayTooLong));
        service.queue.shutdown();
        assert_eq!(service.accept(request(None)), Err(Refusal::ShutDown));
    }

    #[test]
    fn a_job_that_fails_each_time_is_a_dead_letter() {
        let service = Service::new(1, (Duration::ZERO, Duration::ZERO));
        service.accept(request(None)).expect("there is room");
        for _ in 0..MAX_ATTEMPTS {
            service.queue.advance();
            drop(service.queue.try_take().expect("it has come back"));
        }
        let letter = Letter { id: 1, attempts: MAX_ATTEMPTS, cause: "attempts".to_owned() };
        assert_eq!([service.dead(), service.dead()], [[letter.clone()], [letter]]);
    }
}

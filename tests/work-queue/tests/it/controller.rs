//! What a controller expects of its work queue: the behaviours that are documented for that of Kubernetes, and past
//! bugs of such queues.

mod delays;
mod expiry;
mod keys;
mod leases;
mod limits;
mod retries;
mod shutdown;
mod tasks;

use std::mem;

use queue_core::work::{ByKey, Cause, Effects, Job, Jobs, Keep, LeaseId, Retry, StaleLease};
use queue_core::{
    Capacity, Exchange, Get, Join, Polled, Put, ShutDown, State, TryGetError, TryPutError,
};

/// A key, and a number that tells the items of a key apart.
type Item = (char, u32);

/// A work queue, and what its calls have left.
struct Queue {
    state: State<Jobs<ByKey<Item, char>>, u32>,
    effects: Effects<Item, u32>,
}

impl Queue {
    fn new(keep: Keep) -> Self {
        Self::with(keep, Capacity::Unbounded, u32::MAX)
    }

    fn bounded(keep: Keep, capacity: usize) -> Self {
        Self::with(keep, capacity.try_into().expect("it is not zero"), u32::MAX)
    }

    fn with(keep: Keep, capacity: Capacity, max_attempts: u32) -> Self {
        let jobs = Jobs::new(ByKey::new(keep, |&(key, _): &Item| key));
        let state = State::new(jobs.with_max_attempts(max_attempts), capacity);
        Self { state, effects: Effects::default() }
    }

    /// Puts a job, and keeps what it displaces.
    #[track_caller]
    fn put(&mut self, job: impl Into<Job<Item>>) {
        assert_eq!(self.try_put(job), Ok(()));
    }

    fn try_put(&mut self, job: impl Into<Job<Item>>) -> Result<(), TryPutError> {
        let mut put = Put::new(job.into());
        let result = self.state.try_put_from(&mut put, &mut self.effects.notified);
        self.effects.spent.extend(put.take_displaced().map(|job| job.item));
        self.check();
        result
    }

    #[track_caller]
    fn put_at(&mut self, job: impl Into<Job<Item>>, time: u64) {
        assert_eq!(self.state.put_at(job.into(), time, &mut self.effects), Ok(()));
        self.check();
    }

    fn try_get(&mut self) -> Result<Job<Item>, TryGetError> {
        let result = self.state.try_get(&mut self.effects.notified);
        self.check();
        result
    }

    /// Takes a job, of which there is one.
    #[track_caller]
    fn get(&mut self) -> (Item, LeaseId) {
        let job = self.try_get().expect("there is a job");
        (job.item, job.lease().expect("it has been taken"))
    }

    /// Takes the items of all jobs that are ready, and ends each at once.
    fn drain(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        while let Ok(job) = self.try_get() {
            self.done(job.lease().expect("it has been taken")).expect("it is leased");
            items.push(job.item);
        }
        items
    }

    fn done(&mut self, lease: LeaseId) -> Result<(), StaleLease> {
        let (mut copy, Effects { notified, spent, .. }) = (None, &mut self.effects);
        let result = self.state.done(lease, &mut copy, notified);
        spent.extend(copy);
        self.check();
        result
    }

    fn retry(&mut self, lease: LeaseId, item: Item, retry: Retry) -> Result<(), StaleLease> {
        let result = self.state.retry(lease, item, retry, &mut self.effects);
        self.check();
        result
    }

    fn keep(&mut self, lease: LeaseId, copy: Item, until: u64) -> Result<(), StaleLease> {
        self.state.keep(lease, copy, until, &mut self.effects)
    }

    fn advance(&mut self, now: u64) {
        self.state.advance(now, &mut self.effects);
        self.check();
    }

    fn shutdown(&mut self) {
        self.state.shutdown(&mut self.effects.notified);
        self.check();
    }

    fn shutdown_now(&mut self) -> Vec<Item> {
        let jobs = self.state.shutdown_now(&mut self.effects.notified);
        self.check();
        jobs.into_jobs().into_iter().map(|job| job.item).collect()
    }

    /// Takes out the waiters that have been notified.
    fn notified(&mut self) -> Vec<u32> {
        self.effects.notified.take().into_iter().collect()
    }

    /// Takes out the jobs that have died.
    fn dead(&mut self) -> Vec<(Item, Cause)> {
        let dead = mem::take(&mut self.effects.dead);
        dead.into_iter().map(|dead| (dead.job.item, dead.cause)).collect()
    }

    /// Takes out what is left over.
    fn spent(&mut self) -> Vec<Item> {
        mem::take(&mut self.effects.spent)
    }

    fn poll_get(&mut self, get: &mut Get) -> Polled<Result<Job<Item>, ShutDown>> {
        let (mut job, mut exchange) = (None, Exchange::with(7));
        let polled = self.state.poll_get(get, &mut job, &mut exchange, |_| true);
        self.check();
        match polled {
            Polled::Ready(Ok(())) => Polled::Ready(Ok(job.expect("there is a job"))),
            Polled::Ready(Err(error)) => Polled::Ready(Err(error)),
            Polled::Pending => Polled::Pending,
            Polled::NeedsWaiter => Polled::NeedsWaiter,
            Polled::Finished => Polled::Finished,
        }
    }

    fn poll_join(&mut self, join: &mut Join) -> Polled<()> {
        self.state.poll_join(join, &mut Exchange::with(8), |_| true)
    }

    #[track_caller]
    fn check(&self) {
        assert_eq!(self.state.check(), Ok(()));
    }
}

//! A work queue of touchy parcels, and all that is outside: it sees that each parcel is somewhere, after each step.

mod calls;
mod checks;

use std::collections::VecDeque;
use std::mem;

use queue_core::work::{Effects, Job, Jobs, LeaseId, Retry};
use queue_core::{Capacity, Exchange, Get, Join, Put, State};

use super::parcel::Parcel;
use super::step::{Label, Scenario, Step};
use super::touchy::Touchy;

pub(super) struct World {
    state: State<Jobs<Touchy>, usize>,
    effects: Effects<Parcel, usize>,
    leases: Vec<Lease>,
    operations: Vec<Operation>,
    /// The operations that have been notified.
    due: VecDeque<usize>,
    now: u64,
    parcels: u32,
    is_over: bool,
}

/// A job that is out.
struct Lease {
    id: LeaseId,
    key: Option<char>,
    /// There is none once it has been left to the queue.
    job: Option<Job<Parcel>>,
    until: u64,
}

enum Operation {
    Get(Get),
    Put(Put<Job<Parcel>>),
    Join(Join),
}

fn capacity(limit: Option<usize>) -> Capacity {
    limit.map_or(Capacity::Unbounded, |limit| Capacity::try_from(limit).expect("it is not zero"))
}

impl World {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let jobs = Jobs::new(Touchy(scenario.fate)).with_max_attempts(3);
        Self {
            state: State::with_fairness(jobs, capacity(scenario.capacity), scenario.fairness),
            effects: Effects::default(),
            leases: Vec::new(),
            operations: Vec::new(),
            due: VecDeque::new(),
            now: 0,
            parcels: 0,
            is_over: false,
        }
    }

    pub(super) fn step(&mut self, step: Step) {
        self.take_step(step);
        self.settle();
        self.check();
    }

    fn take_step(&mut self, step: Step) {
        match step {
            Step::TryPut(label) => {
                let job = self.job(label);
                self.try_put(job);
            }
            Step::Burst(label, puts) => {
                for n in 0..puts {
                    let job = self.job(Label { rank: n % 5, ..label });
                    self.try_put(job);
                }
            }
            Step::ForcePut(label) => {
                let mut put = Put::new(self.job(label));
                let mut displaced = Vec::new();
                let _ = self.call(|world| {
                    let notified = &mut world.effects.notified;
                    world.state.force_put(&mut put, &mut displaced, notified)
                });
            }
            Step::Put(label) => {
                let put = Put::new(self.job(label));
                self.begin(Operation::Put(put));
            }
            Step::PutLater(label, delay) => {
                let (job, time) = (self.job(label), self.now + delay);
                let _ = self.call(|world| world.state.put_at(job, time, &mut world.effects));
            }
            Step::TryGet => {
                let mut job = None;
                let _ = self
                    .call(|world| world.state.try_get_into(&mut job, &mut world.effects.notified));
                self.accept(job);
            }
            Step::Get => self.begin(Operation::Get(Get::new())),
            Step::Join => self.begin(Operation::Join(Join::new())),
            Step::Cancel(at) => self.cancel(at),
            Step::Done(at) => {
                if let Some(Lease { id, .. }) = self.lease(at) {
                    let mut copy = None;
                    let _ = self
                        .call(|world| world.state.done(id, &mut copy, &mut world.effects.notified));
                    self.effects.spent.extend(copy);
                    self.has_ended(id);
                }
            }
            Step::RetryInPlace(at) => self.retry(at, Retry::InPlace),
            Step::RetryAtEnd(at) => self.retry(at, Retry::AtEnd),
            Step::RetryLater(at, delay) => self.retry(at, Retry::At(self.now + delay)),
            Step::GiveBack(at) => {
                if let Some(lease) = self.lease(at) {
                    match lease.job {
                        Some(job) => self.give_back(job),
                        None => self.leases.push(lease),
                    }
                }
            }
            Step::Keep(at, time) => {
                let Some(lease) = self.lease(at) else { return };
                let until = self.now + time;
                if let Some(job) = lease.job {
                    let copy = job.item;
                    let kept = self
                        .call(|world| world.state.keep(lease.id, copy, until, &mut world.effects));
                    assert_eq!(kept, Some(Ok(())));
                }
                self.leases.push(Lease { job: None, until, ..lease });
            }
            Step::Advance(time) => {
                self.now += time;
                let now = self.now;
                let _ = self.call(|world| world.state.advance(now, &mut world.effects));
                self.forget_stale_leases();
            }
            Step::SetCapacity(limit) => {
                let capacity = capacity(Some(limit));
                let _ = self
                    .call(|world| world.state.set_capacity(capacity, &mut world.effects.notified));
            }
            Step::Shutdown => {
                let _ = self.call(|world| world.state.shutdown(&mut world.effects.notified));
            }
            Step::ShutdownNow => {
                let jobs = self.call(|world| world.state.shutdown_now(&mut world.effects.notified));
                self.is_over |= jobs.is_some();
            }
        }
    }

    fn job(&mut self, Label { key, rank, lives }: Label) -> Job<Parcel> {
        self.parcels += 1;
        let job = Job::new(Parcel::new(self.parcels, key, rank));
        match lives {
            Some(lives) => job.expires_at(self.now + lives),
            None => job,
        }
    }

    /// Takes out one of the leases.
    fn lease(&mut self, at: usize) -> Option<Lease> {
        let at = at.checked_rem(self.leases.len())?;
        Some(self.leases.swap_remove(at))
    }

    /// Notes a job that has been taken.
    fn accept(&mut self, job: Option<Job<Parcel>>) {
        let Some(job) = job else { return };
        let (id, key) = (job.lease().expect("it has been taken"), job.item.key);
        self.check_key(key);
        self.leases.push(Lease { id, key, job: Some(job), until: 0 });
    }

    /// Polls what has been notified, and drops what is left over.
    fn settle(&mut self) {
        self.due.extend(self.effects.notified.take());
        let mut polls = 0;
        while let Some(index) = self.due.pop_front() {
            self.poll(index);
            self.due.extend(self.effects.notified.take());
            polls += 1;
            assert!(polls < 1_000, "operations notify each other for ever");
        }
        self.effects.dead.clear();
        self.effects.spent.clear();
    }

    fn begin(&mut self, operation: Operation) {
        self.operations.push(operation);
        self.poll(self.operations.len() - 1);
    }

    fn poll(&mut self, index: usize) {
        let mut exchange = Exchange::with(index);
        let is_current = |waiter: &usize| *waiter == index;
        let mut operations = mem::take(&mut self.operations);
        let (mut got, mut back) = (None, None);
        let is_polled = match &mut operations[index] {
            Operation::Get(get) => {
                let poll = |world: &mut Self| {
                    let _ = world.state.poll_get(get, &mut got, &mut exchange, is_current);
                };
                self.call(poll)
            }
            Operation::Put(put) => {
                let poll = |world: &mut Self| {
                    let _ = world.state.poll_put(put, &mut exchange, is_current);
                };
                let is_polled = self.call(poll);
                if put.is_finished() {
                    drop(put.take_displaced());
                    back = put.take_item();
                }
                is_polled
            }
            Operation::Join(join) => {
                let poll = |world: &mut Self| {
                    let _ = world.state.poll_join(join, &mut exchange, is_current);
                };
                self.call(poll)
            }
        };
        if is_polled.is_none() {
            // An operation that was notified is polled until it has finished or waits.
            self.due.push_back(index);
        }
        self.operations = operations;
        self.due.extend(exchange.notified);
        self.accept(got);
        self.take_back(back);
    }
}

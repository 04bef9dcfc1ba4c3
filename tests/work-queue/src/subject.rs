use std::collections::VecDeque;

use queue_core::work::{Effects, Job, Jobs, LeaseError, LeaseId, Rules};
use queue_core::{Capacity, Exchange, Get, Join, Polled, Put, State, TryGetError, TryPutError};

use crate::{Answer, Ended, Facts, Item, Returned, Setup, Step};

/// The work queue of the core, and the operations that wait in it. What is notified is polled at once.
#[derive(Debug)]
pub struct Subject<R: Rules<Item = Item>> {
    state: State<Jobs<R>, usize>,
    operations: Vec<Operation>,
    leases: Vec<(LeaseId, Item)>,
    now: u64,
    effects: Effects<Item, usize>,
    /// The operations that have been notified.
    due: VecDeque<usize>,
    has_shrunk: bool,
}

const BOUND: &str = "the queue holds no more than its capacity";

#[derive(Debug)]
enum Operation {
    Get(Get),
    Put(Put<Job<Item>>),
    Join(Join),
}

fn capacity(limit: Option<usize>) -> Capacity {
    limit.map_or(Capacity::Unbounded, |limit| Capacity::try_from(limit).expect("not zero"))
}

impl<R: Rules<Item = Item>> Subject<R> {
    /// Makes an empty queue.
    pub fn new(setup: &Setup, rules: R) -> Self {
        let jobs = Jobs::new(rules).with_max_attempts(setup.max_attempts);
        Self {
            state: State::new(jobs, capacity(setup.capacity)),
            operations: Vec::new(),
            leases: Vec::new(),
            now: 0,
            effects: Effects::default(),
            due: VecDeque::new(),
            has_shrunk: false,
        }
    }

    /// Takes a step with the item that it puts, if it puts one.
    ///
    /// # Errors
    ///
    /// Fails if a rule of the core is broken afterwards.
    pub fn step(&mut self, step: Step, item: Item) -> Result<Answer, String> {
        let returned = self.call(step, item);
        let mut finished = Vec::new();
        self.due.extend(self.effects.notified.take());
        let mut polls = 0;
        while let Some(index) = self.due.pop_front() {
            let returned = self.poll(index);
            if !matches!(returned, Returned::Waits(_)) {
                finished.push((index, returned));
            }
            polls += 1;
            if polls > 1_000 {
                return Err("operations notify each other for ever".to_owned());
            }
        }
        match self.state.check() {
            // A smaller capacity drops nothing.
            Err(violation) if !self.has_shrunk || !violation.to_string().ends_with(BOUND) => {
                return Err(violation.to_string());
            }
            Ok(()) | Err(_) => {}
        }
        finished.sort_by_key(|&(operation, _)| operation);
        let dead = self.effects.dead.drain(..);
        let dead = dead.map(|dead| (ended(&dead.job), dead.cause)).collect();
        let mut spent: Vec<_> = self.effects.spent.drain(..).map(|item| item.id).collect();
        spent.sort_unstable();
        Ok(Answer { returned, finished, dead, spent, facts: self.facts() })
    }

    fn call(&mut self, step: Step, item: Item) -> Returned {
        let Self { state, effects, .. } = self;
        let notified = &mut effects.notified;
        match step {
            Step::TryPut { lives, .. } => {
                let mut put = Put::new(self.job(item, lives));
                let result = self.state.try_put_from(&mut put, &mut self.effects.notified);
                if result.is_ok() {
                    self.effects.spent.extend(put.take_displaced().map(|job| job.item));
                }
                tried(result)
            }
            Step::Put { .. } => self.begin(Operation::Put(Put::new(Job::new(item)))),
            Step::PutLater { delay, lives, .. } => {
                let (job, time) = (self.job(item, lives), self.now + delay);
                tried(self.state.put_at(job, time, &mut self.effects).map_err(|e| e.with_item(())))
            }
            Step::TryGet => match state.try_get(notified) {
                Ok(job) => self.take(job),
                Err(TryGetError::Empty) => Returned::Empty,
                Err(TryGetError::ShutDown) => Returned::ShutDown,
            },
            Step::Get => self.begin(Operation::Get(Get::new())),
            Step::Join => self.begin(Operation::Join(Join::new())),
            Step::Done(lease) => self.answer(lease, |state, effects, lease, _| {
                let mut copy = None;
                state.done(lease, &mut copy, &mut effects.notified)?;
                effects.spent.extend(copy);
                Ok(())
            }),
            Step::Retry(lease, how) => {
                let retry = how.at(self.now);
                self.answer(lease, |state, effects, lease, item| {
                    state.retry(lease, item, retry, effects).map_err(Into::into)
                })
            }
            Step::Keep(lease, time) => {
                let until = self.now + time;
                self.answer(lease, |state, effects, lease, item| {
                    state.keep(lease, item, until, effects).map_err(Into::into)
                })
            }
            Step::Extend(lease, time) => {
                let until = self.now + time;
                self.answer(lease, |state, _, lease, _| state.extend(lease, until))
            }
            Step::Advance(time) => {
                self.now += time;
                state.advance(self.now, effects);
                Returned::Done
            }
            Step::Cancel => self.cancel(),
            Step::SetCapacity(limit) => {
                self.has_shrunk = true;
                state.set_capacity(capacity(limit), notified).expect("neither is a rendezvous");
                Returned::Done
            }
            Step::Shutdown => {
                state.shutdown(notified);
                Returned::Done
            }
            Step::ShutdownNow => {
                let jobs = state.shutdown_now(notified).into_jobs();
                Returned::Items(jobs.into_iter().map(|job| job.item.id).collect())
            }
        }
    }

    fn job(&self, item: Item, lives: Option<u64>) -> Job<Item> {
        match lives {
            Some(lives) => Job::new(item).expires_at(self.now + lives),
            None => Job::new(item),
        }
    }

    fn take(&mut self, job: Job<Item>) -> Returned {
        self.leases.push((job.lease().expect("it has been taken"), job.item));
        Returned::Got(ended(&job))
    }

    fn answer(
        &mut self,
        lease: usize,
        answer: impl FnOnce(
            &mut State<Jobs<R>, usize>,
            &mut Effects<Item, usize>,
            LeaseId,
            Item,
        ) -> Result<(), LeaseError>,
    ) -> Returned {
        let Some(&(lease, item)) = self.leases.get(lease) else { return Returned::Stale };
        match answer(&mut self.state, &mut self.effects, lease, item) {
            Ok(()) => Returned::Done,
            Err(LeaseError::Stale) => Returned::Stale,
            Err(LeaseError::NoCopy) => Returned::NoCopy,
        }
    }

    fn begin(&mut self, operation: Operation) -> Returned {
        self.operations.push(operation);
        self.poll(self.operations.len() - 1)
    }

    fn poll(&mut self, index: usize) -> Returned {
        let mut exchange = Exchange::with(index);
        let is_current = |waiter: &usize| *waiter == index;
        let mut got = None;
        let state = &mut self.state;
        let returned = match &mut self.operations[index] {
            Operation::Get(get) => match state.poll_get(get, &mut got, &mut exchange, is_current) {
                Polled::Ready(Ok(())) => Returned::Done,
                Polled::Ready(Err(_)) => Returned::ShutDown,
                Polled::Pending | Polled::NeedsWaiter | Polled::Finished => Returned::Waits(index),
            },
            Operation::Put(put) => match state.poll_put(put, &mut exchange, is_current) {
                Polled::Ready(Ok(())) => {
                    self.effects.spent.extend(put.take_displaced().map(|job| job.item));
                    Returned::Done
                }
                Polled::Ready(Err(_)) => Returned::ShutDown,
                Polled::Pending | Polled::NeedsWaiter | Polled::Finished => Returned::Waits(index),
            },
            Operation::Join(join) => match state.poll_join(join, &mut exchange, is_current) {
                Polled::Ready(()) => Returned::Done,
                Polled::Pending | Polled::NeedsWaiter | Polled::Finished => Returned::Waits(index),
            },
        };
        self.due.extend(exchange.notified);
        got.map_or(returned, |job| self.take(job))
    }

    fn cancel(&mut self) -> Returned {
        let is_finished = |operation: &Operation| match operation {
            Operation::Get(get) => get.is_finished(),
            Operation::Put(put) => put.is_finished(),
            Operation::Join(join) => join.is_finished(),
        };
        let Some(first) = self.operations.iter_mut().find(|operation| !is_finished(operation))
        else {
            return Returned::Done;
        };
        let mut exchange = Exchange::default();
        let mut items = Vec::new();
        match first {
            Operation::Get(get) => self.state.cancel_get(get, &mut exchange),
            Operation::Put(put) => {
                self.state.cancel_put(put, &mut exchange);
                items.extend(put.take_item().map(|job| job.item.id));
            }
            Operation::Join(join) => self.state.cancel_join(join, &mut exchange),
        }
        self.due.extend(exchange.notified);
        Returned::Items(items)
    }

    fn facts(&self) -> Facts {
        let jobs = self.state.storage();
        Facts {
            len: self.state.len(),
            is_full: self.state.is_full(),
            unfinished: self.state.unfinished(),
            leased: jobs.leased(),
            delayed: jobs.delayed(),
            behind: jobs.behind(),
            returning: jobs.returning(),
            deadline: self.state.next_deadline(),
        }
    }
}

fn ended(job: &Job<Item>) -> Ended {
    Ended { id: job.item.id, attempts: job.attempts() }
}

const fn tried(result: Result<(), TryPutError>) -> Returned {
    match result {
        Ok(()) => Returned::Done,
        Err(TryPutError::Full(()) | TryPutError::Refused(())) => Returned::Full,
        Err(TryPutError::ShutDown(())) => Returned::ShutDown,
    }
}

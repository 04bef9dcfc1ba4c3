mod arrivals;
mod calls;
mod leases;
mod polls;
mod rules;
mod sessions;

use std::collections::{BTreeMap, VecDeque};

use queue_core::work::{self, Effects, Job, Jobs};
use queue_core::{Capacity, Get, Join, Put, State};

use self::arrivals::Arrivals;
use self::rules::ByOrder;
use super::answer::{Answer, Cause, Counts, Letter, Report};
use super::request::{Call, Item, LeaseKey, SessionId};
use super::run::START;
use super::setup::Setup;

/// The work queue of the core, and what the engine adds to it: sessions, and requests that are carried out once.
#[derive(Debug)]
pub(super) struct World {
    setup: Setup,
    state: State<Jobs<ByOrder>, usize>,
    effects: Effects<Item, usize>,
    operations: Vec<Operation>,
    /// The operations that have been notified.
    due: VecDeque<usize>,
    /// What the engine remembers of requests.
    records: BTreeMap<(SessionId, u64), Record>,
    /// In the order in which they were taken.
    leases: Vec<(LeaseKey, Job<Item>)>,
    sessions: BTreeMap<SessionId, Session>,
    arrivals: Arrivals,
    now: u64,
    letters: Vec<Letter>,
    closed: usize,
}

#[derive(Debug)]
struct Operation {
    session: SessionId,
    number: u64,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Get { get: Get, limit: usize, lasts: u64 },
    Put(Put<Job<Item>>),
    Join(Join),
}

#[derive(Clone, Debug)]
enum Record {
    /// The number of the operation.
    Waits(usize),
    Taken(Vec<LeaseKey>),
    Answer(Answer),
}

#[derive(Clone, Copy, Debug)]
struct Session {
    /// When it ends; none once it has.
    ends: Option<u64>,
    /// Whether it has to say hello.
    is_lost: bool,
}

/// An operation whose turn it is, and whose session has ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct PassedOver {
    operation: usize,
    /// Whether the same call has begun it.
    pub(super) is_new: bool,
}

impl World {
    pub(super) fn new(setup: Setup) -> Self {
        let arrivals = Arrivals::default();
        let mut jobs = Jobs::new(ByOrder::new(setup.order, arrivals.clone()));
        if setup.max_attempts > 0 {
            jobs = jobs.with_max_attempts(setup.max_attempts);
        }
        let mut effects = Effects::default();
        let mut state = State::new(jobs, capacity(setup.capacity));
        state.advance(START, &mut effects);
        Self {
            setup,
            state,
            effects,
            operations: Vec::new(),
            due: VecDeque::new(),
            records: BTreeMap::new(),
            leases: Vec::new(),
            sessions: BTreeMap::new(),
            arrivals,
            now: START,
            letters: Vec::new(),
            closed: 0,
        }
    }

    /// Does what a call asks for, and polls what is notified until nothing is. Operations that it begins may be passed
    /// over.
    ///
    /// # Errors
    ///
    /// Fails if that serves an operation whose session has ended. The world is of no use then.
    pub(super) fn call(
        &mut self,
        call: &Call,
        passed_over: &[PassedOver],
    ) -> Result<Report, PassedOver> {
        let begun = self.operations.len();
        self.now += call.passed;
        for number in &call.arrived {
            self.records.remove(&(call.session, *number));
        }
        let answers = self.answer(call);
        passed_over.iter().for_each(|operation| self.pass_over(*operation));
        let wakes = self.settle(begun)?;
        Ok(Report {
            answers: answers.into_iter().map(|answer| self.complete(answer)).collect(),
            wakes,
            counts: self.counts(),
        })
    }

    /// Moves the dead jobs of a call of the core to the dead letters.
    fn bury(&mut self) {
        for dead in self.effects.dead.drain(..) {
            let is_last = dead.cause == work::Cause::Attempts;
            let cause = if is_last { Cause::Attempts } else { Cause::ShutDown };
            let (item, attempts) = (dead.job.item.id, dead.job.attempts());
            self.letters.push(Letter { item, attempts, cause });
        }
    }

    pub(super) fn letters(&self) -> &[Letter] {
        &self.letters
    }

    fn counts(&self) -> Counts {
        let jobs = self.state.storage();
        Counts {
            len: self.state.len(),
            capacity: match self.state.capacity() {
                Capacity::Bounded(capacity) => capacity.get(),
                Capacity::Unbounded | Capacity::Rendezvous => 0,
            },
            unfinished: self.state.unfinished(),
            in_flight: jobs.leased(),
            delayed: jobs.delayed(),
            returning: jobs.returning(),
            puts: self.state.waiting_putters(),
            takes: self.state.waiting_getters(),
            dead: self.letters.len(),
            closed: self.closed,
        }
    }
}

fn capacity(limit: usize) -> Capacity {
    Capacity::try_from(limit).unwrap_or(Capacity::Unbounded)
}

mod questions;

use std::collections::{BTreeMap, BTreeSet};

use queue_core::{Exchange, Get, Join, Polled, Put, ShutDown, State, Storage, TaskDoneError};

use crate::op::renewed;
use crate::{
    Actor, Answer, ByPriority, Driver, Nameless, Op, Outcome, Setup, Snapshot, Step, Waiter,
};

/// The real core, driven by steps, with a ledger of the waiters that are inside it.
#[derive(Debug)]
pub struct Subject<S: Storage<Item = ByPriority>> {
    core: State<S, Nameless>,
    pending: BTreeMap<Actor, Pending>,
    inside: BTreeSet<Waiter>,
}

/// A future: its operation, and the waiter given in last.
#[derive(Debug)]
struct Pending {
    operation: Operation,
    given: Waiter,
}

#[derive(Debug)]
enum Operation {
    Get { get: Get, is_abandonable: bool },
    Put(Put<ByPriority>),
    Join(Join),
}

impl<S: Storage<Item = ByPriority> + Clone + Default + PartialEq> Subject<S> {
    /// Makes an empty queue.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let core = State::with_fairness(S::default(), setup.capacity, setup.fairness);
        Self { core, pending: BTreeMap::new(), inside: BTreeSet::new() }
    }

    /// Returns the state itself.
    #[must_use]
    pub const fn core(&self) -> &State<S, Nameless> {
        &self.core
    }

    /// Makes an attempt.
    fn attempt(&mut self, op: Op) -> Outcome {
        let (core, mut exchange) = (&mut self.core, Exchange::default());
        let notified = &mut exchange.notified;
        let answer = match op {
            Op::TryPut(item) => core
                .try_put(ByPriority(item), notified)
                .map_or_else(Answer::from, |()| Answer::Done),
            Op::TryGet => core
                .try_get(notified)
                .map_or_else(Answer::from, |ByPriority(item)| Answer::Got(item)),
            Op::TaskDone => match core.task_done(notified) {
                Ok(()) => Answer::Done,
                Err(TaskDoneError) => Answer::TooManyDone,
            },
            Op::ShutDown => {
                core.shutdown(notified);
                Answer::Done
            }
            Op::ShutDownNow => {
                let items = core.shutdown_now(notified).into_items();
                Answer::Drained(items.map(|ByPriority(item)| item).collect())
            }
            Op::Recover => {
                core.recover(notified);
                Answer::Done
            }
            Op::Put(_) | Op::Get | Op::Next | Op::Join | Op::Ask | Op::Renew | Op::Leave => {
                unreachable!("{op} is an operation")
            }
        };
        self.outcome(answer, exchange)
    }

    fn begin(&mut self, actor: Actor, operation: Operation) -> Outcome {
        let given = actor.waiter();
        let previous = self.pending.insert(actor, Pending { operation, given });
        assert!(previous.is_none(), "an actor has one future");
        self.poll(actor, given)
    }

    /// Polls with this waiter, given when it is asked for. To give it from the start makes no difference.
    fn poll(&mut self, actor: Actor, waiter: Waiter) -> Outcome {
        let Pending { mut operation, given } = self.pending.remove(&actor).expect("a future");
        let (mut eager, mut eager_operation) = (self.core.clone(), operation.for_clone());
        let mut eager_exchange = Exchange::with(Nameless(waiter));
        let eager_answer = eager_operation.poll(&mut eager, &mut eager_exchange, waiter);

        let before = self.core.clone();
        let mut exchange = Exchange::default();
        let mut answer = operation.poll(&mut self.core, &mut exchange, waiter);
        if answer.is_none() {
            assert!(exchange.notified.is_empty(), "needing a waiter notifies none");
            let is_asleep = operation.waiter(&before).is_some();
            assert!(!is_asleep || self.core == before, "needing a waiter changes nothing");
            assert_eq!(self.core.check(), Ok(()));
            exchange.waiter = Some(Nameless(waiter));
            answer = operation.poll(&mut self.core, &mut exchange, waiter);
            if exchange.waiter.is_none() {
                assert!(self.inside.insert(waiter), "a waiter is given in once");
            }
        }
        let answer = answer.expect("it has a waiter");
        assert!(self.core == eager, "a waiter may be given from the start");
        assert_eq!(Some(&answer), eager_answer.as_ref());
        let names = |exchange: &Exchange<Nameless>| exchange.notified.iter().map(|w| w.0).collect();
        let (lazy_names, eager_names): (Vec<_>, Vec<_>) =
            (names(&exchange), names(&eager_exchange));
        assert_eq!(lazy_names, eager_names);

        let spent: Vec<_> =
            exchange.spent.take().into_iter().map(|Nameless(waiter)| waiter).collect();
        for &waiter in &spent {
            assert_eq!(waiter, given, "the last one given comes back");
            self.comes_out(waiter);
        }
        if answer != Answer::Waits(None) {
            return self.outcome(answer, exchange);
        }
        let given = operation.waiter(&self.core).expect("it waits");
        self.pending.insert(actor, Pending { operation, given });
        self.outcome(Answer::Waits(spent.first().copied()), exchange)
    }

    fn leave(&mut self, actor: Actor) -> Outcome {
        let Pending { mut operation, given } = self.pending.remove(&actor).expect("a future");
        let mut exchange = Exchange::default();
        let item = match &mut operation {
            Operation::Get { get, .. } => {
                self.core.cancel_get(get, &mut exchange);
                None
            }
            Operation::Put(put) => {
                self.core.cancel_put(put, &mut exchange);
                put.take_item()
            }
            Operation::Join(join) => {
                self.core.cancel_join(join, &mut exchange);
                None
            }
        };
        let waiter = exchange.spent.take().into_iter().next().map(|Nameless(waiter)| waiter);
        if let Some(waiter) = waiter {
            assert_eq!(waiter, given, "the last one given comes back");
            self.comes_out(waiter);
        }
        self.outcome(Answer::Left(waiter, item.map(|ByPriority(item)| item)), exchange)
    }

    fn outcome(&mut self, answer: Answer, exchange: Exchange<Nameless>) -> Outcome {
        let wakes: Vec<_> = exchange.notified.into_iter().map(|Nameless(waiter)| waiter).collect();
        wakes.iter().for_each(|&waiter| self.comes_out(waiter));
        Outcome { answer, wakes }
    }

    fn comes_out(&mut self, waiter: Waiter) {
        assert!(self.inside.remove(&waiter), "a waiter comes out once, and was given in");
    }

    /// Asserts what the core and the ledger must agree on.
    fn check(&self) {
        let checked =
            if self.pending.is_empty() { self.core.check_at_rest() } else { self.core.check() };
        if let Err(violation) = checked {
            panic!("{violation}");
        }
    }
}

impl Operation {
    /// Polls once, and returns `None` if it needs a waiter.
    fn poll<S: Storage<Item = ByPriority>>(
        &mut self,
        core: &mut State<S, Nameless>,
        exchange: &mut Exchange<Nameless>,
        waiter: Waiter,
    ) -> Option<Answer> {
        let is_current = |Nameless(in_line): &Nameless| *in_line == waiter;
        let polled = match self {
            Self::Get { get, .. } => {
                let mut item = None;
                let polled = core.poll_get(get, &mut item, exchange, is_current);
                polled.map(|got| match got {
                    Ok(()) => Answer::Got(item.expect("a get that is ready has its item").0),
                    Err(ShutDown) => Answer::ShutDown(None),
                })
            }
            Self::Put(put) => core.poll_put(put, exchange, is_current).map(|result| match result {
                Ok(()) => Answer::Done,
                Err(error) => error.with_item(put.take_item().expect("it has its item")).into(),
            }),
            Self::Join(join) => core.poll_join(join, exchange, is_current).map(|()| Answer::Done),
        };
        match polled {
            Polled::Ready(answer) => Some(answer),
            Polled::Pending => Some(Answer::Waits(None)),
            Polled::NeedsWaiter => None,
            Polled::Finished => unreachable!("what has finished is not polled"),
        }
    }

    fn waiter<S: Storage<Item = ByPriority>>(&self, core: &State<S, Nameless>) -> Option<Waiter> {
        let waiter = match self {
            Self::Get { get, .. } => core.getter(get),
            Self::Put(put) => core.putter(put),
            Self::Join(join) => core.joiner(join),
        };
        waiter.map(|&Nameless(waiter)| waiter)
    }

    fn for_clone(&self) -> Self {
        match self {
            Self::Get { get, is_abandonable } => {
                Self::Get { get: get.for_clone(), is_abandonable: *is_abandonable }
            }
            Self::Put(put) => Self::Put(put.for_clone()),
            Self::Join(join) => Self::Join(join.for_clone()),
        }
    }
}

impl<S: Storage<Item = ByPriority> + Clone + Default + PartialEq> Driver for Subject<S> {
    /// # Panics
    ///
    /// Also panics if a waiter comes out that was not inside, or not the one given last. Panics if needing
    /// a waiter changed the state, if it matters when the waiter is given, or if `check` finds an invariant
    /// broken.
    fn step(&mut self, Step { actor, op }: Step) -> Outcome {
        let get = |get, is_abandonable| Operation::Get { get, is_abandonable };
        let outcome = match op {
            Op::Put(item) => self.begin(actor, Operation::Put(Put::new(ByPriority(item)))),
            Op::Get => self.begin(actor, get(Get::new(), false)),
            Op::Next => self.begin(actor, get(Get::abandonable(), true)),
            Op::Join => self.begin(actor, Operation::Join(Join::new())),
            Op::Ask => {
                let waiter =
                    if self.sleeps(actor) { self.pending[&actor].given } else { actor.waiter() };
                self.poll(actor, waiter)
            }
            Op::Renew => self.poll(actor, renewed(self.pending[&actor].given)),
            Op::Leave => self.leave(actor),
            Op::TryPut(_) | Op::TryGet | Op::TaskDone => self.attempt(op),
            Op::ShutDown | Op::ShutDownNow | Op::Recover => self.attempt(op),
        };
        self.check();
        outcome
    }

    fn snapshot(&self) -> Snapshot {
        self.answers()
    }
}

impl<S: Storage<Item = ByPriority> + Clone> Clone for Subject<S> {
    fn clone(&self) -> Self {
        let for_clone = |&Pending { ref operation, given }: &Pending| Pending {
            operation: operation.for_clone(),
            given,
        };
        Self {
            core: self.core.clone(),
            pending: self.pending.iter().map(|(&a, pending)| (a, for_clone(pending))).collect(),
            inside: self.inside.clone(),
        }
    }
}

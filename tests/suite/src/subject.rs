mod operation;
mod questions;

use self::operation::Operation;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use queue_core::{
    Capacity, Exchange, Fairness, Permit, Put, PutMany, State, Storage, TaskDoneError, TryPutError,
    Violation,
};

use crate::op::renewed;
use crate::{
    Actor, Answer, Batch, ByPriority, Driver, Item, Nameless, Op, Outcome, Refusal, Setup,
    Snapshot, Step, Waiter,
};

/// The real core, driven by steps, with a ledger of the waiters that are inside it.
#[derive(Debug)]
pub struct Subject<S: Storage<Item = ByPriority>> {
    core: State<S, Nameless>,
    pending: BTreeMap<Actor, Pending>,
    /// Given out and not handed back, the oldest first.
    permits: VecDeque<Permit>,
    inside: BTreeSet<Waiter>,
    /// Whether the capacity may have been lowered below what was inside.
    was_resized: bool,
}

fn put_many(batch: Batch) -> PutMany<ByPriority> {
    let items = batch.items.map(ByPriority).into();
    if batch.is_at_once { PutMany::all(items) } else { PutMany::new(items) }
}

fn names(items: impl IntoIterator<Item = ByPriority>) -> Vec<Item> {
    items.into_iter().map(|ByPriority(item)| item).collect()
}

fn reserve_failed(error: TryPutError) -> Answer {
    match error {
        TryPutError::Full(()) => Answer::NoRoom,
        TryPutError::ShutDown(()) => Answer::ShutDown(None),
        TryPutError::Refused(()) => Answer::Refused(None),
    }
}

fn batch_failed(error: TryPutError, puts: &mut PutMany<ByPriority>) -> Answer {
    let refusal = match error {
        TryPutError::Full(()) => Refusal::Full,
        TryPutError::ShutDown(()) => Refusal::ShutDown,
        TryPutError::Refused(()) => Refusal::Refused,
    };
    Answer::Back(refusal, names(puts.take_items()))
}

/// A future: its operation, and the waiter given in last.
#[derive(Debug)]
struct Pending {
    operation: Operation,
    given: Waiter,
}

impl<S: Storage<Item = ByPriority> + Clone + Default + PartialEq> Subject<S> {
    /// Makes an empty queue.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let core = State::with_fairness(S::default(), setup.capacity, setup.fairness);
        Self {
            core,
            pending: BTreeMap::new(),
            permits: VecDeque::new(),
            inside: BTreeSet::new(),
            was_resized: false,
        }
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
            Op::TryReserve(room) => match core.try_reserve(room) {
                Ok(permit) => {
                    self.permits.push_back(permit);
                    Answer::Permit(room)
                }
                Err(error) => reserve_failed(error),
            },
            Op::PutReserved(item) => {
                let permit = self.permits.pop_front().expect("there is a permit");
                let mut put = Put::new(ByPriority(item));
                match core.put_reserved(permit, &mut put, notified) {
                    Ok(()) => Answer::Done,
                    Err(error) => error.with_item(put.take_item().expect("it has its item")).into(),
                }
            }
            Op::Release => {
                let permit = self.permits.pop_front().expect("there is a permit");
                core.release(permit, notified);
                Answer::Done
            }
            Op::TryPutMany(batch) => {
                let mut puts = put_many(batch);
                match core.try_put_many(&mut puts, notified) {
                    Ok(()) => Answer::Done,
                    Err(error) => batch_failed(error, &mut puts),
                }
            }
            Op::TryGetMany(limit) => {
                let mut items = Vec::new();
                core.try_get_many(limit, &mut items, notified)
                    .map_or_else(Answer::from, |_| Answer::GotMany(names(items)))
            }
            Op::ForcePut(item) => {
                let (mut put, mut displaced) = (Put::new(ByPriority(item)), Vec::new());
                match core.force_put(&mut put, &mut displaced, notified) {
                    Ok(()) => Answer::Displaced(names(displaced)),
                    Err(error) => error.with_item(put.take_item().expect("it has its item")).into(),
                }
            }
            Op::SetCapacity(capacity) => {
                let capacity = Capacity::try_from(capacity).expect("a queue stays what it is");
                core.set_capacity(capacity, notified).expect("a queue stays what it is");
                self.was_resized = true;
                Answer::Done
            }
            _ => unreachable!("{op} is an operation"),
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
        let eager_answer = eager_operation.poll(&mut eager, &mut eager_exchange, &mut None, waiter);

        let before = self.core.clone();
        let (mut exchange, mut permit, mut spent) = (Exchange::default(), None, None);
        let mut answer = operation.poll(&mut self.core, &mut exchange, &mut permit, waiter);
        if answer.is_none() {
            let is_barging = self.core.fairness() == Fairness::Barging;
            assert!(
                exchange.notified.is_empty() || operation.is_batch() || is_barging,
                "needing a waiter notifies none but those who have use for the room"
            );
            let is_asleep = operation.waiter(&before).is_some();
            let may_change = !is_asleep || operation.is_batch();
            assert!(may_change || self.core == before, "needing a waiter changes nothing");
            self.take_spent(&mut exchange, given, &mut spent);
            self.assert_sound(self.core.check());
            exchange.waiter = Some(Nameless(waiter));
            answer = operation.poll(&mut self.core, &mut exchange, &mut permit, waiter);
            if exchange.waiter.is_none() {
                assert!(self.inside.insert(waiter), "a waiter is given in once");
            }
        }
        let answer = answer.expect("it has a waiter");
        self.permits.extend(permit);
        assert!(self.core == eager, "a waiter may be given from the start");
        assert_eq!(Some(&answer), eager_answer.as_ref());
        let names = |exchange: &Exchange<Nameless>| exchange.notified.iter().map(|w| w.0).collect();
        let (lazy_names, eager_names): (Vec<_>, Vec<_>) =
            (names(&exchange), names(&eager_exchange));
        assert_eq!(lazy_names, eager_names);

        self.take_spent(&mut exchange, given, &mut spent);
        if answer != Answer::Waits(None) {
            return self.outcome(answer, exchange);
        }
        let given = operation.waiter(&self.core).expect("it waits");
        self.pending.insert(actor, Pending { operation, given });
        self.outcome(Answer::Waits(spent), exchange)
    }

    fn take_spent(
        &mut self,
        exchange: &mut Exchange<Nameless>,
        given: Waiter,
        spent: &mut Option<Waiter>,
    ) {
        if let Some(Nameless(waiter)) = exchange.spent.take() {
            assert_eq!(waiter, given, "the last one given comes back");
            assert_eq!(spent.replace(waiter), None, "it comes back once");
            self.comes_out(waiter);
        }
    }

    fn leave(&mut self, actor: Actor) -> Outcome {
        let Pending { mut operation, given } = self.pending.remove(&actor).expect("a future");
        let mut exchange = Exchange::default();
        let items = operation.cancel(&mut self.core, &mut exchange);
        let waiter = exchange.spent.take().into_iter().next().map(|Nameless(waiter)| waiter);
        if let Some(waiter) = waiter {
            assert_eq!(waiter, given, "the last one given comes back");
            self.comes_out(waiter);
        }
        self.outcome(Answer::Left(waiter, items), exchange)
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
        self.assert_sound(checked);
    }

    fn assert_sound(&self, checked: Result<(), Violation>) {
        if let Err(violation) = checked {
            let is_over = violation.to_string().ends_with("no more than its capacity");
            assert!(is_over && self.was_resized, "{violation}");
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
        let outcome = match op {
            Op::Ask => {
                let waiter =
                    if self.sleeps(actor) { self.pending[&actor].given } else { actor.waiter() };
                self.poll(actor, waiter)
            }
            Op::Renew => self.poll(actor, renewed(self.pending[&actor].given)),
            Op::Leave => self.leave(actor),
            op => match Operation::new(op) {
                Some(operation) => self.begin(actor, operation),
                None => self.attempt(op),
            },
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
            permits: self.permits.iter().map(Permit::for_clone).collect(),
            inside: self.inside.clone(),
            was_resized: self.was_resized,
        }
    }
}

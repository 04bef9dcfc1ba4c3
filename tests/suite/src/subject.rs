mod attempts;
mod operation;
mod questions;

use self::operation::Operation;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use queue_core::{Browse, Exchange, Fairness, Permit, State, Violation};

use crate::op::renewed;
use crate::{
    Actor, Answer, ByPriority, Driver, Nameless, Op, Order, Outcome, Setup, Snapshot, Step, Waiter,
};

/// The real core, driven by steps, with a ledger of the waiters that are inside it.
#[derive(Debug)]
pub struct Subject<S: Browse<Item = ByPriority>> {
    core: State<S, Nameless>,
    order: Order,
    pending: BTreeMap<Actor, Pending>,
    /// Given out and not handed back, the oldest first.
    permits: VecDeque<Permit>,
    inside: BTreeSet<Waiter>,
    /// Whether the capacity may have been lowered below what was inside.
    was_resized: bool,
}

/// A future: its operation, and the waiter given in last.
#[derive(Debug)]
struct Pending {
    operation: Operation,
    given: Waiter,
    /// How much room it wants at once, at most.
    wants: usize,
}

impl<S: Browse<Item = ByPriority> + Clone + Default + PartialEq> Subject<S> {
    /// Makes an empty queue.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let core = State::with_fairness(S::default(), setup.capacity, setup.fairness);
        Self {
            core,
            order: setup.order,
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

    fn begin(&mut self, actor: Actor, operation: Operation, wants: usize) -> Outcome {
        let given = actor.waiter();
        let previous = self.pending.insert(actor, Pending { operation, given, wants });
        assert!(previous.is_none(), "an actor has one future");
        self.poll(actor, given)
    }

    /// Polls with this waiter, given when it is asked for. To give it from the start makes no difference.
    fn poll(&mut self, actor: Actor, waiter: Waiter) -> Outcome {
        let Pending { mut operation, given, wants } =
            self.pending.remove(&actor).expect("a future");
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
        self.pending.insert(actor, Pending { operation, given, wants });
        self.outcome(Answer::Waits(spent.filter(|&spent| spent != given)), exchange)
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
        let Pending { mut operation, given, .. } = self.pending.remove(&actor).expect("a future");
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
        let checked = if self.is_at_rest() { self.core.check_at_rest() } else { self.core.check() };
        self.assert_sound(checked);
    }

    fn is_at_rest(&self) -> bool {
        self.pending.is_empty() && self.permits.is_empty()
    }

    fn assert_sound(&self, checked: Result<(), Violation>) {
        if let Err(violation) = checked {
            let is_over = violation.to_string().ends_with("no more than its capacity");
            assert!(is_over && self.was_resized, "{violation}");
        }
    }
}

impl<S: Browse<Item = ByPriority> + Clone + Default + PartialEq> Driver for Subject<S> {
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
                Some(operation) => self.begin(actor, operation, op.wants(self.order)),
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

impl<S: Browse<Item = ByPriority> + Clone> Clone for Subject<S> {
    fn clone(&self) -> Self {
        let for_clone = |&Pending { ref operation, given, wants }: &Pending| Pending {
            operation: operation.for_clone(),
            given,
            wants,
        };
        Self {
            core: self.core.clone(),
            order: self.order,
            pending: self.pending.iter().map(|(&a, pending)| (a, for_clone(pending))).collect(),
            permits: self.permits.iter().map(Permit::for_clone).collect(),
            inside: self.inside.clone(),
            was_resized: self.was_resized,
        }
    }
}

mod questions;

use std::collections::{BTreeMap, BTreeSet};

use queue_core::{
    Asked, GetTicket, JoinTicket, PutTicket, ShutDown, State, Storage, TaskDoneError, TryGetError,
    TryPutError,
};

use crate::op::renewed;
use crate::{
    Actor, Answer, Anyone, ByPriority, Driver, Item, Op, Outcome, Setup, Snapshot, Step, Waiter,
};

/// The real core, driven by steps, with a ledger of the waiters that are inside it.
#[derive(Debug)]
pub struct Subject<S: Storage<Item = ByPriority>> {
    core: State<S, Anyone>,
    pending: BTreeMap<Actor, Pending>,
    inside: BTreeSet<Waiter>,
}

/// A future: its ticket, and the waiter given in last.
#[derive(Debug)]
struct Pending {
    ticket: Ticket,
    given: Waiter,
}

#[derive(Debug)]
enum Ticket {
    Get(GetTicket),
    Put(PutTicket<ByPriority>),
    Join(JoinTicket),
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
    pub const fn core(&self) -> &State<S, Anyone> {
        &self.core
    }

    fn try_put(&mut self, item: Item) -> Outcome {
        match self.core.try_put(ByPriority(item)) {
            Ok(released) => woken(Answer::Done, released),
            Err(TryPutError::Full(back)) => Outcome::quiet(Answer::Full(back.0)),
            Err(TryPutError::ShutDown(back)) => Outcome::quiet(Answer::ShutDown(Some(back.0))),
        }
    }

    fn try_get(&mut self) -> Outcome {
        match self.core.try_get() {
            Ok((ByPriority(item), released)) => woken(Answer::Got(item), released),
            Err(TryGetError::Empty) => Outcome::quiet(Answer::Empty),
            Err(TryGetError::ShutDown) => Outcome::quiet(Answer::ShutDown(None)),
        }
    }

    fn put(&mut self, actor: Actor, item: Item) -> Outcome {
        let outcome = self.try_put(item);
        if let Answer::Full(back) = outcome.answer {
            let ticket = self.core.enter_put(ByPriority(back), Anyone(actor.waiter()));
            return self.waits(actor, Ticket::Put(ticket));
        }
        outcome
    }

    fn get(&mut self, actor: Actor) -> Outcome {
        let outcome = self.try_get();
        if outcome.answer == Answer::Empty {
            let ticket = self.core.enter_get(Anyone(actor.waiter()));
            return self.waits(actor, Ticket::Get(ticket));
        }
        outcome
    }

    fn join(&mut self, actor: Actor) -> Outcome {
        if self.core.unfinished() == 0 {
            return Outcome::quiet(Answer::Done);
        }
        let ticket = self.core.enter_join(Anyone(actor.waiter()));
        self.waits(actor, Ticket::Join(ticket))
    }

    fn ask(&mut self, actor: Actor) -> Outcome {
        let before = self.core.clone();
        let Pending { ticket, given } = self.pending.remove(&actor).expect("a future");
        let ticket = match ticket {
            Ticket::Get(ticket) => match self.core.ask_get(ticket) {
                Asked::Ready(Ok((ByPriority(item), released))) => {
                    return woken(Answer::Got(item), released);
                }
                Asked::Ready(Err(ShutDown(()))) => return Outcome::quiet(Answer::ShutDown(None)),
                Asked::Wait(ticket) => Ticket::Get(ticket),
            },
            Ticket::Put(ticket) => match self.core.ask_put(ticket) {
                Asked::Ready(Ok(released)) => return woken(Answer::Done, released),
                Asked::Ready(Err(ShutDown(ByPriority(item)))) => {
                    return Outcome::quiet(Answer::ShutDown(Some(item)));
                }
                Asked::Wait(ticket) => Ticket::Put(ticket),
            },
            Ticket::Join(ticket) => match self.core.ask_join(ticket) {
                Asked::Ready(()) => return Outcome::quiet(Answer::Done),
                Asked::Wait(ticket) => Ticket::Join(ticket),
            },
        };
        assert!(self.core == before, "to be told to wait changes nothing");
        self.check();
        self.pending.insert(actor, Pending { ticket, given });
        if self.sleeps(actor) {
            return Outcome::quiet(Answer::Waits(None));
        }
        self.give(actor, actor.waiter())
    }

    fn renew(&mut self, actor: Actor) -> Outcome {
        let given = self.pending[&actor].given;
        self.give(actor, renewed(given))
    }

    fn leave(&mut self, actor: Actor) -> Outcome {
        let Pending { ticket, given } = self.pending.remove(&actor).expect("a future");
        let (waiter, item, outcome) = match ticket {
            Ticket::Get(ticket) => {
                let (waiter, released) = self.core.leave_get(ticket);
                (waiter, None, woken(Answer::Done, released))
            }
            Ticket::Put(ticket) => {
                let (waiter, item, released) = self.core.leave_put(ticket);
                (waiter, item, woken(Answer::Done, released))
            }
            Ticket::Join(ticket) => {
                (self.core.leave_join(ticket), None, Outcome::quiet(Answer::Done))
            }
        };
        let waiter = waiter.map(|Anyone(waiter)| waiter);
        if let Some(waiter) = waiter {
            assert_eq!(waiter, given, "the last one given comes back");
            self.comes_out(waiter);
        }
        Outcome { answer: Answer::Left(waiter, item.map(|ByPriority(item)| item)), ..outcome }
    }

    /// Notes the future of one who has entered a line.
    fn waits(&mut self, actor: Actor, ticket: Ticket) -> Outcome {
        let given = actor.waiter();
        assert!(self.inside.insert(given), "an actor waits once");
        let previous = self.pending.insert(actor, Pending { ticket, given });
        assert!(previous.is_none(), "an actor has one future");
        Outcome::quiet(Answer::Waits(None))
    }

    /// Gives another waiter in for a future that waits on.
    fn give(&mut self, actor: Actor, waiter: Waiter) -> Outcome {
        assert!(self.inside.insert(waiter), "a waiter is given in once");
        let pending = self.pending.get_mut(&actor).expect("a future");
        pending.given = waiter;
        let replaced = match &mut pending.ticket {
            Ticket::Get(ticket) => self.core.renew_get(ticket, Anyone(waiter)),
            Ticket::Put(ticket) => self.core.renew_put(ticket, Anyone(waiter)),
            Ticket::Join(ticket) => self.core.renew_join(ticket, Anyone(waiter)),
        };
        let replaced = replaced.map(|Anyone(waiter)| waiter);
        if let Some(replaced) = replaced {
            self.comes_out(replaced);
        }
        Outcome::quiet(Answer::Waits(replaced))
    }

    fn comes_out(&mut self, waiter: Waiter) {
        assert!(self.inside.remove(&waiter), "a waiter comes out once, and was given in");
    }

    /// States what the core and the ledger must agree on.
    fn check(&self) {
        if let Err(violation) = self.core.check() {
            panic!("{violation}");
        }
    }
}

impl<S: Storage<Item = ByPriority> + Clone + Default + PartialEq> Driver for Subject<S> {
    /// # Panics
    ///
    /// Also if a waiter comes out that was not inside, or not the one given last, if being told to wait
    /// changed the state, or if `check` finds an invariant broken.
    fn step(&mut self, Step { actor, op }: Step) -> Outcome {
        let outcome = match op {
            Op::TryPut(item) => self.try_put(item),
            Op::TryGet => self.try_get(),
            Op::Put(item) => self.put(actor, item),
            Op::Get => self.get(actor),
            Op::Join => self.join(actor),
            Op::Ask => self.ask(actor),
            Op::Renew => self.renew(actor),
            Op::Leave => self.leave(actor),
            Op::TaskDone => match self.core.task_done() {
                Ok(released) => woken(Answer::Done, released),
                Err(TaskDoneError) => Outcome::quiet(Answer::TooManyDone),
            },
            Op::ShutDown => woken(Answer::Done, self.core.shut_down()),
            Op::ShutDownNow => {
                let (items, released) = self.core.shut_down_now();
                let items = items.into_items().map(|ByPriority(item)| item).collect();
                woken(Answer::Drained(items), released)
            }
            Op::Recover => woken(Answer::Done, self.core.recover()),
        };
        for &waiter in &outcome.wakes {
            self.comes_out(waiter);
        }
        self.check();
        outcome
    }

    fn snapshot(&self) -> Snapshot {
        self.answers()
    }
}

impl<S: Storage<Item = ByPriority> + Clone> Clone for Subject<S> {
    fn clone(&self) -> Self {
        let for_clone = |pending: &Pending| Pending {
            ticket: match &pending.ticket {
                Ticket::Get(ticket) => Ticket::Get(ticket.for_clone()),
                Ticket::Put(ticket) => Ticket::Put(ticket.for_clone()),
                Ticket::Join(ticket) => Ticket::Join(ticket.for_clone()),
            },
            given: pending.given,
        };
        Self {
            core: self.core.clone(),
            pending: self.pending.iter().map(|(&a, pending)| (a, for_clone(pending))).collect(),
            inside: self.inside.clone(),
        }
    }
}

fn woken(answer: Answer, released: impl IntoIterator<Item = Anyone>) -> Outcome {
    let wakes = released.into_iter().map(|Anyone(waiter)| waiter).collect();
    Outcome { answer, wakes }
}

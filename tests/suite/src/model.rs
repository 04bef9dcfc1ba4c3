mod canonical;
mod pending;
mod questions;
mod steps;

use queue_core::Fairness;

use self::pending::{Pending, notify, notify_all, notify_getter, position, wait_on};

use crate::op::renewed;
use crate::{Actor, Answer, Heapq, Item, Op, Order, Outcome, Setup, Step, Waiter};

/// What a queue should do, in the plainest code that says it.
///
/// Two models are equal if they behave alike from then on. Their [canonical](Self::canonical) forms are
/// equal if the models do so but for names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Model {
    setup: Setup,
    items: Vec<Item>,
    heap: Heapq<Item>,
    unfinished: usize,
    shutdown: bool,
    getters: Vec<Pending>,
    putters: Vec<Pending>,
    joiners: Vec<Pending>,
}

impl Model {
    /// Makes an empty queue.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        Self {
            setup,
            items: Vec::new(),
            heap: Heapq::default(),
            unfinished: 0,
            shutdown: false,
            getters: Vec::new(),
            putters: Vec::new(),
            joiners: Vec::new(),
        }
    }

    /// Does one step.
    ///
    /// # Panics
    ///
    /// Panics if the step makes no sense, as [`makes_sense`](Self::makes_sense) says.
    pub fn step(&mut self, Step { actor, op }: Step) -> Outcome {
        match op {
            Op::TryPut(item) => self.try_put(item),
            Op::TryGet => self.try_get(),
            Op::Put(item) => {
                let outcome = self.try_put(item);
                if outcome.answer != Answer::Full(item) {
                    return outcome;
                }
                self.putters.push(Pending::new(actor, Some(item)));
                Outcome::quiet(Answer::Waits(None))
            }
            Op::Get | Op::Next => {
                let outcome = self.try_get();
                if outcome.answer != Answer::Empty {
                    return outcome;
                }
                let is_abandonable = op == Op::Next;
                self.getters.push(Pending { is_abandonable, ..Pending::new(actor, None) });
                Outcome::quiet(Answer::Waits(None))
            }
            Op::Join if self.unfinished == 0 => Outcome::quiet(Answer::Done),
            Op::Join => {
                self.joiners.push(Pending::new(actor, None));
                Outcome::quiet(Answer::Waits(None))
            }
            Op::Ask => {
                let waiter = self.pending(actor).waiter.unwrap_or_else(|| actor.waiter());
                self.poll(actor, waiter)
            }
            Op::Renew => {
                let waiter = self.pending(actor).waiter.expect("one that waits");
                self.poll(actor, renewed(waiter))
            }
            Op::Leave => self.leave(actor),
            Op::TaskDone => self.task_done(),
            Op::ShutDown => Outcome { answer: Answer::Done, wakes: self.shutdown() },
            Op::ShutDownNow => {
                let items = self.drain();
                self.unfinished = self.unfinished.saturating_sub(items.len());
                let mut wakes = self.notify_joiners_at_zero();
                wakes.extend(self.shutdown());
                Outcome { answer: Answer::Drained(items), wakes }
            }
            Op::Recover => {
                let mut wakes = self.notify_joiners_at_zero();
                wakes.extend(self.notify_getters_and_putters());
                Outcome { answer: Answer::Done, wakes }
            }
        }
    }

    fn try_put(&mut self, item: Item) -> Outcome {
        if self.shutdown {
            return Outcome::quiet(Answer::ShutDown(Some(item)));
        }
        if self.is_full() {
            return Outcome::quiet(Answer::Full(item));
        }
        self.store(item);
        Outcome { answer: Answer::Done, wakes: notify_getter(&mut self.getters) }
    }

    fn try_get(&mut self) -> Outcome {
        let Some(item) = self.pop() else {
            let refusal = if self.shutdown { Answer::ShutDown(None) } else { Answer::Empty };
            return Outcome::quiet(refusal);
        };
        let mut wakes = Vec::new();
        match self.setup.fairness {
            Fairness::Fair if self.is_full() => {}
            Fairness::Fair => {
                let oldest = self.putters.iter_mut().find(|putter| putter.waiter.is_some());
                if let Some(admitted) = oldest.and_then(|putter| putter.item.take()) {
                    self.store(admitted);
                    wakes.extend(notify(&mut self.putters));
                    wakes.extend(notify_getter(&mut self.getters));
                }
            }
            Fairness::Barging => wakes.extend(notify(&mut self.putters)),
        }
        Outcome { answer: Answer::Got(item), wakes }
    }

    /// Polls with this waiter. The poll takes what is there, whether or not it was notified.
    fn poll(&mut self, actor: Actor, waiter: Waiter) -> Outcome {
        let Self { setup: Setup { fairness, .. }, .. } = *self;
        if let Some(place) = position(&self.getters, actor) {
            let getter = self.getters.remove(place);
            let outcome = self.try_get();
            if outcome.answer != Answer::Empty {
                return outcome;
            }
            return wait_on(&mut self.getters, place, getter, waiter, fairness);
        }
        if let Some(place) = position(&self.putters, actor) {
            let putter = self.putters.remove(place);
            let may_put = putter.waiter.is_none() || fairness == Fairness::Barging;
            if may_put {
                let Some(item) = putter.item else {
                    return Outcome::quiet(Answer::Done);
                };
                let outcome = self.try_put(item);
                if outcome.answer != Answer::Full(item) {
                    return outcome;
                }
            }
            return wait_on(&mut self.putters, place, putter, waiter, fairness);
        }
        let place = position(&self.joiners, actor).expect("a future");
        let joiner = self.joiners.remove(place);
        if joiner.waiter.is_none() {
            return Outcome::quiet(Answer::Done);
        }
        wait_on(&mut self.joiners, place, joiner, waiter, fairness)
    }

    fn leave(&mut self, actor: Actor) -> Outcome {
        let Pending { waiter, item, is_abandonable, .. } = self.pending(actor);
        let mut wakes = Vec::new();
        if let Some(place) = position(&self.getters, actor) {
            self.getters.remove(place);
            if waiter.is_none() && !is_abandonable && !self.is_empty() {
                wakes.extend(notify_getter(&mut self.getters));
            }
        } else if let Some(place) = position(&self.putters, actor) {
            self.putters.remove(place);
            let passes_on = match self.setup.fairness {
                Fairness::Fair => false,
                Fairness::Barging => waiter.is_none() && !self.is_full() && !self.shutdown,
            };
            if passes_on {
                wakes.extend(notify(&mut self.putters));
            }
        } else {
            self.joiners.retain(|joiner| joiner.actor != actor);
        }
        Outcome { answer: Answer::Left(waiter, item), wakes }
    }

    fn task_done(&mut self) -> Outcome {
        if self.unfinished == 0 {
            return Outcome::quiet(Answer::TooManyDone);
        }
        self.unfinished -= 1;
        Outcome { answer: Answer::Done, wakes: self.notify_joiners_at_zero() }
    }

    fn shutdown(&mut self) -> Vec<Waiter> {
        self.shutdown = true;
        self.notify_getters_and_putters()
    }

    fn notify_joiners_at_zero(&mut self) -> Vec<Waiter> {
        if self.unfinished == 0 { notify_all(&mut self.joiners) } else { Vec::new() }
    }

    fn notify_getters_and_putters(&mut self) -> Vec<Waiter> {
        let mut wakes = notify_all(&mut self.getters);
        wakes.extend(notify_all(&mut self.putters));
        wakes
    }

    fn store(&mut self, item: Item) {
        self.unfinished += 1;
        match self.setup.order {
            Order::Fifo | Order::Lifo | Order::Priority => self.items.push(item),
            Order::HeapOrder => self.heap.push(item, |a, b| a.priority < b.priority),
        }
    }

    fn pop(&mut self) -> Option<Item> {
        let smallest = self.items.iter().map(|item| item.priority).min();
        match self.setup.order {
            Order::Fifo => (!self.items.is_empty()).then(|| self.items.remove(0)),
            Order::Lifo => self.items.pop(),
            Order::Priority => {
                let first = self.items.iter().position(|item| Some(item.priority) == smallest);
                first.map(|place| self.items.remove(place))
            }
            Order::HeapOrder => self.heap.pop(|a, b| a.priority < b.priority),
        }
    }

    fn drain(&mut self) -> Vec<Item> {
        std::iter::from_fn(|| self.pop()).collect()
    }

    fn pending(&self, actor: Actor) -> Pending {
        *self.all_pending().find(|pending| pending.actor == actor).expect("a future")
    }

    fn all_pending(&self) -> impl Iterator<Item = &Pending> {
        self.getters.iter().chain(&self.putters).chain(&self.joiners)
    }
}

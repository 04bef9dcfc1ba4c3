mod canonical;
mod questions;
mod steps;

use queue_core::Fairness;

use crate::op::renewed;
use crate::{Actor, Answer, Heapq, Item, Op, Order, Outcome, Setup, Step, Waiter};

/// What a queue should do, in the plainest code that says it.
///
/// Two models are equal when they will behave alike, and their [canonical](Self::canonical) forms
/// when that is so but for names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Model {
    setup: Setup,
    items: Vec<Item>,
    heap: Heapq<Item>,
    unfinished: usize,
    shut_down: bool,
    getters: Vec<Pending>,
    putters: Vec<Pending>,
    joiners: Vec<Pending>,
}

/// A future that waits, or has been released and not come back. Each line lists them by arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Pending {
    actor: Actor,
    /// Nobody once released.
    waiter: Option<Waiter>,
    /// What a put has still to put.
    item: Option<Item>,
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
            shut_down: false,
            getters: Vec::new(),
            putters: Vec::new(),
            joiners: Vec::new(),
        }
    }

    /// Does one step.
    ///
    /// # Panics
    ///
    /// If it makes no sense, as [`makes_sense`](Self::makes_sense) says.
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
            Op::Get => {
                let outcome = self.try_get();
                if outcome.answer != Answer::Empty {
                    return outcome;
                }
                self.getters.push(Pending::new(actor, None));
                Outcome::quiet(Answer::Waits(None))
            }
            Op::Join if self.unfinished == 0 => Outcome::quiet(Answer::Done),
            Op::Join => {
                self.joiners.push(Pending::new(actor, None));
                Outcome::quiet(Answer::Waits(None))
            }
            Op::Ask => self.ask(actor),
            Op::Renew => self.renew(actor),
            Op::Leave => self.leave(actor),
            Op::TaskDone => self.task_done(),
            Op::ShutDown => Outcome { answer: Answer::Done, wakes: self.shut_down() },
            Op::ShutDownNow => {
                let items = self.drain();
                self.unfinished = self.unfinished.saturating_sub(items.len());
                let mut wakes = self.release_joiners_at_zero();
                wakes.extend(self.shut_down());
                Outcome { answer: Answer::Drained(items), wakes }
            }
            Op::Recover => {
                let mut wakes = self.release_joiners_at_zero();
                wakes.extend(self.release_getters_and_putters());
                Outcome { answer: Answer::Done, wakes }
            }
        }
    }

    fn try_put(&mut self, item: Item) -> Outcome {
        if self.shut_down {
            return Outcome::quiet(Answer::ShutDown(Some(item)));
        }
        if self.is_full() {
            return Outcome::quiet(Answer::Full(item));
        }
        self.store(item);
        Outcome { answer: Answer::Done, wakes: Vec::from_iter(release(&mut self.getters)) }
    }

    fn try_get(&mut self) -> Outcome {
        let Some(item) = self.pop() else {
            let refusal = if self.shut_down { Answer::ShutDown(None) } else { Answer::Empty };
            return Outcome::quiet(refusal);
        };
        let mut wakes = Vec::new();
        match self.setup.fairness {
            Fairness::Fair if self.is_full() => {}
            Fairness::Fair => {
                let oldest = self.putters.iter_mut().find(|putter| putter.waiter.is_some());
                if let Some(admitted) = oldest.and_then(|putter| putter.item.take()) {
                    self.store(admitted);
                    wakes.extend(release(&mut self.putters));
                    wakes.extend(release(&mut self.getters));
                }
            }
            Fairness::Barging => wakes.extend(release(&mut self.putters)),
        }
        Outcome { answer: Answer::Got(item), wakes }
    }

    fn ask(&mut self, actor: Actor) -> Outcome {
        if self.pending(actor).waiter.is_some() {
            return Outcome::quiet(Answer::Waits(None));
        }
        if let Some(place) = position(&self.getters, actor) {
            let getter = self.getters.remove(place);
            let outcome = self.try_get();
            if outcome.answer != Answer::Empty {
                return outcome;
            }
            wait_again(&mut self.getters, place, getter, self.setup.fairness);
            return Outcome::quiet(Answer::Waits(None));
        }
        if let Some(place) = position(&self.putters, actor) {
            let putter = self.putters.remove(place);
            let Some(item) = putter.item else {
                return Outcome::quiet(Answer::Done);
            };
            let outcome = self.try_put(item);
            if outcome.answer != Answer::Full(item) {
                return outcome;
            }
            wait_again(&mut self.putters, place, putter, self.setup.fairness);
            return Outcome::quiet(Answer::Waits(None));
        }
        self.joiners.retain(|joiner| joiner.actor != actor);
        Outcome::quiet(Answer::Done)
    }

    fn renew(&mut self, actor: Actor) -> Outcome {
        let lines = [&mut self.getters, &mut self.putters, &mut self.joiners];
        let mut all = lines.into_iter().flatten();
        let pending = all.find(|pending| pending.actor == actor).expect("a future");
        let old = pending.waiter.expect("one that waits");
        pending.waiter = Some(renewed(old));
        Outcome::quiet(Answer::Waits(Some(old)))
    }

    fn leave(&mut self, actor: Actor) -> Outcome {
        let Pending { waiter, item, .. } = self.pending(actor);
        let mut wakes = Vec::new();
        if let Some(place) = position(&self.getters, actor) {
            self.getters.remove(place);
            if waiter.is_none() && !self.is_empty() {
                wakes.extend(release(&mut self.getters));
            }
        } else if let Some(place) = position(&self.putters, actor) {
            self.putters.remove(place);
            let passes_on = match self.setup.fairness {
                Fairness::Fair => false,
                Fairness::Barging => waiter.is_none() && !self.is_full() && !self.shut_down,
            };
            if passes_on {
                wakes.extend(release(&mut self.putters));
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
        Outcome { answer: Answer::Done, wakes: self.release_joiners_at_zero() }
    }

    fn shut_down(&mut self) -> Vec<Waiter> {
        self.shut_down = true;
        self.release_getters_and_putters()
    }

    fn release_joiners_at_zero(&mut self) -> Vec<Waiter> {
        if self.unfinished == 0 { release_all(&mut self.joiners) } else { Vec::new() }
    }

    fn release_getters_and_putters(&mut self) -> Vec<Waiter> {
        let mut wakes = release_all(&mut self.getters);
        wakes.extend(release_all(&mut self.putters));
        wakes
    }

    fn store(&mut self, item: Item) {
        self.unfinished += 1;
        match self.setup.order {
            Order::Fifo | Order::Lifo | Order::StablePriority => self.items.push(item),
            Order::Priority => self.heap.push(item, |a, b| a.priority < b.priority),
        }
    }

    fn pop(&mut self) -> Option<Item> {
        let smallest = self.items.iter().map(|item| item.priority).min();
        match self.setup.order {
            Order::Fifo => (!self.items.is_empty()).then(|| self.items.remove(0)),
            Order::Lifo => self.items.pop(),
            Order::StablePriority => {
                let first = self.items.iter().position(|item| Some(item.priority) == smallest);
                first.map(|place| self.items.remove(place))
            }
            Order::Priority => self.heap.pop(|a, b| a.priority < b.priority),
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

impl Pending {
    fn new(actor: Actor, item: Option<Item>) -> Self {
        Self { actor, waiter: Some(actor.waiter()), item }
    }
}

/// Releases the first that sleeps.
fn release(line: &mut [Pending]) -> Option<Waiter> {
    line.iter_mut().find_map(|pending| pending.waiter.take())
}

fn release_all(line: &mut [Pending]) -> Vec<Waiter> {
    line.iter_mut().filter_map(|pending| pending.waiter.take()).collect()
}

fn position(line: &[Pending], actor: Actor) -> Option<usize> {
    line.iter().position(|pending| pending.actor == actor)
}

/// One who was released for nothing goes back to sleep.
fn wait_again(line: &mut Vec<Pending>, place: usize, pending: Pending, fairness: Fairness) {
    let place = match fairness {
        Fairness::Fair => place,
        Fairness::Barging => line.len(),
    };
    line.insert(place, Pending { waiter: Some(pending.actor.waiter()), ..pending });
}

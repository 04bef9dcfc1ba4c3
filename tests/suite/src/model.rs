mod canonical;
mod pending;
mod puts;
mod questions;
mod steps;

use queue_core::{Event, Fairness};

use self::pending::{Pending, notify_all, notify_getter, position, wait_on};

use crate::op::renewed;
use crate::{Actor, Answer, Heapq, Item, Op, Order, Outcome, Setup, Step, Waiter};

/// What a queue should do, in the plainest code that says it.
///
/// Two models are equal if they behave alike from then on. Their [canonical](Self::canonical) forms are
/// equal if the models do so but for names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Model {
    setup: Setup,
    /// Zero in a rendezvous, the greatest number in an unbounded queue.
    capacity: usize,
    items: Vec<Item>,
    heap: Heapq<Item>,
    unfinished: usize,
    shutdown: bool,
    /// How much room belongs to permits.
    reserved: usize,
    /// The room of each permit that was given out, the oldest first.
    permits: Vec<usize>,
    getters: Vec<Pending>,
    putters: Vec<Pending>,
    joiners: Vec<Pending>,
    watchers: Vec<Pending>,
}

impl Model {
    /// Makes an empty queue.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        Self {
            setup,
            capacity: setup.limit(),
            items: Vec::new(),
            heap: Heapq::default(),
            unfinished: 0,
            shutdown: false,
            reserved: 0,
            permits: Vec::new(),
            getters: Vec::new(),
            putters: Vec::new(),
            joiners: Vec::new(),
            watchers: Vec::new(),
        }
    }

    /// Does one step.
    ///
    /// # Panics
    ///
    /// Panics if the step makes no sense, as [`makes_sense`](Self::makes_sense) says.
    pub fn step(&mut self, Step { actor, op }: Step) -> Outcome {
        match op {
            Op::TryPut(item) => self.attempt(Pending::put(actor, item)),
            Op::TryPutMany(batch) => self.attempt(Pending::put_many(actor, batch)),
            Op::TryReserve(room) => self.attempt(Pending::reserve(actor, room)),
            Op::Put(item) => self.begin(Pending::put(actor, item)),
            Op::PutMany(batch) => self.begin(Pending::put_many(actor, batch)),
            Op::Reserve(room) => self.begin(Pending::reserve(actor, room)),
            Op::PutReserved(item) => self.put_reserved(item),
            Op::Release => self.release_first(),
            Op::ForcePut(item) => self.force_put(item),
            Op::TryGet => self.get(1),
            Op::TryGetMany(limit) => self.get(limit),
            Op::Get | Op::Next | Op::GetMany(_) => {
                let getter = Pending::get(actor, op);
                let outcome = self.get(getter.limit);
                if outcome.answer != Answer::Empty {
                    return outcome;
                }
                self.getters.push(getter);
                Outcome::quiet(Answer::Waits(None))
            }
            Op::Join if self.unfinished == 0 => Outcome::quiet(Answer::Done),
            Op::Join => {
                self.joiners.push(Pending::new(actor));
                Outcome::quiet(Answer::Waits(None))
            }
            Op::Until(event) if self.shows(event) => Outcome::quiet(Answer::Done),
            Op::Until(event) => {
                self.watchers.push(Pending { event: Some(event), ..Pending::new(actor) });
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
            Op::SetCapacity(capacity) => self.set_capacity(capacity),
            Op::ShutDown => Outcome { answer: Answer::Done, wakes: self.shutdown() },
            Op::ShutDownNow => {
                let items = self.drain();
                self.unfinished = self.unfinished.saturating_sub(items.len());
                let mut wakes = self.notify_joiners_at_zero();
                self.reserved = 0;
                wakes.extend(self.shutdown());
                Outcome { answer: Answer::Drained(items), wakes }
            }
            Op::Recover => {
                let mut wakes = self.notify_joiners_at_zero();
                wakes.extend(notify_all(&mut self.getters));
                wakes.extend(notify_all(&mut self.putters));
                wakes.extend(self.notify_watchers());
                Outcome { answer: Answer::Done, wakes }
            }
        }
    }

    /// Gets up to so many items. A get of one answers with the item itself.
    fn get(&mut self, limit: usize) -> Outcome {
        let (mut items, mut wakes) = (Vec::new(), Vec::new());
        while items.len() < limit {
            let Some(item) = self.get_one(&mut wakes) else { break };
            items.push(item);
        }
        let answer = match (&items[..], limit) {
            ([], _) if self.has_ended() => Answer::ShutDown(None),
            ([], _) => Answer::Empty,
            (&[item], 1) => Answer::Got(item),
            _ => Answer::GotMany(items),
        };
        Outcome { answer, wakes }
    }

    fn get_one(&mut self, wakes: &mut Vec<Waiter>) -> Option<Item> {
        if self.is_rendezvous() {
            return self.meet(wakes);
        }
        let item = self.pop()?;
        match self.setup.fairness {
            Fairness::Fair => self.admit_all(wakes),
            Fairness::Barging => wakes.extend(pending::notify(&mut self.putters)),
        }
        wakes.extend(self.notify_watchers());
        Some(item)
    }

    /// Takes an item of the first put that waits, in a queue that stores none.
    fn meet(&mut self, wakes: &mut Vec<Waiter>) -> Option<Item> {
        let putter = self.putters.iter_mut().find(|putter| putter.waiter.is_some())?;
        let item = putter.items.remove(0);
        if putter.items.is_empty() {
            putter.verdict = pending::Verdict::Granted;
            wakes.extend(putter.waiter.take());
        }
        self.unfinished += 1;
        Some(item)
    }

    /// Polls with this waiter. The poll takes what is there, whether or not it was notified.
    fn poll(&mut self, actor: Actor, waiter: Waiter) -> Outcome {
        let fairness = self.setup.fairness;
        if let Some(place) = position(&self.getters, actor) {
            let getter = self.getters.remove(place);
            let mut outcome = self.get(getter.limit);
            if outcome.answer != Answer::Empty {
                if self.is_rendezvous() && self.has_unclaimed_item() {
                    outcome.wakes.extend(notify_getter(&mut self.getters));
                }
                return outcome;
            }
            return wait_on(&mut self.getters, place, getter, waiter, fairness);
        }
        if let Some(place) = position(&self.putters, actor) {
            return self.poll_putter(place, waiter);
        }
        for line in [&mut self.joiners, &mut self.watchers] {
            if let Some(place) = position(line, actor) {
                let pending = line.remove(place);
                if pending.waiter.is_none() {
                    return Outcome::quiet(Answer::Done);
                }
                return wait_on(line, place, pending, waiter, fairness);
            }
        }
        panic!("{actor} has no future");
    }

    fn leave(&mut self, actor: Actor) -> Outcome {
        let Pending { waiter, is_abandonable, .. } = *self.pending(actor);
        let (mut wakes, mut items) = (Vec::new(), Vec::new());
        if let Some(place) = position(&self.getters, actor) {
            self.getters.remove(place);
            if waiter.is_none() && !is_abandonable && self.available() > 0 {
                wakes.extend(notify_getter(&mut self.getters));
            }
        } else if let Some(place) = position(&self.putters, actor) {
            let putter = self.putters.remove(place);
            self.leave_put_line(&putter, &mut wakes);
            items = putter.items;
        } else {
            self.joiners.retain(|joiner| joiner.actor != actor);
            self.watchers.retain(|watcher| watcher.actor != actor);
        }
        Outcome { answer: Answer::Left(waiter, items), wakes }
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
        let mut wakes = Vec::new();
        if self.has_ended() {
            wakes.extend(notify_all(&mut self.getters));
        }
        wakes.extend(notify_all(&mut self.putters));
        wakes.extend(self.notify_watchers());
        wakes
    }

    fn notify_joiners_at_zero(&mut self) -> Vec<Waiter> {
        if self.unfinished == 0 { notify_all(&mut self.joiners) } else { Vec::new() }
    }

    /// Notifies all that wait for an event that is there.
    fn notify_watchers(&mut self) -> Vec<Waiter> {
        let events = self.watchers.iter().map(|watcher| watcher.event.expect("an event"));
        let shown: Vec<_> = events.map(|event| self.shows(event)).collect();
        let watchers = self.watchers.iter_mut().zip(shown).filter(|(_, shown)| *shown);
        watchers.filter_map(|(watcher, _)| watcher.waiter.take()).collect()
    }

    fn shows(&self, event: Event) -> bool {
        match event {
            Event::Empty => self.is_empty(),
            Event::Len(items) => self.len() >= items || self.shutdown,
            Event::Room => !self.is_full() || self.shutdown,
            Event::ShutDown => self.shutdown,
            _ => unreachable!("there are no other events"),
        }
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

    /// Removes the item that makes way for another: the oldest, or the one that would leave last.
    fn evict(&mut self) -> Option<Item> {
        let largest = self.items.iter().map(|item| item.priority).max();
        let place = match self.setup.order {
            Order::Fifo | Order::Lifo => (!self.items.is_empty()).then_some(0),
            Order::Priority => self.items.iter().rposition(|item| Some(item.priority) == largest),
            Order::HeapOrder => panic!("heapq does not say where the others then stand"),
        };
        place.map(|place| self.items.remove(place))
    }

    fn drain(&mut self) -> Vec<Item> {
        std::iter::from_fn(|| self.pop()).collect()
    }

    fn pending(&self, actor: Actor) -> &Pending {
        self.all_pending().find(|pending| pending.actor == actor).expect("a future")
    }

    fn all_pending(&self) -> impl Iterator<Item = &Pending> {
        let lines = [&self.getters, &self.putters, &self.joiners, &self.watchers];
        lines.into_iter().flatten()
    }
}

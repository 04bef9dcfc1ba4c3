mod canonical;
mod gets;
mod pending;
mod puts;
mod questions;
mod room;
mod steps;
mod storage;

use queue_core::Event;

use self::pending::{Pending, notify_all, notify_getter, position, wait_on};

use crate::op::renewed;
use crate::{Actor, Answer, Heapq, Item, Op, Outcome, Setup, Step, Waiter};

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
            Op::Put(item) => self.begin(Pending::put(actor, item), op),
            Op::PutMany(batch) => self.begin(Pending::put_many(actor, batch), op),
            Op::Reserve(room) => self.begin(Pending::reserve(actor, room), op),
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
            Op::TryGetIf(priority) => self.get_if(priority),
            Op::Remove(priority) => self.remove(priority, 1),
            Op::RemoveAll(priority) => self.remove(priority, usize::MAX),
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

    fn pending(&self, actor: Actor) -> &Pending {
        self.all_pending().find(|pending| pending.actor == actor).expect("a future")
    }

    fn all_pending(&self) -> impl Iterator<Item = &Pending> {
        let lines = [&self.getters, &self.putters, &self.joiners, &self.watchers];
        lines.into_iter().flatten()
    }
}

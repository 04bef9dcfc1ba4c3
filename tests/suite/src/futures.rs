mod ledger;
mod pending;

use std::collections::{BTreeMap, VecDeque};
use std::task::{Context, Poll};

use queue_async::{Browse, Capacity, Lock, Permits, Queue, TaskDoneError};

use crate::op::renewed;
use crate::outcome::{names, removed, reserve_failed};
use crate::setup::limit;
use crate::{Actor, Answer, ByPriority, Driver, Item, Op, Order, Outcome, Snapshot, Step, Waiter};

use self::pending::{Pending, batch_failed};
use ledger::Ledger;

/// The real futures of a queue, polled by steps, with a ledger of the wakers that are inside it.
///
/// They show what the core shows, with one exception. A put that is dropped takes its item with it,
/// while a put that is cancelled gives it back. Puts of items with odd names are dropped.
#[derive(Debug)]
pub struct Futures<'a, S: Browse<Item = ByPriority>, L: Lock> {
    queue: &'a Queue<S, L>,
    order: Order,
    /// Each with how much room it wants at once, at most.
    pending: BTreeMap<Actor, (Pending<'a, S, L>, usize)>,
    /// Given out and not handed back, the oldest first.
    permits: VecDeque<Permits<&'a Queue<S, L>>>,
    ledger: Ledger,
}

impl<'a, S: Browse<Item = ByPriority>, L: Lock> Futures<'a, S, L> {
    /// Makes a driver of a queue that has no other users.
    #[must_use]
    pub fn new(queue: &'a Queue<S, L>, order: Order) -> Self {
        Self {
            queue,
            order,
            pending: BTreeMap::new(),
            permits: VecDeque::new(),
            ledger: Ledger::default(),
        }
    }

    fn attempt(&mut self, op: Op) -> Answer {
        match op {
            Op::TryPut(item) => {
                self.queue.try_put(ByPriority(item)).map_or_else(Answer::from, |()| Answer::Done)
            }
            Op::TryGet => {
                self.queue.try_get().map_or_else(Answer::from, |ByPriority(item)| Answer::Got(item))
            }
            Op::TaskDone => match self.queue.task_done() {
                Ok(()) => Answer::Done,
                Err(TaskDoneError) => Answer::TooManyDone,
            },
            Op::ShutDown => {
                self.queue.shutdown();
                Answer::Done
            }
            Op::ShutDownNow => {
                Answer::Drained(self.queue.shutdown_now().map(|ByPriority(item)| item).collect())
            }
            Op::TryReserve(room) => match self.queue.try_reserve_many(room) {
                Ok(permits) => {
                    self.permits.push_back(permits);
                    Answer::Permit(room)
                }
                Err(error) => reserve_failed(error),
            },
            Op::PutReserved(item) => {
                let permits = self.permits.pop_front().expect("there is a permit");
                permits
                    .into_one()
                    .put(ByPriority(item))
                    .map_or_else(Answer::from, |()| Answer::Done)
            }
            Op::Release => {
                drop(self.permits.pop_front().expect("there is a permit"));
                Answer::Done
            }
            Op::TryPutMany(batch) => {
                let items = batch.items.map(ByPriority);
                let tried = match batch.is_at_once {
                    true => self.queue.try_put_all(items),
                    false => self.queue.try_put_many(items),
                };
                tried.map_or_else(batch_failed, |()| Answer::Done)
            }
            Op::TryGetMany(limit) => self
                .queue
                .try_get_many(limit)
                .map_or_else(Answer::from, |items| Answer::GotMany(names(items))),
            Op::ForcePut(item) => self
                .queue
                .force_put(ByPriority(item))
                .map_or_else(Answer::from, |items| Answer::Displaced(names(items))),
            Op::SetCapacity(capacity) => {
                let capacity = Capacity::try_from(capacity).expect("a queue stays what it is");
                self.queue.set_capacity(capacity).expect("a queue stays what it is");
                Answer::Done
            }
            Op::TryGetIf(priority) => {
                match self.queue.try_get_if(|item| item.0.priority == priority) {
                    Ok(Some(ByPriority(item))) => Answer::Got(item),
                    Ok(None) => Answer::NoMatch,
                    Err(error) => error.into(),
                }
            }
            Op::Remove(priority) => removed(self.queue.remove(|item| item.0.priority == priority)),
            Op::RemoveAll(priority) => {
                removed(self.queue.remove_all(|item| item.0.priority == priority))
            }
            Op::Recover => unreachable!("the queue does so by itself"),
            _ => unreachable!("{op} needs a future"),
        }
    }

    fn begin(&mut self, actor: Actor, pending: Pending<'a, S, L>, wants: usize) -> Answer {
        let previous = self.pending.insert(actor, (pending, wants));
        assert!(previous.is_none(), "an actor has one future");
        self.poll(actor, actor.waiter())
    }

    /// Polls with the waker of that name.
    fn poll(&mut self, actor: Actor, waiter: Waiter) -> Answer {
        let asleep = self.ledger.asleep(actor);
        let waker = self.ledger.waker(waiter);
        let (pending, _) = self.pending.get_mut(&actor).expect("a future");
        let polled = pending.poll(&mut Context::from_waker(&waker));
        drop(waker);
        match polled {
            Poll::Ready((answer, permits)) => {
                self.permits.extend(permits);
                self.pending.remove(&actor);
                answer
            }
            Poll::Pending => Answer::Waits(asleep.filter(|_| self.ledger.asleep(actor) != asleep)),
        }
    }

    fn leave(&mut self, actor: Actor) -> Answer {
        let asleep = self.ledger.asleep(actor);
        let (pending, _) = self.pending.remove(&actor).expect("a future");
        let items = pending.cancel();
        Answer::Left(asleep, items)
    }
}

pub(super) const fn is_dropped(item: Item) -> bool {
    !item.name.is_multiple_of(2)
}

impl<S: Browse<Item = ByPriority>, L: Lock> Futures<'_, S, L> {
    fn largest_want(&self) -> usize {
        let asleep = self.pending.iter().filter(|(actor, _)| self.ledger.asleep(**actor).is_some());
        asleep.map(|(_, (_, wants))| *wants).max().unwrap_or(0)
    }
}

impl<S: Browse<Item = ByPriority> + Clone, L: Lock> Driver for Futures<'_, S, L> {
    /// # Panics
    ///
    /// Also panics if the queue keeps more than one waker for a future.
    fn step(&mut self, Step { actor, op }: Step) -> Outcome {
        let answer = match op {
            Op::Ask => {
                let asleep = self.ledger.asleep(actor);
                self.poll(actor, asleep.unwrap_or_else(|| actor.waiter()))
            }
            Op::Renew => {
                let asleep = self.ledger.asleep(actor).expect("one that waits");
                self.poll(actor, renewed(asleep))
            }
            Op::Leave => self.leave(actor),
            op => match Pending::new(self.queue, op) {
                Some(pending) => self.begin(actor, pending, op.wants(self.order)),
                None => self.attempt(op),
            },
        };
        Outcome { answer, wakes: self.ledger.take_woken() }
    }

    /// # Panics
    ///
    /// Panics if the queue holds the waker of a future that is gone.
    fn snapshot(&self) -> Snapshot {
        let queue = self.queue;
        let is_abandonable = |(pending, _): &(_, _)| matches!(pending, Pending::Stream(_));
        let pending = self.pending.iter();
        let pending: Vec<_> = pending
            .map(|(&actor, pending)| (actor, self.ledger.asleep(actor), is_abandonable(pending)))
            .collect();
        let asleep = pending.iter().filter(|(_, waiter, _)| waiter.is_some()).count();
        assert_eq!(asleep, self.ledger.inside(), "a waker is inside only while its future waits");
        let items = queue.inspect(Clone::clone).into_items();
        Snapshot {
            len: queue.len(),
            is_empty: queue.is_empty(),
            is_full: queue.is_full(),
            unfinished: queue.unfinished(),
            is_shutdown: queue.is_shutdown(),
            waiting_getters: queue.waiting_getters(),
            waiting_putters: queue.waiting_putters(),
            waiting_joiners: queue.waiting_joiners(),
            largest_want: self.largest_want(),
            reserved: queue.reserved(),
            weight: queue.weight(),
            capacity: limit(queue.capacity()),
            items: items.map(|ByPriority(item)| item).collect(),
            pending,
        }
    }

    fn visible(&self, outcome: &Outcome) -> Outcome {
        let mut visible = outcome.clone();
        if let Answer::Left(_, items) = &mut visible.answer {
            items.retain(|&item| !is_dropped(item));
        }
        visible
    }
}

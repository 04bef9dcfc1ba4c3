mod ledger;

use std::collections::BTreeMap;
use std::pin::Pin;
use std::task::{Context, Poll};

use ::futures::Stream as _;
use queue_async::{Get, ItemStream, Join, Lock, Put, Queue, ShutDown, Storage, TaskDoneError};

use crate::op::renewed;
use crate::setup::limit;
use crate::{Actor, Answer, ByPriority, Driver, Item, Op, Outcome, Snapshot, Step, Waiter};

use ledger::Ledger;

/// The real futures of a queue, polled by steps, with a ledger of the wakers that are inside it.
///
/// They show what the core shows, with one exception. A put that is dropped takes its item with it,
/// while a put that is cancelled gives it back. Puts of items with odd names are dropped.
#[derive(Debug)]
pub struct Futures<'a, S: Storage<Item = ByPriority>, L: Lock> {
    queue: &'a Queue<S, L>,
    pending: BTreeMap<Actor, Pending<'a, S, L>>,
    ledger: Ledger,
}

#[derive(Debug)]
enum Pending<'a, S: Storage<Item = ByPriority>, L: Lock> {
    Get(Get<&'a Queue<S, L>>),
    Stream(ItemStream<&'a Queue<S, L>>),
    Put(Item, Put<&'a Queue<S, L>>),
    Join(Join<&'a Queue<S, L>>),
}

impl<'a, S: Storage<Item = ByPriority>, L: Lock> Futures<'a, S, L> {
    /// Makes a driver of a queue that has no other users.
    #[must_use]
    pub fn new(queue: &'a Queue<S, L>) -> Self {
        Self { queue, pending: BTreeMap::new(), ledger: Ledger::default() }
    }

    fn attempt(&self, op: Op) -> Answer {
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
            Op::Recover => unreachable!("the queue does so by itself"),
            _ => unreachable!("{op} needs a future"),
        }
    }

    fn begin(&mut self, actor: Actor, pending: Pending<'a, S, L>) -> Answer {
        let previous = self.pending.insert(actor, pending);
        assert!(previous.is_none(), "an actor has one future");
        self.poll(actor, actor.waiter())
    }

    /// Polls with the waker of that name.
    fn poll(&mut self, actor: Actor, waiter: Waiter) -> Answer {
        let asleep = self.ledger.asleep(actor);
        let waker = self.ledger.waker(waiter);
        let pending = self.pending.get_mut(&actor).expect("a future");
        let polled = pending.poll(&mut Context::from_waker(&waker));
        drop(waker);
        match polled {
            Poll::Ready(answer) => {
                self.pending.remove(&actor);
                answer
            }
            Poll::Pending => Answer::Waits(asleep.filter(|_| self.ledger.asleep(actor) != asleep)),
        }
    }

    fn leave(&mut self, actor: Actor) -> Answer {
        let asleep = self.ledger.asleep(actor);
        let item = match self.pending.remove(&actor).expect("a future") {
            Pending::Put(item, mut put) if !is_dropped(item) => put.cancel(),
            Pending::Get(_) | Pending::Stream(_) | Pending::Put(..) | Pending::Join(_) => None,
        };
        Answer::Left(asleep, item.into_iter().map(|ByPriority(item)| item).collect())
    }
}

const fn is_dropped(item: Item) -> bool {
    !item.name.is_multiple_of(2)
}

impl<S: Storage<Item = ByPriority>, L: Lock> Pending<'_, S, L> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Answer> {
        match self {
            Self::Get(get) => Pin::new(get).poll(cx).map(|got| match got {
                Ok(ByPriority(item)) => Answer::Got(item),
                Err(ShutDown) => Answer::ShutDown(None),
            }),
            Self::Stream(stream) => Pin::new(stream).poll_next(cx).map(|next| match next {
                Some(ByPriority(item)) => Answer::Got(item),
                None => Answer::ShutDown(None),
            }),
            Self::Put(_, put) => {
                Pin::new(put).poll(cx).map(|put| put.map_or_else(Answer::from, |()| Answer::Done))
            }
            Self::Join(join) => Pin::new(join).poll(cx).map(|()| Answer::Done),
        }
    }
}

impl<S: Storage<Item = ByPriority> + Clone, L: Lock> Driver for Futures<'_, S, L> {
    /// # Panics
    ///
    /// Also panics if the queue keeps more than one waker for a future.
    fn step(&mut self, Step { actor, op }: Step) -> Outcome {
        let queue = self.queue;
        let answer = match op {
            Op::Put(item) => self.begin(actor, Pending::Put(item, queue.put(ByPriority(item)))),
            Op::Get => self.begin(actor, Pending::Get(queue.get())),
            Op::Next => self.begin(actor, Pending::Stream(queue.stream())),
            Op::Join => self.begin(actor, Pending::Join(queue.join())),
            Op::Ask => {
                let asleep = self.ledger.asleep(actor);
                self.poll(actor, asleep.unwrap_or_else(|| actor.waiter()))
            }
            Op::Renew => {
                let asleep = self.ledger.asleep(actor).expect("one that waits");
                self.poll(actor, renewed(asleep))
            }
            Op::Leave => self.leave(actor),
            _ => self.attempt(op),
        };
        Outcome { answer, wakes: self.ledger.take_woken() }
    }

    /// # Panics
    ///
    /// Panics if the queue holds the waker of a future that is gone.
    fn snapshot(&self) -> Snapshot {
        let queue = self.queue;
        let is_abandonable = |pending: &_| matches!(pending, Pending::Stream(_));
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
            largest_want: usize::from(queue.waiting_putters() > 0),
            reserved: 0,
            weight: queue.len(),
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

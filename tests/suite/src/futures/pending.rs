use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use ::futures::Stream as _;
use queue_async::{
    Browse, Get, GetMany, ItemStream, Join, Lock, Permits, Put, PutMany, Queue, ReserveMany,
    ShutDown, TryPutError, Until,
};

use super::is_dropped;
use crate::outcome::{names, reserve_failed};
use crate::{Answer, ByPriority, Item, Op, Refusal};

/// A future of a queue.
#[derive(Debug)]
pub(super) enum Pending<'a, S: Browse<Item = ByPriority>, L: Lock> {
    Get(Get<&'a Queue<S, L>>),
    GetMany(GetMany<&'a Queue<S, L>>),
    Stream(ItemStream<&'a Queue<S, L>>),
    Put(Item, Put<&'a Queue<S, L>>),
    PutMany(PutMany<&'a Queue<S, L>>),
    Reserve { reserve: ReserveMany<&'a Queue<S, L>>, room: usize },
    Join(Join<&'a Queue<S, L>>),
    Until(Until<&'a Queue<S, L>>),
}

/// What a future that is ready returned: an answer, and permits of a reserve.
type Ready<'a, S, L> = (Answer, Option<Permits<&'a Queue<S, L>>>);

impl<'a, S: Browse<Item = ByPriority>, L: Lock> Pending<'a, S, L> {
    /// Makes one that has not begun, if a step does that.
    pub(super) fn new(queue: &'a Queue<S, L>, op: Op) -> Option<Self> {
        Some(match op {
            Op::Put(item) => Self::Put(item, queue.put(ByPriority(item))),
            Op::PutMany(batch) => {
                let (items, is_at_once) = (batch.items.map(ByPriority), batch.is_at_once);
                let puts = if is_at_once { queue.put_all(items) } else { queue.put_many(items) };
                Self::PutMany(puts)
            }
            Op::Reserve(room) => Self::Reserve { reserve: queue.reserve_many(room), room },
            Op::Get => Self::Get(queue.get()),
            Op::GetMany(limit) => Self::GetMany(queue.get_many(limit)),
            Op::Next => Self::Stream(queue.stream()),
            Op::Join => Self::Join(queue.join()),
            Op::Until(event) => Self::Until(queue.until(event)),
            _ => return None,
        })
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Ready<'a, S, L>> {
        let answer = match self {
            Self::Get(get) => Pin::new(get).poll(cx).map(|got| match got {
                Ok(ByPriority(item)) => Answer::Got(item),
                Err(ShutDown) => Answer::ShutDown(None),
            }),
            Self::GetMany(get) => Pin::new(get).poll(cx).map(|got| match got {
                Ok(items) => Answer::GotMany(names(items)),
                Err(ShutDown) => Answer::ShutDown(None),
            }),
            Self::Stream(stream) => Pin::new(stream).poll_next(cx).map(|next| match next {
                Some(ByPriority(item)) => Answer::Got(item),
                None => Answer::ShutDown(None),
            }),
            Self::Put(_, put) => {
                Pin::new(put).poll(cx).map(|put| put.map_or_else(Answer::from, |()| Answer::Done))
            }
            Self::PutMany(puts) => Pin::new(puts)
                .poll(cx)
                .map(|put| put.map_or_else(|error| batch_failed(error.into()), |()| Answer::Done)),
            Self::Reserve { reserve, room } => {
                let room = *room;
                return Pin::new(reserve).poll(cx).map(|reserved| match reserved {
                    Ok(permits) => (Answer::Permit(room), Some(permits)),
                    Err(error) => (reserve_failed(error.into()), None),
                });
            }
            Self::Join(join) => Pin::new(join).poll(cx).map(|()| Answer::Done),
            Self::Until(until) => Pin::new(until).poll(cx).map(|()| Answer::Done),
        };
        answer.map(|answer| (answer, None))
    }

    /// Drops it, and returns the items that have not been put and come back.
    pub(super) fn cancel(self) -> Vec<Item> {
        match self {
            Self::Put(item, mut put) if !is_dropped(item) => names(put.cancel()),
            Self::PutMany(mut puts) => {
                let items = names(puts.cancel());
                items.into_iter().filter(|&item| !is_dropped(item)).collect()
            }
            _ => Vec::new(),
        }
    }
}

pub(super) fn batch_failed(error: TryPutError<VecDeque<ByPriority>>) -> Answer {
    let refusal = Refusal::from(&error);
    Answer::Back(refusal, names(error.into_item()))
}

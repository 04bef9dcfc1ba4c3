use queue_core::{
    Browse, Exchange, Get, Join, Permit, Polled, Put, PutMany, Reserve, ShutDown, State,
    TryPutError, Until,
};

use super::attempts::{batch_failed, put_many};
use crate::outcome::{names, reserve_failed};
use crate::{Answer, ByPriority, Item, Nameless, Op, Waiter};

/// An operation of the core.
#[derive(Debug)]
pub(super) enum Operation {
    Get { get: Get, is_abandonable: bool },
    GetMany { get: Get, limit: usize },
    Put(Put<ByPriority>),
    PutMany(PutMany<ByPriority>),
    Reserve { reserve: Reserve, room: usize },
    Join(Join),
    Until(Until),
}

impl Operation {
    /// Makes one that has not begun, if a step does that.
    pub(super) fn new(op: Op) -> Option<Self> {
        Some(match op {
            Op::Put(item) => Self::Put(Put::new(ByPriority(item))),
            Op::PutMany(batch) => Self::PutMany(put_many(batch)),
            Op::Reserve(room) => Self::Reserve { reserve: Reserve::room(room), room },
            Op::Get => Self::Get { get: Get::new(), is_abandonable: false },
            Op::Next => Self::Get { get: Get::abandonable(), is_abandonable: true },
            Op::GetMany(limit) => Self::GetMany { get: Get::new(), limit },
            Op::Join => Self::Join(Join::new()),
            Op::Until(event) => Self::Until(Until::new(event)),
            _ => return None,
        })
    }

    /// Polls once, and returns `None` if it needs a waiter.
    pub(super) fn poll<S: Browse<Item = ByPriority>>(
        &mut self,
        core: &mut State<S, Nameless>,
        exchange: &mut Exchange<Nameless>,
        permit: &mut Option<Permit>,
        waiter: Waiter,
    ) -> Option<Answer> {
        let is_current = |Nameless(in_line): &Nameless| *in_line == waiter;
        let polled = match self {
            Self::Get { get, .. } => {
                let mut item = None;
                let polled = core.poll_get(get, &mut item, exchange, is_current);
                polled.map(|got| match got {
                    Ok(()) => Answer::Got(item.expect("a get that is ready has its item").0),
                    Err(ShutDown) => Answer::ShutDown(None),
                })
            }
            Self::GetMany { get, limit } => {
                let mut items = Vec::new();
                let polled = core.poll_get_many(get, *limit, &mut items, exchange, is_current);
                polled.map(|got| match got {
                    Ok(()) => Answer::GotMany(names(items)),
                    Err(ShutDown) => Answer::ShutDown(None),
                })
            }
            Self::Put(put) => core.poll_put(put, exchange, is_current).map(|result| match result {
                Ok(()) => Answer::Done,
                Err(error) => error.with_item(put.take_item().expect("it has its item")).into(),
            }),
            Self::PutMany(puts) => {
                core.poll_put_many(puts, exchange, is_current).map(|result| match result {
                    Ok(()) => Answer::Done,
                    Err(error) => batch_failed(TryPutError::from(error), puts),
                })
            }
            Self::Reserve { reserve, room } => core
                .poll_reserve(reserve, permit, exchange, is_current)
                .map(|result| match result {
                    Ok(()) => Answer::Permit(*room),
                    Err(error) => reserve_failed(TryPutError::from(error)),
                }),
            Self::Join(join) => core.poll_join(join, exchange, is_current).map(|()| Answer::Done),
            Self::Until(until) => {
                core.poll_until(until, exchange, is_current).map(|()| Answer::Done)
            }
        };
        match polled {
            Polled::Ready(answer) => Some(answer),
            Polled::Pending => Some(Answer::Waits(None)),
            Polled::NeedsWaiter => None,
            Polled::Finished => unreachable!("what has finished is not polled"),
        }
    }

    /// Cancels it, and returns the items that have not been put.
    pub(super) fn cancel<S: Browse<Item = ByPriority>>(
        &mut self,
        core: &mut State<S, Nameless>,
        exchange: &mut Exchange<Nameless>,
    ) -> Vec<Item> {
        match self {
            Self::Get { get, .. } | Self::GetMany { get, .. } => core.cancel_get(get, exchange),
            Self::Put(put) => {
                core.cancel_put(put, exchange);
                return names(put.take_item());
            }
            Self::PutMany(puts) => {
                core.cancel_put_many(puts, exchange);
                return names(puts.take_items());
            }
            Self::Reserve { reserve, .. } => core.cancel_reserve(reserve, exchange),
            Self::Join(join) => core.cancel_join(join, exchange),
            Self::Until(until) => core.cancel_until(until, exchange),
        }
        Vec::new()
    }

    pub(super) fn waiter<S: Browse<Item = ByPriority>>(
        &self,
        core: &State<S, Nameless>,
    ) -> Option<Waiter> {
        let waiter = match self {
            Self::Get { get, .. } | Self::GetMany { get, .. } => core.getter(get),
            Self::Put(put) => core.putter(put),
            Self::PutMany(puts) => core.batch_putter(puts),
            Self::Reserve { reserve, .. } => core.reserver(reserve),
            Self::Join(join) => core.joiner(join),
            Self::Until(until) => core.watcher(until),
        };
        waiter.map(|&Nameless(waiter)| waiter)
    }

    pub(super) fn for_clone(&self) -> Self {
        match self {
            Self::Get { get, is_abandonable } => {
                Self::Get { get: get.for_clone(), is_abandonable: *is_abandonable }
            }
            Self::GetMany { get, limit } => Self::GetMany { get: get.for_clone(), limit: *limit },
            Self::Put(put) => Self::Put(put.for_clone()),
            Self::PutMany(puts) => Self::PutMany(puts.for_clone()),
            Self::Reserve { reserve, room } => {
                Self::Reserve { reserve: reserve.for_clone(), room: *room }
            }
            Self::Join(join) => Self::Join(join.for_clone()),
            Self::Until(until) => Self::Until(until.for_clone()),
        }
    }

    pub(super) const fn is_abandonable(&self) -> bool {
        matches!(self, Self::Get { is_abandonable: true, .. })
    }

    pub(super) const fn is_batch(&self) -> bool {
        matches!(self, Self::PutMany(_))
    }
}

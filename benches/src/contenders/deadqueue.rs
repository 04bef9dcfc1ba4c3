//! Deadqueue: one queue for all. It cannot be closed.

use std::future::ready;
use std::marker::PhantomData;
use std::sync::Arc;

use deadqueue::{limited, unlimited};
use futures::FutureExt as _;

use crate::Payload;
use crate::channel::{Absent, Channel, Ends, Received, Sent, SyncFutures, both, many};

/// `deadqueue::limited::Queue`.
#[derive(Debug)]
pub struct Limited<T>(PhantomData<T>);

impl<T: Payload> Channel for Limited<T> {
    const CRATE: &'static str = "deadqueue";
    const CLOSES: bool = false;
    const BOUNDED: Option<fn(usize) -> Ends<Self>> =
        Some(|capacity| both(Arc::new(limited::Queue::new(capacity))));
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = Arc<limited::Queue<T>>;
    type Rx = Arc<limited::Queue<T>>;

    fn holding(items: Vec<T>) -> Option<Ends<Self>> {
        Some(both(Arc::new(limited::Queue::from(items))))
    }

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_push(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_pop())
    }
}

impl<T: Payload> SyncFutures for Limited<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.push(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.pop().map(Some)
    }
}

/// `deadqueue::unlimited::Queue`.
#[derive(Debug)]
pub struct Unlimited<T>(PhantomData<T>);

impl<T: Payload> Channel for Unlimited<T> {
    const CRATE: &'static str = "deadqueue";
    const CLOSES: bool = false;
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(|| both(Arc::new(unlimited::Queue::new())));
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = Arc<unlimited::Queue<T>>;
    type Rx = Arc<unlimited::Queue<T>>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        tx.push(item);
        Ok(true)
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_pop())
    }
}

impl<T: Payload> SyncFutures for Unlimited<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.push(item);
        ready(())
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.pop().map(Some)
    }
}

//! Async-priority-queue: largest first, one queue for all, unbounded. It cannot be closed.

use std::future::ready;
use std::marker::PhantomData;
use std::sync::Arc;

use async_priority_queue::PriorityQueue;
use futures::FutureExt as _;
use futures::stream::LocalBoxStream;

use crate::Payload;
use crate::channel::{Absent, Channel, Ends, Received, Sent, SyncFutures, both, many};

/// `async_priority_queue::PriorityQueue`.
#[derive(Debug)]
pub struct AsyncPriorityQueue<T>(PhantomData<T>);

impl<T: Payload> Channel for AsyncPriorityQueue<T> {
    const CRATE: &'static str = "async-priority-queue";
    const CLOSES: bool = false;
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(|| both(Arc::new(PriorityQueue::new())));
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = Arc<PriorityQueue<T>>;
    type Rx = Arc<PriorityQueue<T>>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        tx.push(item);
        Ok(true)
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_pop())
    }

    fn stream(rx: &mut Self::Rx) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(rx.incoming()))
    }
}

impl<T: Payload> SyncFutures for AsyncPriorityQueue<T> {
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

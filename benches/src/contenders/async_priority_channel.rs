//! Async-priority-channel: largest first, any number of senders and receivers.

use std::marker::PhantomData;

use async_priority_channel::{Receiver, SendError, Sender, bounded, unbounded};
use futures::FutureExt as _;

use crate::Payload;
use crate::channel::{Absent, Channel, Closed, Ends, Received, Sent, SyncFutures, many};

/// `async_priority_channel::bounded` and `unbounded`.
#[derive(Debug)]
pub struct AsyncPriorityChannel<T>(PhantomData<T>);

impl<T: Payload> Channel for AsyncPriorityChannel<T> {
    const CRATE: &'static str = "async-priority-channel";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> =
        Some(|capacity| bounded(u64::try_from(capacity).expect("it fits")));
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(unbounded);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = Sender<T, T::Rank>;
    type Rx = Receiver<T, T::Rank>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        let rank = item.rank();
        Ok(tx.try_send(item, rank).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok().map(|(item, _)| item))
    }
}

impl<T: Payload> SyncFutures for AsyncPriorityChannel<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        let rank = item.rank();
        tx.send(item, rank)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv().map(|received| Some(received.ok()?.0))
    }
}

impl<T: Payload> From<SendError<(T, T::Rank)>> for Closed<T> {
    fn from(error: SendError<(T, T::Rank)>) -> Self {
        Self(Some(error.into_inner().0))
    }
}

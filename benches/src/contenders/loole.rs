//! Loole: any number of senders and receivers.

use std::marker::PhantomData;

use futures::stream::LocalBoxStream;
use loole::{Receiver, SendError, Sender, bounded, unbounded};

use crate::Payload;
use crate::channel::{
    Absent, BlockingCalls, Channel, Closed, Ends, Received, RecvMany, SendMany, Sent, SyncFutures,
    many,
};

/// `loole::bounded` and `unbounded`.
#[derive(Debug)]
pub struct Loole<T>(PhantomData<T>);

impl<T: Payload> Channel for Loole<T> {
    const CRATE: &'static str = "loole";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(bounded);
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(unbounded);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = Sender<T>;
    type Rx = Receiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }

    fn stream(rx: &mut Self::Rx) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(rx.stream()))
    }
}

impl<T: Payload> SyncFutures for Loole<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.send_async(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv_async()
    }
}

impl<T: Payload> BlockingCalls for Loole<T> {
    #[inline(always)]
    fn blocking_send(tx: &mut Self::Tx, item: T) {
        tx.send(item).expect("the channel is open");
    }

    #[inline(always)]
    fn blocking_recv(rx: &mut Self::Rx) -> T {
        rx.recv().expect("the channel is open")
    }
}

impl<T> From<SendError<T>> for Closed<T> {
    fn from(error: SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

impl<T: Payload> SendMany for Loole<T> {}

impl<T: Payload> RecvMany for Loole<T> {
    #[inline(always)]
    async fn recv_many(rx: &mut Self::Rx, _limit: usize, batch: &mut Vec<T>) {
        batch.push(rx.recv_async().await.expect("the channel is open"));
        batch.extend(rx.drain());
    }
}

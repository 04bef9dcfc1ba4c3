//! Batch-channel: any number of senders and receivers, and no attempts.

use std::marker::PhantomData;

use batch_channel::{Receiver, SendError, Sender, bounded, unbounded};

use crate::Payload;
use crate::channel::{
    Channel, Closed, Ends, Received, RecvMany, SendMany, Sent, SyncFutures, many,
};

/// `batch_channel::bounded` and `unbounded`.
#[derive(Debug)]
pub struct BatchChannel<T>(PhantomData<T>);

impl<T: Payload> Channel for BatchChannel<T> {
    const CRATE: &'static str = "batch-channel";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(bounded);
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(unbounded);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = Sender<T>;
    type Rx = Receiver<T>;
}

impl<T: Payload> SyncFutures for BatchChannel<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.send(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

impl<T> From<SendError<T>> for Closed<T> {
    fn from(error: SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

impl<T: Payload> SendMany for BatchChannel<T> {
    #[inline(always)]
    async fn send_many(tx: &mut Self::Tx, items: impl ExactSizeIterator<Item = T> + Send) {
        tx.send_iter(items).await.expect("the channel is open");
    }
}

impl<T: Payload> RecvMany for BatchChannel<T> {
    #[inline(always)]
    async fn recv_many(rx: &mut Self::Rx, limit: usize, batch: &mut Vec<T>) {
        rx.recv_vec(limit, batch).await;
    }
}

//! Kanal: any number of senders and receivers.

use std::marker::PhantomData;

use futures::stream::LocalBoxStream;
use kanal::{AsyncReceiver, AsyncSender, SendError, bounded_async, unbounded_async};

use crate::Payload;
use crate::channel::{
    Absent, BlockingCalls, Channel, Closed, Ends, Received, RecvMany, SendMany, Sent, SyncFutures,
    many,
};

/// `kanal::bounded_async` and `unbounded_async`.
#[derive(Debug)]
pub struct Kanal<T>(PhantomData<T>);

impl<T: Payload> Channel for Kanal<T> {
    const CRATE: &'static str = "kanal";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(bounded_async);
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(unbounded_async);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = AsyncSender<T>;
    type Rx = AsyncReceiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        // Of its two methods this is the one that gives the item back.
        Ok(matches!(tx.try_send_option(&mut Some(item)), Ok(true)))
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok().flatten())
    }

    fn stream(rx: &mut Self::Rx) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(rx.stream()))
    }
}

impl<T: Payload> SyncFutures for Kanal<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.send(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

impl<T: Payload> BlockingCalls for Kanal<T> {
    #[inline(always)]
    fn blocking_send(tx: &mut Self::Tx, item: T) {
        tx.as_sync().send(item).expect("the channel is open");
    }

    #[inline(always)]
    fn blocking_recv(rx: &mut Self::Rx) -> T {
        rx.as_sync().recv().expect("the channel is open")
    }
}

impl<T> From<SendError> for Closed<T> {
    /// The error has no item.
    fn from(_: SendError) -> Self {
        Self(None)
    }
}

impl<T: Payload> SendMany for Kanal<T> {}

impl<T: Payload> RecvMany for Kanal<T> {
    #[inline(always)]
    async fn recv_many(rx: &mut Self::Rx, _limit: usize, batch: &mut Vec<T>) {
        batch.push(rx.recv().await.expect("the channel is open"));
        rx.drain_into(batch).expect("the channel is open");
    }
}

//! Tokio's mpsc: one receiver.

use std::future::ready;
use std::marker::PhantomData;

use tokio::sync::mpsc;

use super::by_permit::ByPermit;
use crate::Payload;
use crate::channel::{
    Absent, BlockingCalls, Channel, Closed, Ends, Permits, Received, RecvMany, SendMany, Sent,
    SyncFutures, many,
};

/// `tokio::sync::mpsc::channel`.
#[derive(Debug)]
pub struct Bounded<T>(PhantomData<T>);

impl<T: Payload> Channel for Bounded<T> {
    const CRATE: &'static str = "tokio";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(mpsc::channel);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    type Item = T;
    type Tx = mpsc::Sender<T>;
    type Rx = mpsc::Receiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> SyncFutures for Bounded<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.send(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

impl<T: Payload> BlockingCalls for Bounded<T> {
    #[inline(always)]
    fn blocking_send(tx: &mut Self::Tx, item: T) {
        tx.blocking_send(item).expect("the channel is open");
    }

    #[inline(always)]
    fn blocking_recv(rx: &mut Self::Rx) -> T {
        rx.blocking_recv().expect("the channel is open")
    }
}

/// `tokio::sync::mpsc::unbounded_channel`.
#[derive(Debug)]
pub struct Unbounded<T>(PhantomData<T>);

impl<T: Payload> Channel for Unbounded<T> {
    const CRATE: &'static str = "tokio";
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(mpsc::unbounded_channel);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    type Item = T;
    type Tx = mpsc::UnboundedSender<T>;
    type Rx = mpsc::UnboundedReceiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> SyncFutures for Unbounded<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(tx.send(item))
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

impl<T> From<mpsc::error::SendError<T>> for Closed<T> {
    fn from(error: mpsc::error::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

impl<T: Payload> SendMany for Bounded<T> {}

impl<T: Payload> SendMany for Unbounded<T> {}

impl<T: Payload> RecvMany for Bounded<T> {
    #[inline(always)]
    async fn recv_many(rx: &mut Self::Rx, limit: usize, batch: &mut Vec<T>) {
        rx.recv_many(batch, limit).await;
    }
}

impl<T: Payload> RecvMany for Unbounded<T> {
    #[inline(always)]
    async fn recv_many(rx: &mut Self::Rx, limit: usize, batch: &mut Vec<T>) {
        rx.recv_many(batch, limit).await;
    }
}

impl<T: Payload> Permits for Bounded<T> {
    #[inline(always)]
    async fn send_by_permit(tx: &mut Self::Tx, item: T) {
        tx.reserve().await.expect("the channel is open").send(item);
    }
}

impl<T: Payload> SendMany for ByPermit<Bounded<T>> {
    #[inline(always)]
    async fn send_many(tx: &mut Self::Tx, items: impl ExactSizeIterator<Item = T> + Send) {
        let permits = tx.reserve_many(items.len()).await.expect("the channel is open");
        permits.zip(items).for_each(|(permit, item)| permit.send(item));
    }
}

//! Tokio's mpsc: one receiver.

use std::future::ready;
use std::marker::PhantomData;

use tokio::sync::mpsc;

use crate::Payload;
use crate::channel::{
    Absent, BlockingCalls, Channel, Closed, Ends, Received, Sent, SyncFutures, many,
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

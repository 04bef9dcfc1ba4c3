//! Crossfire, of which this is the channel with any number of senders and receivers.

use std::future::ready;
use std::marker::PhantomData;

use crossfire::{MAsyncRx, MAsyncTx, MRx, MTx, SendError, mpmc};
use futures::stream::LocalBoxStream;

use crate::Payload;
use crate::channel::{
    Absent, BlockingCalls, Channel, Closed, Ends, Received, RecvMany, SendMany, Sent, SyncFutures,
    many,
};

/// `crossfire::mpmc::bounded_async`.
#[derive(Debug)]
pub struct Bounded<T>(PhantomData<T>);

impl<T: Payload> Channel for Bounded<T> {
    const CRATE: &'static str = "crossfire";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(mpmc::bounded_async);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = MAsyncTx<mpmc::Array<T>>;
    type Rx = MAsyncRx<mpmc::Array<T>>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }

    fn stream(rx: &mut Self::Rx) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(rx.clone().into_stream()))
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

/// `crossfire::mpmc::unbounded_async`.
#[derive(Debug)]
pub struct Unbounded<T>(PhantomData<T>);

impl<T: Payload> Channel for Unbounded<T> {
    const CRATE: &'static str = "crossfire";
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(mpmc::unbounded_async);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = MTx<mpmc::List<T>>;
    type Rx = MAsyncRx<mpmc::List<T>>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }

    fn stream(rx: &mut Self::Rx) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(rx.clone().into_stream()))
    }
}

impl<T: Payload> SyncFutures for Unbounded<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        // It never blocks, as it has no bound.
        ready(tx.send(item))
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

/// `crossfire::mpmc::bounded_blocking`.
#[derive(Debug)]
pub struct Blocking<T>(PhantomData<T>);

impl<T: Payload> Channel for Blocking<T> {
    const CRATE: &'static str = "crossfire";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(mpmc::bounded_blocking);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = MTx<mpmc::Array<T>>;
    type Rx = MRx<mpmc::Array<T>>;
}

impl<T: Payload> BlockingCalls for Blocking<T> {
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

impl<T: Payload> SendMany for Bounded<T> {}

impl<T: Payload> RecvMany for Bounded<T> {}

impl<T: Payload> SendMany for Unbounded<T> {}

impl<T: Payload> RecvMany for Unbounded<T> {}

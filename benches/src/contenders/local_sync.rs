//! Local-sync: one receiver.

use std::future::ready;
use std::marker::PhantomData;

use local_sync::mpsc::{SendError, bounded, unbounded};

use crate::Payload;
use crate::channel::{Absent, Channel, Closed, Ends, LocalFutures, Received, Sent, many};

/// `local_sync::mpsc::bounded::channel`.
#[derive(Debug)]
pub struct Bounded<T>(PhantomData<T>);

impl<T: Payload> Channel for Bounded<T> {
    const CRATE: &'static str = "local-sync";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(bounded::channel);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    type Item = T;
    type Tx = bounded::Tx<T>;
    type Rx = bounded::Rx<T>;

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> LocalFutures for Bounded<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.send(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

/// `local_sync::mpsc::unbounded::channel`.
#[derive(Debug)]
pub struct Unbounded<T>(PhantomData<T>);

impl<T: Payload> Channel for Unbounded<T> {
    const CRATE: &'static str = "local-sync";
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(unbounded::channel);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    type Item = T;
    type Tx = unbounded::Tx<T>;
    type Rx = unbounded::Rx<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> LocalFutures for Unbounded<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(tx.send(item))
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

impl<T> From<SendError> for Closed<T> {
    /// The error has no item.
    fn from(_: SendError) -> Self {
        Self(None)
    }
}

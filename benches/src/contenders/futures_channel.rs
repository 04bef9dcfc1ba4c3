//! Futures' mpsc: one receiver. Each sender has a slot of its own beside those of the capacity.

use std::future::ready;
use std::marker::PhantomData;

use futures::{SinkExt as _, StreamExt as _};
use futures_channel::mpsc;

use crate::Payload;
use crate::channel::{Absent, Channel, Closed, Ends, Received, Sent, SyncFutures, many};

/// `futures_channel::mpsc::channel`.
#[derive(Debug)]
pub struct Bounded<T>(PhantomData<T>);

impl<T: Payload> Channel for Bounded<T> {
    const CRATE: &'static str = "futures-channel";
    /// The slot of the first sender is part of the capacity.
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(|capacity| mpsc::channel(capacity - 1));
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
        // `send` of the same trait also waits for the flush, that is, until there is room for another item.
        tx.feed(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.next()
    }
}

/// `futures_channel::mpsc::unbounded`.
#[derive(Debug)]
pub struct Unbounded<T>(PhantomData<T>);

impl<T: Payload> Channel for Unbounded<T> {
    const CRATE: &'static str = "futures-channel";
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(mpsc::unbounded);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    type Item = T;
    type Tx = mpsc::UnboundedSender<T>;
    type Rx = mpsc::UnboundedReceiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.unbounded_send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> SyncFutures for Unbounded<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(tx.unbounded_send(item))
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.next()
    }
}

impl<T> From<mpsc::SendError> for Closed<T> {
    /// The error has no item.
    fn from(_: mpsc::SendError) -> Self {
        Self(None)
    }
}

impl<T> From<mpsc::TrySendError<T>> for Closed<T> {
    fn from(error: mpsc::TrySendError<T>) -> Self {
        Self(Some(error.into_inner()))
    }
}

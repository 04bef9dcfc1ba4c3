//! Asyncband has two channels: with any number of receivers, and with one.

use std::future::ready;
use std::marker::PhantomData;

use asyncband::{mpmc, mpsc};

use crate::Payload;
use crate::channel::{Absent, Channel, Closed, Ends, Permits, Received, Sent, SyncFutures, many};

/// `asyncband::mpmc::bounded`.
#[derive(Debug)]
pub struct Mpmc<T>(PhantomData<T>);

impl<T: Payload> Channel for Mpmc<T> {
    const CRATE: &'static str = "asyncband";
    const VARIANT: &'static [&'static str] = &["mpmc"];
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(mpmc::bounded);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = mpmc::BoundedSender<T>;
    type Rx = mpmc::BoundedReceiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> SyncFutures for Mpmc<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.send(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

/// `asyncband::mpmc::unbounded`.
#[derive(Debug)]
pub struct UnboundedMpmc<T>(PhantomData<T>);

impl<T: Payload> Channel for UnboundedMpmc<T> {
    const CRATE: &'static str = "asyncband";
    const VARIANT: &'static [&'static str] = &["mpmc"];
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(mpmc::unbounded);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = mpmc::UnboundedSender<T>;
    type Rx = mpmc::UnboundedReceiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> SyncFutures for UnboundedMpmc<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(tx.send(item))
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

impl<T> From<mpmc::SendError<T>> for Closed<T> {
    fn from(error: mpmc::SendError<T>) -> Self {
        Self(Some(error.into_inner()))
    }
}

/// `asyncband::mpsc::bounded`.
#[derive(Debug)]
pub struct Mpsc<T>(PhantomData<T>);

impl<T: Payload> Channel for Mpsc<T> {
    const CRATE: &'static str = "asyncband";
    const VARIANT: &'static [&'static str] = &["mpsc"];
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(mpsc::bounded);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    type Item = T;
    type Tx = mpsc::BoundedSender<T>;
    type Rx = mpsc::BoundedReceiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> SyncFutures for Mpsc<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.send(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

/// `asyncband::mpsc::unbounded`.
#[derive(Debug)]
pub struct UnboundedMpsc<T>(PhantomData<T>);

impl<T: Payload> Channel for UnboundedMpsc<T> {
    const CRATE: &'static str = "asyncband";
    const VARIANT: &'static [&'static str] = &["mpsc"];
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(mpsc::unbounded);
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

impl<T: Payload> SyncFutures for UnboundedMpsc<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(tx.send(item))
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

impl<T> From<mpsc::SendError<T>> for Closed<T> {
    fn from(error: mpsc::SendError<T>) -> Self {
        Self(Some(error.into_inner()))
    }
}

impl<T: Payload> Permits for Mpmc<T> {
    #[inline(always)]
    async fn send_by_permit(tx: &mut Self::Tx, item: T) {
        let permit = tx.reserve().await.expect("the channel is open");
        permit.send(item).expect("the channel is open");
    }
}

impl<T: Payload> Permits for Mpsc<T> {
    #[inline(always)]
    async fn send_by_permit(tx: &mut Self::Tx, item: T) {
        let permit = tx.reserve().await.expect("the channel is open");
        permit.send(item).expect("the channel is open");
    }
}

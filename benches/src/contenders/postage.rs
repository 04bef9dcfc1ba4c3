//! Postage has two channels that hand each item to one receiver: `mpsc`, and `dispatch` with any number of receivers.

use std::marker::PhantomData;

use postage::{
    dispatch, mpsc,
    sink::{SendError, Sink as _},
    stream::Stream as _,
};

use crate::Payload;
use crate::channel::{Absent, Channel, Closed, Ends, Received, Sent, SyncFutures, many};

/// `postage::mpsc::channel`.
#[derive(Debug)]
pub struct Mpsc<T>(PhantomData<T>);

impl<T: Payload> Channel for Mpsc<T> {
    const CRATE: &'static str = "postage";
    const VARIANT: &'static [&'static str] = &["mpsc"];
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

/// `postage::dispatch::channel`.
#[derive(Debug)]
pub struct Dispatch<T>(PhantomData<T>);

impl<T: Payload> Channel for Dispatch<T> {
    const CRATE: &'static str = "postage";
    const VARIANT: &'static [&'static str] = &["dispatch"];
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(dispatch::channel);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = dispatch::Sender<T>;
    type Rx = dispatch::Receiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> SyncFutures for Dispatch<T> {
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

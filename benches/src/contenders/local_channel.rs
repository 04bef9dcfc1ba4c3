//! Local-channel: one receiver, unbounded.

use std::future::ready;
use std::marker::PhantomData;

use local_channel::mpsc::{Receiver, SendError, Sender, channel};

use crate::Payload;
use crate::channel::{Absent, Channel, Closed, Ends, LocalFutures, Received, Sent, many};

/// `local_channel::mpsc::channel`.
#[derive(Debug)]
pub struct LocalChannel<T>(PhantomData<T>);

impl<T: Payload> Channel for LocalChannel<T> {
    const CRATE: &'static str = "local-channel";
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(channel);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    type Item = T;
    type Tx = Sender<T>;
    type Rx = Receiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.send(item).is_ok())
    }
}

impl<T: Payload> LocalFutures for LocalChannel<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(tx.send(item))
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

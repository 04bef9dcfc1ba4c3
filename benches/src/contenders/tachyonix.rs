//! Tachyonix: one receiver, always bounded.

use std::marker::PhantomData;

use tachyonix::{Receiver, SendError, Sender, channel};

use crate::Payload;
use crate::channel::{Absent, Channel, Closed, Ends, Received, Sent, SyncFutures, many};

/// `tachyonix::channel`.
#[derive(Debug)]
pub struct Tachyonix<T>(PhantomData<T>);

impl<T: Payload> Channel for Tachyonix<T> {
    const CRATE: &'static str = "tachyonix";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(channel);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    type Item = T;
    type Tx = Sender<T>;
    type Rx = Receiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> SyncFutures for Tachyonix<T> {
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

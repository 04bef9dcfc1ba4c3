//! Unsync: one sender and one receiver.

use std::marker::PhantomData;

use unsync::spsc::{Receiver, SendError, Sender, channel, unbounded};

use crate::Payload;
use crate::channel::{Absent, Channel, Closed, Ends, LocalFutures, Received, Sent};

/// `unsync::spsc::channel` and `unbounded`.
#[derive(Debug)]
pub struct Unsync<T>(PhantomData<T>);

impl<T: Payload> Channel for Unsync<T> {
    const CRATE: &'static str = "unsync";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(channel);
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(unbounded);
    type Item = T;
    type Tx = Sender<T>;
    type Rx = Receiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_send(item).is_ok())
    }
}

impl<T: Payload> LocalFutures for Unsync<T> {
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

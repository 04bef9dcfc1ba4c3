//! Thingbuf: one receiver, always bounded; a slot keeps the item that was in it, or a clone of the default.

use std::marker::PhantomData;

use thingbuf::mpsc::{Receiver, Sender, channel, errors};

use crate::Payload;
use crate::channel::{Absent, Channel, Closed, Ends, Permits, Received, Sent, SyncFutures, many};

/// `thingbuf::mpsc::channel`.
#[derive(Debug)]
pub struct Thingbuf<T>(PhantomData<T>);

impl<T: Payload> Channel for Thingbuf<T> {
    const CRATE: &'static str = "thingbuf";
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

impl<T: Payload> SyncFutures for Thingbuf<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.send(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.recv()
    }
}

impl<T> From<errors::Closed<T>> for Closed<T> {
    fn from(error: errors::Closed<T>) -> Self {
        Self(Some(error.into_inner()))
    }
}

impl<T: Payload> Permits for Thingbuf<T> {
    /// Its permit is the slot itself.
    #[inline(always)]
    async fn send_by_permit(tx: &mut Self::Tx, item: T) {
        *tx.send_ref().await.expect("the channel is open") = item;
    }
}

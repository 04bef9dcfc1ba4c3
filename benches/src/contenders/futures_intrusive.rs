//! Futures-intrusive: any number of senders and receivers, always bounded.

use std::marker::PhantomData;

use futures::stream::LocalBoxStream;
use futures_intrusive::channel::{
    ChannelSendError,
    shared::{Receiver, Sender, channel},
};

use crate::Payload;
use crate::channel::{Absent, Channel, Closed, Ends, Received, Sent, SyncFutures, many};

/// `futures_intrusive::channel::shared::channel`.
#[derive(Debug)]
pub struct FuturesIntrusive<T>(PhantomData<T>);

impl<T: Payload> Channel for FuturesIntrusive<T> {
    const CRATE: &'static str = "futures-intrusive";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(channel);
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = Sender<T>;
    type Rx = Receiver<T>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_send(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_receive().ok())
    }

    fn stream(rx: &mut Self::Rx) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(rx.clone().into_stream()))
    }
}

impl<T: Payload> SyncFutures for FuturesIntrusive<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.send(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.receive()
    }
}

impl<T> From<ChannelSendError<T>> for Closed<T> {
    fn from(error: ChannelSendError<T>) -> Self {
        Self(Some(error.0))
    }
}

//! Mpmc-async: any number of senders and receivers, always bounded.

use std::marker::PhantomData;

use mpmc_async::{Receiver, SendError, Sender, channel};

use super::by_permit::ByPermit;
use crate::Payload;
use crate::channel::{
    Absent, Channel, Closed, Ends, Permits, Received, RecvMany, SendMany, Sent, SyncFutures, many,
};

/// `mpmc_async::channel`.
#[derive(Debug)]
pub struct MpmcAsync<T>(PhantomData<T>);

impl<T: Payload> Channel for MpmcAsync<T> {
    const CRATE: &'static str = "mpmc-async";
    const TRY_WAKES: bool = false;
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
        Ok(rx.try_recv().ok())
    }
}

impl<T: Payload> SyncFutures for MpmcAsync<T> {
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

impl<T: Payload> RecvMany for MpmcAsync<T> {
    #[inline(always)]
    async fn recv_many(rx: &mut Self::Rx, limit: usize, batch: &mut Vec<T>) {
        rx.recv_many(batch, limit).await.expect("the channel is open");
    }
}

impl<T: Payload> Permits for MpmcAsync<T> {
    #[inline(always)]
    async fn send_by_permit(tx: &mut Self::Tx, item: T) {
        tx.reserve().await.expect("the channel is open").send(item);
    }
}

impl<T: Payload> SendMany for ByPermit<MpmcAsync<T>> {
    #[inline(always)]
    async fn send_many(tx: &mut Self::Tx, items: impl ExactSizeIterator<Item = T> + Send) {
        let permits = tx.reserve_many(items.len()).await.expect("the channel is open");
        permits.zip(items).for_each(|(permit, item)| permit.send(item));
    }
}

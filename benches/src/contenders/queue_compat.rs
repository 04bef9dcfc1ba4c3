//! Our queues under asyncio's names: first in first out, and barging.

use std::marker::PhantomData;

use queue_async::{Fifo, LocalLock, SyncLock};
use queue_compat::Queue;

use super::queue_async::Flavour;
use crate::Payload;
use crate::channel::{
    Absent, Channel, Ends, LocalFutures, Received, Sent, SyncFutures, both, many,
};

/// `queue_compat::Queue` of items `T`, of the flavour of the lock `L`.
#[derive(Debug)]
pub struct Compat<T, L>(PhantomData<(T, L)>);

/// `queue_compat::sync::Queue`.
pub type Sync<T> = Compat<T, SyncLock>;

/// `queue_compat::local::Queue`.
pub type Local<T> = Compat<T, LocalLock>;

impl<T: Payload, L: Flavour> Channel for Compat<T, L> {
    const CRATE: &'static str = "queue-compat";
    const VARIANT: &'static [&'static str] = &[L::NAME];
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(|capacity| {
        let maxsize = isize::try_from(capacity).expect("it fits");
        both(L::Handle::from(Queue::new(maxsize)))
    });
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(|| both(L::Handle::from(Queue::new(0))));
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = L::Handle<Queue<Fifo<T>, L>>;
    type Rx = L::Handle<Queue<Fifo<T>, L>>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.put_nowait(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.get_nowait().ok())
    }

    fn close_sender(tx: Self::Tx) {
        tx.shutdown(false);
    }

    fn close_receiver(rx: Self::Rx) {
        rx.shutdown(true);
    }
}

impl<T: Payload> SyncFutures for Sync<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.put(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.get()
    }
}

impl<T: Payload> LocalFutures for Local<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.put(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.get()
    }
}

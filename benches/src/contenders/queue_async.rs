//! Our queues: both flavours, every order, and both ways of waiting.

use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use futures::stream::LocalBoxStream;
use queue_async::{
    Builder, Capacity, Fairness, HeapOrder, Lifo, LocalLock, Lock, Priority, Queue, Receiver,
    Sender, Storage, SyncLock,
};

use super::by_permit::ByPermit;
use crate::Payload;
use crate::channel::{
    Absent, BlockingCalls, Channel, Closed, Ends, LocalFutures, Permits, Received, RecvMany,
    SendMany, Sent, SyncFutures, both, many,
};

/// The order in which items leave, and the way operations wait.
pub trait Order: 'static {
    /// The storage of the queue.
    type Storage<T: Payload>: Storage<Item = T> + Default + FromIterator<T> + Send + 'static;

    /// The way operations wait.
    const FAIRNESS: Fairness = Fairness::Fair;

    /// Whether items leave last in, first out.
    const LAST_FIRST: bool = false;

    /// The name of the order.
    const NAME: &'static str;
}

/// First in, first out.
#[derive(Debug)]
pub struct Fifo;

impl Order for Fifo {
    type Storage<T: Payload> = queue_async::Fifo<T>;
    const NAME: &'static str = "fifo";
}

/// First in, first out, on a barging queue.
#[derive(Debug)]
pub struct Barging;

impl Order for Barging {
    type Storage<T: Payload> = queue_async::Fifo<T>;
    const FAIRNESS: Fairness = Fairness::Barging;
    const NAME: &'static str = "barging";
}

/// Last in, first out.
#[derive(Debug)]
pub struct LastIn;

impl Order for LastIn {
    type Storage<T: Payload> = Lifo<T>;
    const LAST_FIRST: bool = true;
    const NAME: &'static str = "lifo";
}

/// Smallest first, and first in first out among equals.
#[derive(Debug)]
pub struct Smallest;

impl Order for Smallest {
    type Storage<T: Payload> = Priority<T>;
    const NAME: &'static str = "priority";
}

/// Smallest first, and in the order of a heap among equals.
#[derive(Debug)]
pub struct Heap;

impl Order for Heap {
    type Storage<T: Payload> = HeapOrder<T>;
    const NAME: &'static str = "heap";
}

/// A lock, and what makes its queues a flavour.
pub trait Flavour: Lock + 'static {
    /// Shares a queue.
    type Handle<Q: 'static>: Deref<Target = Q> + From<Q> + Clone + 'static;

    /// The name of the flavour.
    const NAME: &'static str;
}

impl Flavour for SyncLock {
    type Handle<Q: 'static> = Arc<Q>;
    const NAME: &'static str = "sync";
}

impl Flavour for LocalLock {
    type Handle<Q: 'static> = Rc<Q>;
    const NAME: &'static str = "local";
}

/// `queue_async::Queue` of items `T` in the order `O`, of the flavour of the lock `L`.
#[derive(Debug)]
pub struct Ours<T, O, L>(PhantomData<(T, O, L)>);

/// A queue of `queue_async::sync`.
pub type Sync<T, O> = Ours<T, O, SyncLock>;

/// A queue of `queue_async::local`.
pub type Local<T, O> = Ours<T, O, LocalLock>;

impl<T: Payload, O: Order, L: Flavour> Ours<T, O, L> {
    /// Builds a queue, and returns its ends.
    fn ends(builder: Builder<O::Storage<T>, L>) -> Ends<Self> {
        both(L::Handle::from(builder.fairness(O::FAIRNESS).build()))
    }
}

impl<T: Payload, O: Order, L: Flavour> Channel for Ours<T, O, L> {
    const CRATE: &'static str = "queue-async";
    const VARIANT: &'static [&'static str] = &[L::NAME, O::NAME];
    const LAST_FIRST: bool = O::LAST_FIRST;
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(|capacity| {
        let capacity = Capacity::try_from(capacity).expect("it is one or more");
        Self::ends(Queue::builder().capacity(capacity))
    });
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(|| Self::ends(Queue::builder()));
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = L::Handle<Queue<O::Storage<T>, L>>;
    type Rx = L::Handle<Queue<O::Storage<T>, L>>;

    fn holding(items: Vec<T>) -> Option<Ends<Self>> {
        Some(Self::ends(Builder::new(O::Storage::from_iter(items))))
    }

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_put(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_get().ok())
    }

    fn stream(rx: &mut Self::Rx) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(rx.stream()))
    }

    fn close_sender(tx: Self::Tx) {
        tx.shutdown();
    }

    fn close_receiver(rx: Self::Rx) {
        drop(rx.shutdown_now());
    }
}

impl<T: Payload, O: Order> SyncFutures for Sync<T, O> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.put(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.get()
    }
}

impl<T: Payload, O: Order> LocalFutures for Local<T, O> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.put(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.get()
    }
}

impl<T: Payload, O: Order> BlockingCalls for Sync<T, O> {
    #[inline(always)]
    fn blocking_send(tx: &mut Self::Tx, item: T) {
        tx.blocking_put(item).expect("the channel is open");
    }

    #[inline(always)]
    fn blocking_recv(rx: &mut Self::Rx) -> T {
        rx.blocking_get().expect("the channel is open")
    }
}

impl<T> From<queue_async::PutError<T>> for Closed<T> {
    fn from(error: queue_async::PutError<T>) -> Self {
        Self(Some(error.into_item()))
    }
}

impl<T: Payload, O: Order> SendMany for Sync<T, O> {
    #[inline(always)]
    async fn send_many(tx: &mut Self::Tx, items: impl ExactSizeIterator<Item = T> + Send) {
        tx.put_many(items).await.expect("the channel is open");
    }
}

impl<T: Payload, O: Order> RecvMany for Sync<T, O> {
    #[inline(always)]
    async fn recv_many(rx: &mut Self::Rx, limit: usize, batch: &mut Vec<T>) {
        rx.get_many_into(batch, limit).await.expect("the channel is open");
    }
}

impl<T: Payload, O: Order> Permits for Sync<T, O> {
    #[inline(always)]
    async fn send_by_permit(tx: &mut Self::Tx, item: T) {
        let permit = tx.reserve().await.expect("the channel is open");
        permit.put(item).expect("the channel is open");
    }
}

impl<T: Payload, O: Order> SendMany for ByPermit<Sync<T, O>> {
    #[inline(always)]
    async fn send_many(tx: &mut Self::Tx, items: impl ExactSizeIterator<Item = T> + Send) {
        let permits = tx.reserve_many(items.len()).await.expect("the channel is open");
        for (permit, item) in permits.zip(items) {
            permit.put(item).expect("the channel is open");
        }
    }
}

/// The ends of a queue of `queue_async::sync`, first in, first out.
#[derive(Debug)]
pub struct SyncEnds<T>(PhantomData<T>);

impl<T: Payload> Channel for SyncEnds<T> {
    const CRATE: &'static str = "queue-async";
    const VARIANT: &'static [&'static str] = &["sync", "fifo", "ends"];
    const BOUNDED: Option<fn(usize) -> Ends<Self>> =
        Some(|capacity| Queue::bounded(capacity).into_ends());
    const UNBOUNDED: Option<fn() -> Ends<Self>> = Some(|| Queue::unbounded().into_ends());
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = many;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = many;
    type Item = T;
    type Tx = Sender<queue_async::Fifo<T>, SyncLock>;
    type Rx = Receiver<queue_async::Fifo<T>, SyncLock>;

    #[inline(always)]
    fn try_send(tx: &mut Self::Tx, item: T) -> Result<bool, Absent> {
        Ok(tx.try_put(item).is_ok())
    }

    #[inline(always)]
    fn try_recv(rx: &mut Self::Rx) -> Result<Option<T>, Absent> {
        Ok(rx.try_get().ok())
    }
}

impl<T: Payload> SyncFutures for SyncEnds<T> {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: T) -> impl Future<Output: Into<Sent<T>>> {
        tx.put(item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<T>>> {
        rx.get()
    }
}

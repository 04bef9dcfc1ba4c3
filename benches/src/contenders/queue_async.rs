//! Ours, both flavours, in each order and both ways of waiting.

use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use ::queue_async::{
    Builder, Capacity, Fairness, HeapOrder, Lifo, Lock, Priority, Queue, Storage, SyncLock,
};

use futures::stream::LocalBoxStream;

use crate::Payload;
use crate::channel::{
    Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded, local, sync,
};

/// In which order items leave, and how those who wait do so.
pub trait Order: 'static {
    /// Keeps the items.
    type Storage<T: Payload>: Storage<Item = T> + Default + FromIterator<T> + Send + 'static;

    /// How they wait.
    const FAIRNESS: Fairness = Fairness::Fair;

    /// Whether the item that came last leaves first.
    const LAST_FIRST: bool = false;

    /// What it is called.
    const NAME: &'static str;
}

/// First in, first out.
#[derive(Debug)]
pub struct Fifo;

impl Order for Fifo {
    type Storage<T: Payload> = ::queue_async::Fifo<T>;
    const NAME: &'static str = "fifo";
}

/// First in, first out, and a newcomer may overtake who waits.
#[derive(Debug)]
pub struct Barging;

impl Order for Barging {
    type Storage<T: Payload> = ::queue_async::Fifo<T>;
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

/// Smallest first, and among equals as a heap has them.
#[derive(Debug)]
pub struct Heap;

impl Order for Heap {
    type Storage<T: Payload> = HeapOrder<T>;
    const NAME: &'static str = "heap";
}

/// `queue_async::sync`.
#[derive(Debug)]
pub struct Sync<O>(PhantomData<O>);

/// `queue_async::local`.
#[derive(Debug)]
pub struct Local<O>(PhantomData<O>);

fn queue<T: Payload, O: Order, L: Lock>(capacity: Capacity) -> Queue<O::Storage<T>, L> {
    Queue::builder().capacity(capacity).fairness(O::FAIRNESS).build()
}

fn at_most(capacity: usize) -> Capacity {
    Capacity::try_from(capacity).expect("it is one or more")
}

impl<T: Payload, O: Order> Kind<T> for Sync<O> {
    const CRATE: &'static str = "queue-async";
    const LAST_FIRST: bool = O::LAST_FIRST;
    type Sender = Arc<Queue<O::Storage<T>, SyncLock>>;
    type Receiver = Arc<Queue<O::Storage<T>, SyncLock>>;

    fn name() -> String {
        format!("queue-async sync {}", O::NAME)
    }

    fn holding(items: Vec<T>) -> Option<(Self::Sender, Self::Receiver)> {
        let storage = O::Storage::from_iter(items);
        let queue = Arc::new(Builder::new(storage).fairness(O::FAIRNESS).build());
        Some((Arc::clone(&queue), queue))
    }
}

impl<T: Payload, O: Order> Bounded<T> for Sync<O> {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        let queue = Arc::new(queue::<T, O, _>(at_most(capacity)));
        (Arc::clone(&queue), queue)
    }
}

impl<T: Payload, O: Order> Unbounded<T> for Sync<O> {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        let queue = Arc::new(queue::<T, O, _>(Capacity::Unbounded));
        (Arc::clone(&queue), queue)
    }
}

impl<T: Payload, O: Order> Kind<T> for Local<O> {
    const CRATE: &'static str = "queue-async";
    const LAST_FIRST: bool = O::LAST_FIRST;
    type Sender = Rc<Queue<O::Storage<T>, ::queue_async::LocalLock>>;
    type Receiver = Rc<Queue<O::Storage<T>, ::queue_async::LocalLock>>;

    fn name() -> String {
        format!("queue-async local {}", O::NAME)
    }

    fn holding(items: Vec<T>) -> Option<(Self::Sender, Self::Receiver)> {
        let storage = O::Storage::from_iter(items);
        let queue = Rc::new(Builder::new(storage).fairness(O::FAIRNESS).build());
        Some((Rc::clone(&queue), queue))
    }
}

impl<T: Payload, O: Order> Bounded<T> for Local<O> {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        let queue = Rc::new(queue::<T, O, _>(at_most(capacity)));
        (Rc::clone(&queue), queue)
    }
}

impl<T: Payload, O: Order> Unbounded<T> for Local<O> {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        let queue = Rc::new(queue::<T, O, _>(Capacity::Unbounded));
        (Rc::clone(&queue), queue)
    }
}

impl<T> From<::queue_async::TryPutError<T>> for TrySendError<T> {
    fn from(error: ::queue_async::TryPutError<T>) -> Self {
        match error {
            ::queue_async::TryPutError::Full(item) => Self::Full(Some(item)),
            ::queue_async::TryPutError::ShutDown(item) => Self::Closed(Some(item)),
        }
    }
}

impl From<::queue_async::TryGetError> for TryRecvError {
    fn from(error: ::queue_async::TryGetError) -> Self {
        match error {
            ::queue_async::TryGetError::Empty => Self::Empty,
            ::queue_async::TryGetError::ShutDown => Self::Closed,
        }
    }
}

impl<T: Payload, S: Storage<Item = T> + Send + 'static> sync::Sender for Arc<Queue<S, SyncLock>> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        self.put(item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Ok(self.try_put(item)?)
    }

    fn another(&self) -> Option<Self> {
        Some(Self::clone(self))
    }

    fn close(self) {
        self.shutdown();
    }
}

impl<T: Payload, S: Storage<Item = T> + Send + 'static> sync::Receiver for Arc<Queue<S, SyncLock>> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.get()
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Ok(self.try_get()?)
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(Queue::stream(self)))
    }

    fn another(&self) -> Option<Self> {
        Some(Self::clone(self))
    }

    fn close(self) {
        drop(self.shutdown_now());
    }
}

impl<T: Payload, S: Storage<Item = T> + 'static> local::Sender
    for Rc<Queue<S, ::queue_async::LocalLock>>
{
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        self.put(item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Ok(self.try_put(item)?)
    }

    fn another(&self) -> Option<Self> {
        Some(Self::clone(self))
    }

    fn close(self) {
        self.shutdown();
    }
}

impl<T: Payload, S: Storage<Item = T> + 'static> local::Receiver
    for Rc<Queue<S, ::queue_async::LocalLock>>
{
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.get()
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Ok(self.try_get()?)
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(Queue::stream(self)))
    }

    fn another(&self) -> Option<Self> {
        Some(Self::clone(self))
    }

    fn close(self) {
        drop(self.shutdown_now());
    }
}

impl<T> From<::queue_async::ShutDown<T>> for Closed<T> {
    fn from(error: ::queue_async::ShutDown<T>) -> Self {
        Self(Some(error.0))
    }
}

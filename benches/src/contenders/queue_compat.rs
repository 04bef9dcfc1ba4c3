//! Ours under asyncio's names: first in first out, and a newcomer may overtake who waits.

use std::rc::Rc;
use std::sync::Arc;

use ::queue_compat::{GetNowaitError, PutNowaitError, local as on_one_thread, sync as shared};

use crate::Payload;
use crate::channel::{
    Bounded, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded, local, sync,
};

/// `queue_compat::sync::Queue`.
#[derive(Debug)]
pub struct Sync;

/// `queue_compat::local::Queue`.
#[derive(Debug)]
pub struct Local;

fn maxsize(capacity: usize) -> isize {
    isize::try_from(capacity).expect("it fits")
}

impl<T: Payload> Kind<T> for Sync {
    const CRATE: &'static str = "queue-compat";
    type Sender = Arc<shared::Queue<T>>;
    type Receiver = Arc<shared::Queue<T>>;

    fn name() -> String {
        "queue-compat sync".to_owned()
    }
}

impl<T: Payload> Bounded<T> for Sync {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        let queue = Arc::new(shared::Queue::new(maxsize(capacity)));
        (Arc::clone(&queue), queue)
    }
}

impl<T: Payload> Unbounded<T> for Sync {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        let queue = Arc::new(shared::Queue::new(0));
        (Arc::clone(&queue), queue)
    }
}

impl<T: Payload> Kind<T> for Local {
    const CRATE: &'static str = "queue-compat";
    type Sender = Rc<on_one_thread::Queue<T>>;
    type Receiver = Rc<on_one_thread::Queue<T>>;

    fn name() -> String {
        "queue-compat local".to_owned()
    }
}

impl<T: Payload> Bounded<T> for Local {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        let queue = Rc::new(on_one_thread::Queue::new(maxsize(capacity)));
        (Rc::clone(&queue), queue)
    }
}

impl<T: Payload> Unbounded<T> for Local {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        let queue = Rc::new(on_one_thread::Queue::new(0));
        (Rc::clone(&queue), queue)
    }
}

impl<T> From<PutNowaitError<T>> for TrySendError<T> {
    fn from(error: PutNowaitError<T>) -> Self {
        match error {
            PutNowaitError::QueueFull(item) => Self::Full(Some(item)),
            PutNowaitError::QueueShutDown(item) => Self::Closed(Some(item)),
        }
    }
}

impl From<GetNowaitError> for TryRecvError {
    fn from(error: GetNowaitError) -> Self {
        match error {
            GetNowaitError::QueueEmpty => Self::Empty,
            GetNowaitError::QueueShutDown => Self::Closed,
        }
    }
}

impl<T: Payload> sync::Sender for Arc<shared::Queue<T>> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        self.put(item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Ok(self.put_nowait(item)?)
    }

    fn another(&self) -> Option<Self> {
        Some(Self::clone(self))
    }

    fn close(self) {
        self.shutdown(false);
    }
}

impl<T: Payload> sync::Receiver for Arc<shared::Queue<T>> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.get()
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Ok(self.get_nowait()?)
    }

    fn another(&self) -> Option<Self> {
        Some(Self::clone(self))
    }

    fn close(self) {
        self.shutdown(true);
    }
}

impl<T: Payload> local::Sender for Rc<on_one_thread::Queue<T>> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        self.put(item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Ok(self.put_nowait(item)?)
    }

    fn another(&self) -> Option<Self> {
        Some(Self::clone(self))
    }

    fn close(self) {
        self.shutdown(false);
    }
}

impl<T: Payload> local::Receiver for Rc<on_one_thread::Queue<T>> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.get()
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Ok(self.get_nowait()?)
    }

    fn another(&self) -> Option<Self> {
        Some(Self::clone(self))
    }

    fn close(self) {
        self.shutdown(true);
    }
}

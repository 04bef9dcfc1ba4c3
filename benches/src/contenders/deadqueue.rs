//! Deadqueue: one queue that all share; it cannot be closed.

use std::future::ready;
use std::sync::Arc;

use ::deadqueue::{limited, unlimited};
use futures::FutureExt;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{Bounded, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded};

/// `deadqueue::limited::Queue`.
#[derive(Debug)]
pub struct Limited;

impl<T: Payload> Kind<T> for Limited {
    const CRATE: &'static str = "deadqueue";
    const CLOSES: bool = false;
    type Sender = Arc<limited::Queue<T>>;
    type Receiver = Arc<limited::Queue<T>>;

    fn holding(items: Vec<T>) -> Option<(Self::Sender, Self::Receiver)> {
        let queue = Arc::new(limited::Queue::from(items));
        Some((Arc::clone(&queue), queue))
    }
}

impl<T: Payload> Bounded<T> for Limited {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        let queue = Arc::new(limited::Queue::new(capacity));
        (Arc::clone(&queue), queue)
    }
}

/// `deadqueue::unlimited::Queue`.
#[derive(Debug)]
pub struct Unlimited;

impl<T: Payload> Kind<T> for Unlimited {
    const CRATE: &'static str = "deadqueue";
    const CLOSES: bool = false;
    type Sender = Arc<unlimited::Queue<T>>;
    type Receiver = Arc<unlimited::Queue<T>>;
}

impl<T: Payload> Unbounded<T> for Unlimited {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        let queue = Arc::new(unlimited::Queue::new());
        (Arc::clone(&queue), queue)
    }
}

impl<T: Payload> Sender for Arc<limited::Queue<T>> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        self.push(item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        self.try_push(item).map_err(|item| TrySendError::Full(Some(item)))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for Arc<unlimited::Queue<T>> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        self.push(item);
        ready(())
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        self.push(item);
        Ok(())
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for Arc<limited::Queue<T>> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.pop().map(Some)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        self.try_pop().ok_or(TryRecvError::Empty)
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for Arc<unlimited::Queue<T>> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.pop().map(Some)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        self.try_pop().ok_or(TryRecvError::Empty)
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

//! Futures' mpsc: one receiver. Each sender has a slot of its own beside those of the capacity.

use std::future::ready;

use ::futures_channel::mpsc;
use futures::{SinkExt, StreamExt};

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{self, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `futures_channel::mpsc::channel`.
#[derive(Debug)]
pub struct Bounded;

impl<T: Payload> Kind<T> for Bounded {
    const CRATE: &'static str = "futures-channel";
    type Sender = mpsc::Sender<T>;
    type Receiver = mpsc::Receiver<T>;
}

impl<T: Payload> channel::Bounded<T> for Bounded {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        // The slot of the first sender is one of those asked for.
        mpsc::channel(capacity - 1)
    }
}

/// `futures_channel::mpsc::unbounded`.
#[derive(Debug)]
pub struct Unbounded;

impl<T: Payload> Kind<T> for Unbounded {
    const CRATE: &'static str = "futures-channel";
    type Sender = mpsc::UnboundedSender<T>;
    type Receiver = mpsc::UnboundedReceiver<T>;
}

impl<T: Payload> channel::Unbounded<T> for Unbounded {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        mpsc::unbounded()
    }
}

impl<T: Payload> Sender for mpsc::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        // `send` of the same trait waits for the flush as well, that is, until there is room for another.
        self.feed(item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| {
            if error.is_full() {
                TrySendError::Full(Some(error.into_inner()))
            } else {
                TrySendError::Closed(Some(error.into_inner()))
            }
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for mpsc::UnboundedSender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(self.unbounded_send(item))
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        let result = self.unbounded_send(item);
        result.map_err(|error| TrySendError::Closed(Some(error.into_inner())))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for mpsc::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.next()
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            mpsc::TryRecvError::Empty => TryRecvError::Empty,
            mpsc::TryRecvError::Closed => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T: Payload> Receiver for mpsc::UnboundedReceiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.next()
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            mpsc::TryRecvError::Empty => TryRecvError::Empty,
            mpsc::TryRecvError::Closed => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T> From<mpsc::SendError> for Closed<T> {
    /// It has no item.
    fn from(_: mpsc::SendError) -> Self {
        Self(None)
    }
}

impl<T> From<mpsc::TrySendError<T>> for Closed<T> {
    fn from(error: mpsc::TrySendError<T>) -> Self {
        Self(Some(error.into_inner()))
    }
}

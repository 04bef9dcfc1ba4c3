//! Async-unsync: one receiver.

use std::future::ready;

use ::async_unsync::{bounded, unbounded};

use crate::Payload;
use crate::channel::local::{Receiver, Sender};
use crate::channel::{self, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `async_unsync::bounded::channel`.
#[derive(Debug)]
pub struct Bounded;

impl<T: Payload> Kind<T> for Bounded {
    const CRATE: &'static str = "async-unsync";
    type Sender = bounded::Sender<T>;
    type Receiver = bounded::Receiver<T>;

    fn holding(items: Vec<T>) -> Option<(Self::Sender, Self::Receiver)> {
        Some(bounded::channel_from_iter(items.len(), items).into_split())
    }
}

impl<T: Payload> channel::Bounded<T> for Bounded {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        bounded::channel(capacity).into_split()
    }
}

/// `async_unsync::unbounded::channel`.
#[derive(Debug)]
pub struct Unbounded;

impl<T: Payload> Kind<T> for Unbounded {
    const CRATE: &'static str = "async-unsync";
    type Sender = unbounded::UnboundedSender<T>;
    type Receiver = unbounded::UnboundedReceiver<T>;
}

impl<T: Payload> channel::Unbounded<T> for Unbounded {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        unbounded::channel().into_split()
    }
}

impl<T: Payload> Sender for bounded::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| match error {
            ::async_unsync::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            ::async_unsync::TrySendError::Closed(item) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for unbounded::UnboundedSender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(Self::send(self, item))
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::send(self, item).map_err(|error| TrySendError::Closed(Some(error.0)))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for bounded::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            ::async_unsync::TryRecvError::Empty => TryRecvError::Empty,
            ::async_unsync::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T: Payload> Receiver for unbounded::UnboundedReceiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            ::async_unsync::TryRecvError::Empty => TryRecvError::Empty,
            ::async_unsync::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T> From<::async_unsync::SendError<T>> for Closed<T> {
    fn from(error: ::async_unsync::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

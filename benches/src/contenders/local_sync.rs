//! Local-sync: one receiver.

use std::future::ready;

use ::local_sync::mpsc::{bounded, unbounded};

use crate::Payload;
use crate::channel::local::{Receiver, Sender};
use crate::channel::{self, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `local_sync::mpsc::bounded::channel`.
#[derive(Debug)]
pub struct Bounded;

impl<T: Payload> Kind<T> for Bounded {
    const CRATE: &'static str = "local-sync";
    type Sender = bounded::Tx<T>;
    type Receiver = bounded::Rx<T>;
}

impl<T: Payload> channel::Bounded<T> for Bounded {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        bounded::channel(capacity)
    }
}

/// `local_sync::mpsc::unbounded::channel`.
#[derive(Debug)]
pub struct Unbounded;

impl<T: Payload> Kind<T> for Unbounded {
    const CRATE: &'static str = "local-sync";
    type Sender = unbounded::Tx<T>;
    type Receiver = unbounded::Rx<T>;
}

impl<T: Payload> channel::Unbounded<T> for Unbounded {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        unbounded::channel()
    }
}

impl<T: Payload> Sender for bounded::Tx<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Err(TrySendError::Absent(item))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for unbounded::Tx<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(Self::send(self, item))
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::send(self, item).map_err(|_| TrySendError::Closed(None))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for bounded::Rx<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            ::local_sync::mpsc::TryRecvError::Empty => TryRecvError::Empty,
            ::local_sync::mpsc::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T: Payload> Receiver for unbounded::Rx<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            ::local_sync::mpsc::TryRecvError::Empty => TryRecvError::Empty,
            ::local_sync::mpsc::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T> From<::local_sync::mpsc::SendError> for Closed<T> {
    /// It has no item.
    fn from(_: ::local_sync::mpsc::SendError) -> Self {
        Self(None)
    }
}

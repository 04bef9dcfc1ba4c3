//! Crossfire, of which this is the channel with any number of senders and receivers.

use std::future::ready;

use ::crossfire::{AsyncRx, AsyncTx, MAsyncRx, MAsyncTx, MTx, Tx, mpmc};

use futures::stream::LocalBoxStream;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{self, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `crossfire::mpmc::bounded_async`.
#[derive(Debug)]
pub struct Bounded;

impl<T: Payload> Kind<T> for Bounded {
    const CRATE: &'static str = "crossfire";
    type Sender = MAsyncTx<mpmc::Array<T>>;
    type Receiver = MAsyncRx<mpmc::Array<T>>;
}

impl<T: Payload> channel::Bounded<T> for Bounded {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        mpmc::bounded_async(capacity)
    }
}

/// `crossfire::mpmc::unbounded_async`.
#[derive(Debug)]
pub struct Unbounded;

impl<T: Payload> Kind<T> for Unbounded {
    const CRATE: &'static str = "crossfire";
    type Sender = MTx<mpmc::List<T>>;
    type Receiver = MAsyncRx<mpmc::List<T>>;
}

impl<T: Payload> channel::Unbounded<T> for Unbounded {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        mpmc::unbounded_async()
    }
}

impl<T: Payload> Sender for MAsyncTx<mpmc::Array<T>> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        AsyncTx::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        AsyncTx::try_send(self, item).map_err(|error| match error {
            ::crossfire::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            ::crossfire::TrySendError::Disconnected(item) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for MTx<mpmc::List<T>> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        // It never blocks, having no bound.
        ready(Tx::send(self, item))
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Tx::send(self, item).map_err(|error| TrySendError::Closed(Some(error.0)))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for MAsyncRx<mpmc::Array<T>> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        AsyncRx::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        AsyncRx::try_recv(self).map_err(|error| match error {
            ::crossfire::TryRecvError::Empty => TryRecvError::Empty,
            ::crossfire::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(self.clone().into_stream()))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for MAsyncRx<mpmc::List<T>> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        AsyncRx::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        AsyncRx::try_recv(self).map_err(|error| match error {
            ::crossfire::TryRecvError::Empty => TryRecvError::Empty,
            ::crossfire::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(self.clone().into_stream()))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T> From<::crossfire::SendError<T>> for Closed<T> {
    fn from(error: ::crossfire::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

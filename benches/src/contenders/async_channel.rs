//! async-channel: any number of senders and receivers.

use futures::stream::LocalBoxStream;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{
    Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded,
};

/// `async_channel::bounded` and `unbounded`.
#[derive(Debug)]
pub struct AsyncChannel;

impl<T: Payload> Kind<T> for AsyncChannel {
    const CRATE: &'static str = "async-channel";
    type Sender = ::async_channel::Sender<T>;
    type Receiver = ::async_channel::Receiver<T>;
}

impl<T: Payload> Bounded<T> for AsyncChannel {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        ::async_channel::bounded(capacity)
    }
}

impl<T: Payload> Unbounded<T> for AsyncChannel {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        ::async_channel::unbounded()
    }
}

impl<T: Payload> Sender for ::async_channel::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| match error {
            ::async_channel::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            ::async_channel::TrySendError::Closed(item) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for ::async_channel::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            ::async_channel::TryRecvError::Empty => TryRecvError::Empty,
            ::async_channel::TryRecvError::Closed => TryRecvError::Closed,
        })
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(self.clone()))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T> From<::async_channel::SendError<T>> for Closed<T> {
    fn from(error: ::async_channel::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

//! Flume: any number of senders and receivers.

use futures::stream::LocalBoxStream;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{
    Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded,
};

/// `flume::bounded` and `unbounded`.
#[derive(Debug)]
pub struct Flume;

impl<T: Payload> Kind<T> for Flume {
    const CRATE: &'static str = "flume";
    type Sender = ::flume::Sender<T>;
    type Receiver = ::flume::Receiver<T>;
}

impl<T: Payload> Bounded<T> for Flume {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        ::flume::bounded(capacity)
    }
}

impl<T: Payload> Unbounded<T> for Flume {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        ::flume::unbounded()
    }
}

impl<T: Payload> Sender for ::flume::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        self.send_async(item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| match error {
            ::flume::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            ::flume::TrySendError::Disconnected(item) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for ::flume::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.recv_async()
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            ::flume::TryRecvError::Empty => TryRecvError::Empty,
            ::flume::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(Self::stream(self)))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T> From<::flume::SendError<T>> for Closed<T> {
    fn from(error: ::flume::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

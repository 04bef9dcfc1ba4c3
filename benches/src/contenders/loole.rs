//! Loole: any number of senders and receivers.

use futures::stream::LocalBoxStream;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{
    Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded,
};

/// `loole::bounded` and `unbounded`.
#[derive(Debug)]
pub struct Loole;

impl<T: Payload> Kind<T> for Loole {
    const CRATE: &'static str = "loole";
    type Sender = ::loole::Sender<T>;
    type Receiver = ::loole::Receiver<T>;
}

impl<T: Payload> Bounded<T> for Loole {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        ::loole::bounded(capacity)
    }
}

impl<T: Payload> Unbounded<T> for Loole {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        ::loole::unbounded()
    }
}

impl<T: Payload> Sender for ::loole::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        self.send_async(item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| match error {
            ::loole::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            ::loole::TrySendError::Disconnected(item) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for ::loole::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.recv_async()
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            ::loole::TryRecvError::Empty => TryRecvError::Empty,
            ::loole::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(Self::stream(self)))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T> From<::loole::SendError<T>> for Closed<T> {
    fn from(error: ::loole::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

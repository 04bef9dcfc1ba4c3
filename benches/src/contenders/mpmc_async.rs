//! Mpmc-async: any number of senders and receivers, always bounded.

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `mpmc_async::channel`.
#[derive(Debug)]
pub struct MpmcAsync;

impl<T: Payload> Kind<T> for MpmcAsync {
    const CRATE: &'static str = "mpmc-async";
    const TRY_WAKES: bool = false;
    type Sender = ::mpmc_async::Sender<T>;
    type Receiver = ::mpmc_async::Receiver<T>;
}

impl<T: Payload> Bounded<T> for MpmcAsync {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        ::mpmc_async::channel(capacity)
    }
}

impl<T: Payload> Sender for ::mpmc_async::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| match error {
            ::mpmc_async::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            ::mpmc_async::TrySendError::Disconnected(item) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for ::mpmc_async::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            ::mpmc_async::TryRecvError::Empty => TryRecvError::Empty,
            ::mpmc_async::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T> From<::mpmc_async::SendError<T>> for Closed<T> {
    fn from(error: ::mpmc_async::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

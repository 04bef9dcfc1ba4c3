//! Tachyonix: one receiver, always bounded.

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `tachyonix::channel`.
#[derive(Debug)]
pub struct Tachyonix;

impl<T: Payload> Kind<T> for Tachyonix {
    const CRATE: &'static str = "tachyonix";
    type Sender = ::tachyonix::Sender<T>;
    type Receiver = ::tachyonix::Receiver<T>;
}

impl<T: Payload> Bounded<T> for Tachyonix {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        ::tachyonix::channel(capacity)
    }
}

impl<T: Payload> Sender for ::tachyonix::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| match error {
            ::tachyonix::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            ::tachyonix::TrySendError::Closed(item) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for ::tachyonix::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            ::tachyonix::TryRecvError::Empty => TryRecvError::Empty,
            ::tachyonix::TryRecvError::Closed => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T> From<::tachyonix::SendError<T>> for Closed<T> {
    fn from(error: ::tachyonix::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

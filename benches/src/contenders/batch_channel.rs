//! Batch-channel: any number of senders and receivers, and nothing that does not wait.

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{
    Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded,
};

/// `batch_channel::bounded` and `unbounded`.
#[derive(Debug)]
pub struct BatchChannel;

impl<T: Payload> Kind<T> for BatchChannel {
    const CRATE: &'static str = "batch-channel";
    type Sender = ::batch_channel::Sender<T>;
    type Receiver = ::batch_channel::Receiver<T>;
}

impl<T: Payload> Bounded<T> for BatchChannel {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        ::batch_channel::bounded(capacity)
    }
}

impl<T: Payload> Unbounded<T> for BatchChannel {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        ::batch_channel::unbounded()
    }
}

impl<T: Payload> Sender for ::batch_channel::Sender<T> {
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

impl<T: Payload> Receiver for ::batch_channel::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Err(TryRecvError::Absent)
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T> From<::batch_channel::SendError<T>> for Closed<T> {
    fn from(error: ::batch_channel::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

//! Unsync, whose channel has one sender and one receiver.

use ::unsync::spsc;

use crate::Payload;
use crate::channel::local::{Receiver, Sender};
use crate::channel::{
    Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded,
};

/// `unsync::spsc::channel` and `unbounded`.
#[derive(Debug)]
pub struct Unsync;

impl<T: Payload> Kind<T> for Unsync {
    const CRATE: &'static str = "unsync";
    type Sender = spsc::Sender<T>;
    type Receiver = spsc::Receiver<T>;
}

impl<T: Payload> Bounded<T> for Unsync {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        spsc::channel(capacity)
    }
}

impl<T: Payload> Unbounded<T> for Unsync {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        spsc::unbounded()
    }
}

impl<T: Payload> Sender for spsc::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| TrySendError::Refused(error.0))
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T: Payload> Receiver for spsc::Receiver<T> {
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
        None
    }
}

impl<T> From<::unsync::spsc::SendError<T>> for Closed<T> {
    fn from(error: ::unsync::spsc::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

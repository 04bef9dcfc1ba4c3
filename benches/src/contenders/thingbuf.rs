//! Thingbuf: one receiver, always bounded; a slot keeps the item that was in it, or a clone of the default.

use ::thingbuf::mpsc;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `thingbuf::mpsc::channel`.
#[derive(Debug)]
pub struct Thingbuf;

impl<T: Payload> Kind<T> for Thingbuf {
    const CRATE: &'static str = "thingbuf";
    type Sender = mpsc::Sender<T>;
    type Receiver = mpsc::Receiver<T>;
}

impl<T: Payload> Bounded<T> for Thingbuf {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        mpsc::channel(capacity)
    }
}

impl<T: Payload> Sender for mpsc::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| match error {
            mpsc::errors::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            mpsc::errors::TrySendError::Closed(item) => TrySendError::Closed(Some(item)),
            other => TrySendError::Refused(other.into_inner()),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for mpsc::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            mpsc::errors::TryRecvError::Closed => TryRecvError::Closed,
            mpsc::errors::TryRecvError::Empty | _ => TryRecvError::Empty,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T> From<::thingbuf::mpsc::errors::Closed<T>> for Closed<T> {
    fn from(error: ::thingbuf::mpsc::errors::Closed<T>) -> Self {
        Self(Some(error.into_inner()))
    }
}

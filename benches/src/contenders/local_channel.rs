//! Local-channel: one receiver, unbounded.

use std::future::ready;

use ::local_channel::mpsc;

use crate::Payload;
use crate::channel::local::{Receiver, Sender};
use crate::channel::{Closed, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded};

/// `local_channel::mpsc::channel`.
#[derive(Debug)]
pub struct LocalChannel;

impl<T: Payload> Kind<T> for LocalChannel {
    const CRATE: &'static str = "local-channel";
    type Sender = mpsc::Sender<T>;
    type Receiver = mpsc::Receiver<T>;
}

impl<T: Payload> Unbounded<T> for LocalChannel {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        mpsc::channel()
    }
}

impl<T: Payload> Sender for mpsc::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(Self::send(self, item))
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::send(self, item).map_err(|error| TrySendError::Closed(Some(error.0)))
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
        Err(TryRecvError::Absent)
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T> From<::local_channel::mpsc::SendError<T>> for Closed<T> {
    fn from(error: ::local_channel::mpsc::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

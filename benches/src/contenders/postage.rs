//! Postage has two that hand each item to one receiver: `mpsc`, and `dispatch` with any number of them.

use ::postage::{dispatch, mpsc, sink::Sink, stream::Stream};

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `postage::mpsc::channel`.
#[derive(Debug)]
pub struct Mpsc;

impl<T: Payload> Kind<T> for Mpsc {
    const CRATE: &'static str = "postage";
    type Sender = mpsc::Sender<T>;
    type Receiver = mpsc::Receiver<T>;

    fn name() -> String {
        "postage mpsc".to_owned()
    }
}

impl<T: Payload> Bounded<T> for Mpsc {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        mpsc::channel(capacity)
    }
}

impl<T: Payload> Sender for mpsc::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Sink::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Sink::try_send(self, item).map_err(|error| match error {
            ::postage::sink::TrySendError::Pending(item) => TrySendError::Full(Some(item)),
            ::postage::sink::TrySendError::Rejected(item) => TrySendError::Closed(Some(item)),
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
        Stream::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Stream::try_recv(self).map_err(|error| match error {
            ::postage::stream::TryRecvError::Pending => TryRecvError::Empty,
            ::postage::stream::TryRecvError::Closed => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

/// `postage::dispatch::channel`.
#[derive(Debug)]
pub struct Dispatch;

impl<T: Payload> Kind<T> for Dispatch {
    const CRATE: &'static str = "postage";
    type Sender = dispatch::Sender<T>;
    type Receiver = dispatch::Receiver<T>;

    fn name() -> String {
        "postage dispatch".to_owned()
    }
}

impl<T: Payload> Bounded<T> for Dispatch {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        dispatch::channel(capacity)
    }
}

impl<T: Payload> Sender for dispatch::Sender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Sink::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Sink::try_send(self, item).map_err(|error| match error {
            ::postage::sink::TrySendError::Pending(item) => TrySendError::Full(Some(item)),
            ::postage::sink::TrySendError::Rejected(item) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for dispatch::Receiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Stream::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Stream::try_recv(self).map_err(|error| match error {
            ::postage::stream::TryRecvError::Pending => TryRecvError::Empty,
            ::postage::stream::TryRecvError::Closed => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T> From<::postage::sink::SendError<T>> for Closed<T> {
    fn from(error: ::postage::sink::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

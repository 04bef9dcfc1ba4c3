//! Asyncband has two: with any number of receivers, and with one.

use std::future::ready;

use ::asyncband::{mpmc, mpsc};

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{
    Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded,
};

/// `asyncband::mpmc::bounded`.
#[derive(Debug)]
pub struct Mpmc;

impl<T: Payload> Kind<T> for Mpmc {
    const CRATE: &'static str = "asyncband";
    type Sender = mpmc::BoundedSender<T>;
    type Receiver = mpmc::BoundedReceiver<T>;

    fn name() -> String {
        "asyncband mpmc".to_owned()
    }
}

impl<T: Payload> Bounded<T> for Mpmc {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        mpmc::bounded(capacity)
    }
}

/// `asyncband::mpmc::unbounded`.
#[derive(Debug)]
pub struct UnboundedMpmc;

impl<T: Payload> Kind<T> for UnboundedMpmc {
    const CRATE: &'static str = "asyncband";
    type Sender = mpmc::UnboundedSender<T>;
    type Receiver = mpmc::UnboundedReceiver<T>;

    fn name() -> String {
        "asyncband mpmc".to_owned()
    }
}

impl<T: Payload> Unbounded<T> for UnboundedMpmc {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        mpmc::unbounded()
    }
}

impl<T: Payload> Sender for mpmc::BoundedSender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| match error {
            mpmc::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            mpmc::TrySendError::Disconnected(item) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for mpmc::UnboundedSender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(Self::send(self, item))
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::send(self, item).map_err(|error| TrySendError::Closed(Some(error.into_inner())))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for mpmc::BoundedReceiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            mpmc::TryRecvError::Empty => TryRecvError::Empty,
            mpmc::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for mpmc::UnboundedReceiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            mpmc::TryRecvError::Empty => TryRecvError::Empty,
            mpmc::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

/// `asyncband::mpsc::bounded`.
#[derive(Debug)]
pub struct Mpsc;

impl<T: Payload> Kind<T> for Mpsc {
    const CRATE: &'static str = "asyncband";
    type Sender = mpsc::BoundedSender<T>;
    type Receiver = mpsc::BoundedReceiver<T>;

    fn name() -> String {
        "asyncband mpsc".to_owned()
    }
}

impl<T: Payload> Bounded<T> for Mpsc {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        mpsc::bounded(capacity)
    }
}

/// `asyncband::mpsc::unbounded`.
#[derive(Debug)]
pub struct UnboundedMpsc;

impl<T: Payload> Kind<T> for UnboundedMpsc {
    const CRATE: &'static str = "asyncband";
    type Sender = mpsc::UnboundedSender<T>;
    type Receiver = mpsc::UnboundedReceiver<T>;

    fn name() -> String {
        "asyncband mpsc".to_owned()
    }
}

impl<T: Payload> Unbounded<T> for UnboundedMpsc {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        mpsc::unbounded()
    }
}

impl<T: Payload> Sender for mpsc::BoundedSender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| match error {
            mpsc::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            mpsc::TrySendError::Disconnected(item) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Sender for mpsc::UnboundedSender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        ready(Self::send(self, item))
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::send(self, item).map_err(|error| TrySendError::Closed(Some(error.into_inner())))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for mpsc::BoundedReceiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            mpsc::TryRecvError::Empty => TryRecvError::Empty,
            mpsc::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T: Payload> Receiver for mpsc::UnboundedReceiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        Self::try_recv(self).map_err(|error| match error {
            mpsc::TryRecvError::Empty => TryRecvError::Empty,
            mpsc::TryRecvError::Disconnected => TryRecvError::Closed,
        })
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T> From<mpmc::SendError<T>> for Closed<T> {
    fn from(error: mpmc::SendError<T>) -> Self {
        Self(Some(error.into_inner()))
    }
}

impl<T> From<mpsc::SendError<T>> for Closed<T> {
    fn from(error: mpsc::SendError<T>) -> Self {
        Self(Some(error.into_inner()))
    }
}

//! Tokio's mpsc: one receiver.

use std::future::ready;

use ::tokio::sync::mpsc;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{self, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `tokio::sync::mpsc::channel`.
#[derive(Debug)]
pub struct Bounded;

/// `tokio::sync::mpsc::unbounded_channel`.
#[derive(Debug)]
pub struct Unbounded;

impl<T: Payload> Kind<T> for Bounded {
    const CRATE: &'static str = "tokio";
    type Sender = mpsc::Sender<T>;
    type Receiver = mpsc::Receiver<T>;
}

impl<T: Payload> channel::Bounded<T> for Bounded {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        mpsc::channel(capacity)
    }
}

impl<T: Payload> Kind<T> for Unbounded {
    const CRATE: &'static str = "tokio";
    type Sender = mpsc::UnboundedSender<T>;
    type Receiver = mpsc::UnboundedReceiver<T>;
}

impl<T: Payload> channel::Unbounded<T> for Unbounded {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        mpsc::unbounded_channel()
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
            mpsc::error::TrySendError::Full(item) => TrySendError::Full(Some(item)),
            mpsc::error::TrySendError::Closed(item) => TrySendError::Closed(Some(item)),
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
        Self::send(self, item).map_err(|error| TrySendError::Closed(Some(error.0)))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl From<mpsc::error::TryRecvError> for TryRecvError {
    fn from(error: mpsc::error::TryRecvError) -> Self {
        match error {
            mpsc::error::TryRecvError::Empty => Self::Empty,
            mpsc::error::TryRecvError::Disconnected => Self::Closed,
        }
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
        Ok(Self::try_recv(self)?)
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
        Ok(Self::try_recv(self)?)
    }

    fn another(&self) -> Option<Self> {
        None
    }
}

impl<T> From<::tokio::sync::mpsc::error::SendError<T>> for Closed<T> {
    fn from(error: ::tokio::sync::mpsc::error::SendError<T>) -> Self {
        Self(Some(error.0))
    }
}

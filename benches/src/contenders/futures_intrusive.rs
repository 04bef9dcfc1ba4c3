//! Futures-intrusive: any number of senders and receivers, always bounded.

use ::futures_intrusive::channel::shared::{Receiver as Rx, Sender as Tx, channel};

use futures::stream::LocalBoxStream;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `futures_intrusive::channel::shared::channel`.
#[derive(Debug)]
pub struct FuturesIntrusive;

impl<T: Payload> Kind<T> for FuturesIntrusive {
    const CRATE: &'static str = "futures-intrusive";
    type Sender = Tx<T>;
    type Receiver = Rx<T>;
}

impl<T: Payload> Bounded<T> for FuturesIntrusive {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        channel(capacity)
    }
}

impl<T: Payload> Sender for Tx<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        Self::try_send(self, item).map_err(|error| match error {
            ::futures_intrusive::channel::TrySendError::Full(item) => {
                TrySendError::Full(Some(item))
            }
            ::futures_intrusive::channel::TrySendError::Closed(item) => {
                TrySendError::Closed(Some(item))
            }
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for Rx<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        self.receive()
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        self.try_receive().map_err(|error| match error {
            ::futures_intrusive::channel::TryReceiveError::Empty => TryRecvError::Empty,
            ::futures_intrusive::channel::TryReceiveError::Closed => TryRecvError::Closed,
        })
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(self.clone().into_stream()))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T> From<::futures_intrusive::channel::ChannelSendError<T>> for Closed<T> {
    fn from(error: ::futures_intrusive::channel::ChannelSendError<T>) -> Self {
        Self(Some(error.0))
    }
}

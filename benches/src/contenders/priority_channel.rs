//! Priority-channel: largest first, first in first out among equals, any number of senders and receivers.

use ::priority_channel::{Receiver as Rx, Sender as Tx, bounded};
use futures::FutureExt;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError};

/// `priority_channel::bounded`.
#[derive(Debug)]
pub struct PriorityChannel;

impl<T: Payload> Kind<T> for PriorityChannel {
    const CRATE: &'static str = "priority-channel";
    type Sender = Tx<T, T::Rank>;
    type Receiver = Rx<T, T::Rank>;
}

impl<T: Payload> Bounded<T> for PriorityChannel {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        bounded(capacity)
    }
}

impl<T: Payload> Sender for Tx<T, T::Rank> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        let rank = item.rank();
        Self::send(self, item, rank)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        let rank = item.rank();
        Self::try_send(self, item, rank).map_err(|error| match error {
            ::priority_channel::TrySendError::Full((item, _)) => TrySendError::Full(Some(item)),
            ::priority_channel::TrySendError::Closed((item, _)) => TrySendError::Closed(Some(item)),
        })
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for Rx<T, T::Rank> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self).map(|received| Some(received.ok()?.0))
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        match Self::try_recv(self) {
            Ok((item, _)) => Ok(item),
            Err(::priority_channel::TryRecvError::Empty) => Err(TryRecvError::Empty),
            Err(::priority_channel::TryRecvError::Closed) => Err(TryRecvError::Closed),
        }
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> From<::priority_channel::SendError<(T, T::Rank)>> for Closed<T> {
    fn from(error: ::priority_channel::SendError<(T, T::Rank)>) -> Self {
        Self(Some(error.into_inner().0))
    }
}

//! Kanal: any number of senders and receivers.

use ::kanal::{AsyncReceiver, AsyncSender};

use futures::stream::LocalBoxStream;

use crate::Payload;
use crate::channel::sync::{Receiver, Sender};
use crate::channel::{
    Bounded, Closed, Kind, Received, Sent, TryRecvError, TrySendError, Unbounded,
};

/// `kanal::bounded_async` and `unbounded_async`.
#[derive(Debug)]
pub struct Kanal;

impl<T: Payload> Kind<T> for Kanal {
    const CRATE: &'static str = "kanal";
    type Sender = AsyncSender<T>;
    type Receiver = AsyncReceiver<T>;
}

impl<T: Payload> Bounded<T> for Kanal {
    fn bounded(capacity: usize) -> (Self::Sender, Self::Receiver) {
        ::kanal::bounded_async(capacity)
    }
}

impl<T: Payload> Unbounded<T> for Kanal {
    fn unbounded() -> (Self::Sender, Self::Receiver) {
        ::kanal::unbounded_async()
    }
}

impl<T: Payload> Sender for AsyncSender<T> {
    type Item = T;

    #[inline(always)]
    fn send(&mut self, item: T) -> impl Future<Output: Into<Sent<T>>> {
        Self::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        // Of its two methods this is the one that gives the item back.
        let mut item = Some(item);
        match self.try_send_option(&mut item) {
            Ok(true) => Ok(()),
            Ok(false) => Err(TrySendError::Full(item)),
            Err(_) => Err(TrySendError::Closed(item)),
        }
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T: Payload> Receiver for AsyncReceiver<T> {
    type Item = T;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<T>>> {
        Self::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<T, TryRecvError> {
        match Self::try_recv(self) {
            Ok(Some(item)) => Ok(item),
            Ok(None) => Err(TryRecvError::Empty),
            Err(_) => Err(TryRecvError::Closed),
        }
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, T>> {
        Some(Box::pin(Self::stream(self)))
    }

    fn another(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<T> From<::kanal::SendError> for Closed<T> {
    /// It has no item.
    fn from(_: ::kanal::SendError) -> Self {
        Self(None)
    }
}

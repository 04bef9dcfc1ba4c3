//! Ends of any channel, as they are used on one thread.

use futures::stream::LocalBoxStream;

use super::{Received, Sent, TryRecvError, TrySendError, sync};

/// Sends.
pub trait Sender: Sized + 'static {
    /// What it sends.
    type Item;

    /// Sends an item, waiting for room if there is none; what never waits may send when it is called.
    fn send(&mut self, item: Self::Item) -> impl Future<Output: Into<Sent<Self::Item>>>;

    /// Sends an item if there is room.
    ///
    /// # Errors
    ///
    /// Says why not, with the item if the contender gives it back.
    fn try_send(&mut self, item: Self::Item) -> Result<(), TrySendError<Self::Item>>;

    /// Makes another one for the same channel, unless the contender allows for one only.
    fn another(&self) -> Option<Self>;

    /// Says that nothing more will be sent; others of the same channel must have been dropped.
    ///
    /// Most contenders take the drop of the last for it.
    fn close(self) {}
}

/// Receives.
pub trait Receiver: Sized + 'static {
    /// What it receives.
    type Item;

    /// Receives an item, waiting for one if there is none; nothing if there will be none.
    fn recv(&mut self) -> impl Future<Output: Into<Received<Self::Item>>>;

    /// Receives an item if there is one.
    ///
    /// # Errors
    ///
    /// Says why not.
    fn try_recv(&mut self) -> Result<Self::Item, TryRecvError>;

    /// Returns a stream of the items, if the contender has one of its own.
    fn stream(&mut self) -> Option<LocalBoxStream<'_, Self::Item>> {
        None
    }

    /// Makes another one for the same channel, unless the contender allows for one only.
    fn another(&self) -> Option<Self>;

    /// Says that nothing more will be received; others of the same channel must have been dropped.
    ///
    /// Most contenders take the drop of the last for it.
    fn close(self) {}
}

impl<S: sync::Sender> Sender for S {
    type Item = S::Item;

    #[inline(always)]
    fn send(&mut self, item: Self::Item) -> impl Future<Output: Into<Sent<Self::Item>>> {
        sync::Sender::send(self, item)
    }

    #[inline(always)]
    fn try_send(&mut self, item: Self::Item) -> Result<(), TrySendError<Self::Item>> {
        sync::Sender::try_send(self, item)
    }

    fn another(&self) -> Option<Self> {
        sync::Sender::another(self)
    }

    fn close(self) {
        sync::Sender::close(self);
    }
}

impl<R: sync::Receiver> Receiver for R {
    type Item = R::Item;

    #[inline(always)]
    fn recv(&mut self) -> impl Future<Output: Into<Received<Self::Item>>> {
        sync::Receiver::recv(self)
    }

    #[inline(always)]
    fn try_recv(&mut self) -> Result<Self::Item, TryRecvError> {
        sync::Receiver::try_recv(self)
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, Self::Item>> {
        sync::Receiver::stream(self)
    }

    fn another(&self) -> Option<Self> {
        sync::Receiver::another(self)
    }

    fn close(self) {
        sync::Receiver::close(self);
    }
}

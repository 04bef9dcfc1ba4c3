//! Ends that may go to another thread, as may their futures.

use futures::stream::LocalBoxStream;

use super::{Received, Sent, TryRecvError, TrySendError};

/// Sends. The methods are those of [`local::Sender`](super::local::Sender), which says what they do.
#[expect(missing_docs, reason = "they are said there")]
pub trait Sender: Send + Sized + 'static {
    type Item;

    fn send(&mut self, item: Self::Item) -> impl Future<Output: Into<Sent<Self::Item>>> + Send;

    fn try_send(&mut self, item: Self::Item) -> Result<(), TrySendError<Self::Item>>;

    fn another(&self) -> Option<Self>;

    fn close(self) {}
}

/// Receives. The methods are those of [`local::Receiver`](super::local::Receiver), which says what they do.
#[expect(missing_docs, reason = "they are said there")]
pub trait Receiver: Send + Sized + 'static {
    type Item;

    fn recv(&mut self) -> impl Future<Output: Into<Received<Self::Item>>> + Send;

    fn try_recv(&mut self) -> Result<Self::Item, TryRecvError>;

    fn stream(&mut self) -> Option<LocalBoxStream<'_, Self::Item>> {
        None
    }

    fn another(&self) -> Option<Self>;

    fn close(self) {}
}

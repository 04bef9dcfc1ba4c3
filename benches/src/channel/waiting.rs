use super::{Channel, Received, Sent};

/// Futures that send and receive on one thread.
pub trait LocalFutures: Channel {
    /// Sends an item, and waits until there is room. A channel that always has room may send before the first poll.
    fn send(tx: &mut Self::Tx, item: Self::Item) -> impl Future<Output: Into<Sent<Self::Item>>>;

    /// Receives an item, and waits until there is one or the channel is closed.
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<Self::Item>>>;
}

/// Futures that send and receive on any thread. They do what those of [`LocalFutures`] do.
#[expect(missing_docs, reason = "`LocalFutures` documents the methods")]
pub trait SyncFutures: Channel<Tx: Send, Rx: Send> {
    fn send(
        tx: &mut Self::Tx,
        item: Self::Item,
    ) -> impl Future<Output: Into<Sent<Self::Item>>> + Send;

    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<Self::Item>>> + Send;
}

impl<C: SyncFutures> LocalFutures for C {
    #[inline(always)]
    fn send(tx: &mut Self::Tx, item: Self::Item) -> impl Future<Output: Into<Sent<Self::Item>>> {
        <C as SyncFutures>::send(tx, item)
    }

    #[inline(always)]
    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<Self::Item>>> {
        <C as SyncFutures>::recv(rx)
    }
}

/// Calls that block the thread.
pub trait BlockingCalls: Channel<Tx: Send, Rx: Send> {
    /// Sends an item, and blocks until there is room.
    ///
    /// # Panics
    ///
    /// Panics if the channel is closed.
    fn blocking_send(tx: &mut Self::Tx, item: Self::Item);

    /// Receives an item, and blocks until there is one.
    ///
    /// # Panics
    ///
    /// Panics if the channel is closed.
    fn blocking_recv(rx: &mut Self::Rx) -> Self::Item;
}

use super::{Received, Sent, SyncFutures};

/// Futures that send several items in one call, on any thread.
pub trait SendMany: SyncFutures<Item: Send> {
    /// Sends items in order, and waits until there is room for them. Sends one at a time if the crate has no such call.
    ///
    /// # Panics
    ///
    /// The future panics if the channel is closed.
    #[inline(always)]
    fn send_many(
        tx: &mut Self::Tx,
        items: impl ExactSizeIterator<Item = Self::Item> + Send,
    ) -> impl Future<Output = ()> + Send {
        async move {
            for item in items {
                let Sent(result) = Self::send(tx, item).await.into();
                assert!(result.is_ok(), "the channel is open");
            }
        }
    }
}

/// Futures that receive several items in one call, on any thread.
pub trait RecvMany: SyncFutures<Item: Send> {
    /// Receives up to `limit` items into an empty batch, and waits until there is one. Makes one attempt for each
    /// further item if the crate has no such call.
    ///
    /// The calls of some crates have no limit, and take all that there is.
    ///
    /// # Panics
    ///
    /// The future panics if the channel is closed.
    #[inline(always)]
    fn recv_many(
        rx: &mut Self::Rx,
        limit: usize,
        batch: &mut Vec<Self::Item>,
    ) -> impl Future<Output = ()> + Send {
        async move {
            let Received(first) = Self::recv(rx).await.into();
            batch.push(first.expect("the channel is open"));
            while batch.len() < limit
                && let Ok(Some(item)) = Self::try_recv(rx)
            {
                batch.push(item);
            }
        }
    }
}

/// Futures that reserve room, on any thread.
pub trait Permits: SyncFutures {
    /// Reserves room, and waits until there is some. Then sends the item by the permit.
    ///
    /// # Panics
    ///
    /// The future panics if the channel is closed.
    fn send_by_permit(tx: &mut Self::Tx, item: Self::Item) -> impl Future<Output = ()> + Send;
}

use futures::FutureExt;
use futures::stream::LocalBoxStream;
use queue_benches::channel::{Absent, Closed, LocalFutures};

use crate::item::Item;
use crate::outcome::Outcome;
use crate::task::{Boxed, Task};

/// The sender of a contender, whose type is erased.
trait AnySender {
    fn send(&mut self, item: Item) -> Boxed<'_, Result<(), Closed<Item>>>;
    fn try_send(&mut self, item: Item) -> Result<bool, Absent>;
    fn another(&self) -> Option<Box<dyn AnySender>>;
    fn close(self: Box<Self>);
}

struct SenderOf<C: LocalFutures<Item = Item>>(C::Tx);

impl<C: LocalFutures<Item = Item>> AnySender for SenderOf<C> {
    fn send(&mut self, item: Item) -> Boxed<'_, Result<(), Closed<Item>>> {
        Box::pin(C::send(&mut self.0, item).map(|answer| answer.into().0))
    }

    fn try_send(&mut self, item: Item) -> Result<bool, Absent> {
        C::try_send(&mut self.0, item)
    }

    fn another(&self) -> Option<Box<dyn AnySender>> {
        Some(Box::new(Self(C::SENDERS(&self.0)?)))
    }

    fn close(self: Box<Self>) {
        C::close_sender(self.0);
    }
}

/// The receiver of a contender, whose type is erased.
trait AnyReceiver {
    fn recv(&mut self) -> Boxed<'_, Option<Item>>;
    fn try_recv(&mut self) -> Result<Option<Item>, Absent>;
    fn stream(&mut self) -> Option<LocalBoxStream<'_, Item>>;
    fn another(&self) -> Option<Box<dyn AnyReceiver>>;
    fn close(self: Box<Self>);
}

struct ReceiverOf<C: LocalFutures<Item = Item>>(C::Rx);

impl<C: LocalFutures<Item = Item>> AnyReceiver for ReceiverOf<C> {
    fn recv(&mut self) -> Boxed<'_, Option<Item>> {
        Box::pin(C::recv(&mut self.0).map(|answer| answer.into().0))
    }

    fn try_recv(&mut self) -> Result<Option<Item>, Absent> {
        C::try_recv(&mut self.0)
    }

    fn stream(&mut self) -> Option<LocalBoxStream<'_, Item>> {
        C::stream(&mut self.0)
    }

    fn another(&self) -> Option<Box<dyn AnyReceiver>> {
        Some(Box::new(Self(C::RECEIVERS(&self.0)?)))
    }

    fn close(self: Box<Self>) {
        C::close_receiver(self.0);
    }
}

/// A sender of items, which are numbers.
pub(crate) struct Tx {
    sender: Box<dyn AnySender>,
    try_wakes: bool,
}

impl Tx {
    pub(crate) fn new<C: LocalFutures<Item = Item>>(sender: C::Tx) -> Self {
        Self { sender: Box::new(SenderOf::<C>(sender)), try_wakes: C::TRY_WAKES }
    }

    pub(crate) fn send(&mut self, item: u64) -> Task<'_, Result<(), Closed<Item>>> {
        Task::new(self.sender.send(Item(item)))
    }

    pub(crate) fn try_send(&mut self, item: u64) -> Result<bool, Absent> {
        self.sender.try_send(Item(item))
    }

    /// Sends without waiting, and returns whether the item was sent.
    ///
    /// Where no attempt exists or wakes, it polls a send once and drops it.
    pub(crate) fn put(&mut self, item: u64) -> bool {
        let result = if self.try_wakes { self.try_send(item) } else { Err(Absent) };
        result.unwrap_or_else(|Absent| self.sender.send(Item(item)).now_or_never() == Some(Ok(())))
    }

    pub(crate) fn another(&self) -> Result<Self, Outcome> {
        let sender = self.sender.another().ok_or(Outcome::Absent)?;
        Ok(Self { sender, try_wakes: self.try_wakes })
    }

    pub(crate) fn close(self) {
        self.sender.close();
    }
}

/// A receiver of items.
pub(crate) struct Rx {
    receiver: Box<dyn AnyReceiver>,
    try_wakes: bool,
}

impl Rx {
    pub(crate) fn new<C: LocalFutures<Item = Item>>(receiver: C::Rx) -> Self {
        Self { receiver: Box::new(ReceiverOf::<C>(receiver)), try_wakes: C::TRY_WAKES }
    }

    pub(crate) fn recv(&mut self) -> Task<'_, Option<Item>> {
        Task::new(self.receiver.recv())
    }

    pub(crate) fn try_recv(&mut self) -> Result<Option<Item>, Absent> {
        self.receiver.try_recv()
    }

    pub(crate) fn stream(&mut self) -> Result<LocalBoxStream<'_, Item>, Outcome> {
        self.receiver.stream().ok_or(Outcome::Absent)
    }

    /// Receives without waiting.
    ///
    /// Where no attempt exists or wakes, it polls a receive once and drops it.
    pub(crate) fn take(&mut self) -> Option<u64> {
        let result = if self.try_wakes { self.try_recv() } else { Err(Absent) };
        let item = result.unwrap_or_else(|Absent| self.receiver.recv().now_or_never().flatten());
        item.map(|item| item.0)
    }

    /// Takes all items, a hundred at most.
    pub(crate) fn take_all(&mut self) -> Vec<u64> {
        std::iter::from_fn(|| self.take()).take(100).collect()
    }

    pub(crate) fn another(&self) -> Result<Self, Outcome> {
        let receiver = self.receiver.another().ok_or(Outcome::Absent)?;
        Ok(Self { receiver, try_wakes: self.try_wakes })
    }

    pub(crate) fn close(self) {
        self.receiver.close();
    }
}

use futures::FutureExt;
use futures::stream::LocalBoxStream;
use queue_benches::channel::local::{Receiver, Sender};
use queue_benches::channel::{Closed, TryRecvError, TrySendError};

use crate::item::Item;
use crate::outcome::Outcome;
use crate::task::{Boxed, Task};

/// The sender of a contender, whose type is erased.
trait AnySender {
    fn any_send(&mut self, item: Item) -> Boxed<'_, Result<(), Closed<Item>>>;
    fn any_try_send(&mut self, item: Item) -> Result<(), TrySendError<Item>>;
    fn any_other(&self) -> Option<Box<dyn AnySender>>;
    fn any_close(self: Box<Self>);
}

impl<S: Sender<Item = Item>> AnySender for S {
    fn any_send(&mut self, item: Item) -> Boxed<'_, Result<(), Closed<Item>>> {
        Box::pin(self.send(item).map(|answer| answer.into().0))
    }

    fn any_try_send(&mut self, item: Item) -> Result<(), TrySendError<Item>> {
        self.try_send(item)
    }

    fn any_other(&self) -> Option<Box<dyn AnySender>> {
        Some(Box::new(self.another()?))
    }

    fn any_close(self: Box<Self>) {
        Sender::close(*self);
    }
}

/// The receiver of a contender, whose type is erased.
trait AnyReceiver {
    fn any_recv(&mut self) -> Boxed<'_, Option<Item>>;
    fn any_try_recv(&mut self) -> Result<Item, TryRecvError>;
    fn any_stream(&mut self) -> Option<LocalBoxStream<'_, Item>>;
    fn any_other(&self) -> Option<Box<dyn AnyReceiver>>;
    fn any_close(self: Box<Self>);
}

impl<R: Receiver<Item = Item>> AnyReceiver for R {
    fn any_recv(&mut self) -> Boxed<'_, Option<Item>> {
        Box::pin(self.recv().map(|answer| answer.into().0))
    }

    fn any_try_recv(&mut self) -> Result<Item, TryRecvError> {
        self.try_recv()
    }

    fn any_stream(&mut self) -> Option<LocalBoxStream<'_, Item>> {
        self.stream()
    }

    fn any_other(&self) -> Option<Box<dyn AnyReceiver>> {
        Some(Box::new(self.another()?))
    }

    fn any_close(self: Box<Self>) {
        Receiver::close(*self);
    }
}

/// A sender of items, which are numbers.
pub(crate) struct Tx {
    sender: Box<dyn AnySender>,
    try_wakes: bool,
}

impl Tx {
    pub(crate) fn new(sender: impl Sender<Item = Item>, try_wakes: bool) -> Self {
        Self { sender: Box::new(sender), try_wakes }
    }

    pub(crate) fn send(&mut self, item: u64) -> Task<'_, Result<(), Closed<Item>>> {
        Task::new(self.sender.any_send(Item(item)))
    }

    pub(crate) fn try_send(&mut self, item: u64) -> Result<(), TrySendError<Item>> {
        self.sender.any_try_send(Item(item))
    }

    /// Sends without waiting, and returns whether the item was sent.
    ///
    /// Where no attempt exists or wakes, it polls a send once and drops it.
    pub(crate) fn put(&mut self, item: u64) -> bool {
        let absent = Err(TrySendError::Absent(Item(item)));
        let result = if self.try_wakes { self.try_send(item) } else { absent };
        match result {
            Err(TrySendError::Absent(item)) => {
                self.sender.any_send(item).now_or_never() == Some(Ok(()))
            }
            result => result.is_ok(),
        }
    }

    pub(crate) fn another(&self) -> Result<Self, Outcome> {
        let sender = self.sender.any_other().ok_or(Outcome::Absent)?;
        Ok(Self { sender, try_wakes: self.try_wakes })
    }

    pub(crate) fn close(self) {
        self.sender.any_close();
    }
}

/// A receiver of items.
pub(crate) struct Rx {
    receiver: Box<dyn AnyReceiver>,
    try_wakes: bool,
}

impl Rx {
    pub(crate) fn new(receiver: impl Receiver<Item = Item>, try_wakes: bool) -> Self {
        Self { receiver: Box::new(receiver), try_wakes }
    }

    pub(crate) fn recv(&mut self) -> Task<'_, Option<Item>> {
        Task::new(self.receiver.any_recv())
    }

    pub(crate) fn try_recv(&mut self) -> Result<Item, TryRecvError> {
        self.receiver.any_try_recv()
    }

    pub(crate) fn stream(&mut self) -> Result<LocalBoxStream<'_, Item>, Outcome> {
        self.receiver.any_stream().ok_or(Outcome::Absent)
    }

    /// Receives without waiting.
    ///
    /// Where no attempt exists or wakes, it polls a receive once and drops it.
    pub(crate) fn take(&mut self) -> Option<u64> {
        let result = if self.try_wakes { self.try_recv() } else { Err(TryRecvError::Absent) };
        let item = match result {
            Err(TryRecvError::Absent) => self.receiver.any_recv().now_or_never().flatten(),
            result => result.ok(),
        };
        item.map(|item| item.0)
    }

    /// Takes all items, a hundred at most.
    pub(crate) fn take_all(&mut self) -> Vec<u64> {
        std::iter::from_fn(|| self.take()).take(100).collect()
    }

    pub(crate) fn another(&self) -> Result<Self, Outcome> {
        let receiver = self.receiver.any_other().ok_or(Outcome::Absent)?;
        Ok(Self { receiver, try_wakes: self.try_wakes })
    }

    pub(crate) fn close(self) {
        self.receiver.any_close();
    }
}

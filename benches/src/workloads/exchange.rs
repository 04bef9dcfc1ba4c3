use std::fmt;
use std::ops::Range;
use std::time::Duration;

use super::runtime::{SharedTask, Tally, Task, on_one_thread, on_two_workers};
use super::{Numbered, OneThread, Round, TwoThreads, received, sent, sum_below};
use crate::channel::{local, sync};

/// Some tasks send and some receive, all at one channel.
#[derive(Clone, Copy, Debug)]
pub struct Exchange(pub Shape);

/// The numbers of tasks or threads.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// How many send.
    pub producers: usize,
    /// How many receive.
    pub consumers: usize,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.producers, self.consumers)
    }
}

impl<T: Numbered> OneThread<T> for Exchange {
    fn on_one_thread<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: local::Sender<Item = T>,
        R: local::Receiver<Item = T>,
    {
        let (senders, receivers) = self.ends(make())?;
        let plan = Plan::new(self.0, items);
        let consume = receivers.into_iter().map(|end| -> Task { Box::pin(plan.consume(end)) });
        let produce = senders.into_iter().zip(0..);
        let produce = produce.map(|(end, nth)| -> Task { Box::pin(plan.produce(end, nth)) });
        Some(plan.check(on_one_thread(consume.chain(produce).collect())))
    }
}

impl<T: Numbered> TwoThreads<T> for Exchange {
    fn on_two_threads<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: sync::Sender<Item = T>,
        R: sync::Receiver<Item = T>,
    {
        let (senders, receivers) = self.ends(make())?;
        let plan = Plan::new(self.0, items);
        let consume = receivers.into_iter();
        let consume = consume.map(|end| -> SharedTask { Box::pin(plan.consume(end)) });
        let produce = senders.into_iter().zip(0..);
        let produce = produce.map(|(end, nth)| -> SharedTask { Box::pin(plan.produce(end, nth)) });
        Some(plan.check(on_two_workers(consume.chain(produce).collect())))
    }
}

impl Exchange {
    /// Returns an end for each task, or `None` if the channel does not allow so many.
    fn ends<S, R>(self, (sender, receiver): (S, R)) -> Option<(Vec<S>, Vec<R>)>
    where
        S: local::Sender,
        R: local::Receiver,
    {
        let senders = (1..self.0.producers).map(|_| sender.another()).collect::<Option<Vec<_>>>();
        let receivers = (1..self.0.consumers).map(|_| receiver.another());
        let receivers = receivers.collect::<Option<Vec<_>>>();
        let (mut senders, mut receivers) = (senders?, receivers?);
        senders.push(sender);
        receivers.push(receiver);
        Some((senders, receivers))
    }
}

/// The numbers that each producer sends, and how many each consumer receives.
#[derive(Clone, Copy)]
struct Plan {
    shape: Shape,
    /// How many items each consumer gets from each producer, on average.
    share: usize,
}

impl Plan {
    fn new(shape: Shape, items: usize) -> Self {
        Self { shape, share: items.div_ceil(shape.producers * shape.consumers) }
    }

    fn produce<S: local::Sender<Item: Numbered>>(
        self,
        sender: S,
        nth: usize,
    ) -> impl Future<Output = Tally> {
        let each = self.share * self.shape.consumers;
        produce(sender, nth * each..(nth + 1) * each)
    }

    fn consume<R: local::Receiver<Item: Numbered>>(
        self,
        receiver: R,
    ) -> impl Future<Output = Tally> {
        consume(receiver, self.share * self.shape.producers)
    }

    fn check(self, (elapsed, received): (Duration, Tally)) -> Round {
        let items = self.share * self.shape.producers * self.shape.consumers;
        assert_eq!((received.items, received.sum), (items, sum_below(items)));
        let has_order = self.shape.producers == 1;
        assert!(received.increasing || !has_order, "what one sends is received in order");
        Round { items, elapsed }
    }
}

pub(super) async fn produce<S>(mut sender: S, numbers: Range<usize>) -> Tally
where
    S: local::Sender<Item: Numbered>,
{
    for number in numbers {
        sent(sender.send(number.into()).await);
    }
    Tally::NOTHING
}

pub(super) async fn consume<R>(mut receiver: R, items: usize) -> Tally
where
    R: local::Receiver<Item: Numbered>,
{
    let mut tally = Tally::NOTHING;
    for _ in 0..items {
        tally.add(received(receiver.recv().await).into());
    }
    tally
}

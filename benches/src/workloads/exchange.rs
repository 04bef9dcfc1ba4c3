use std::fmt;
use std::ops::Range;
use std::time::Duration;

use super::runtime::{SharedTask, Tally, Task, on_one_thread, on_two_workers};
use super::{Numbered, OneThread, Round, TwoThreads, ends, received, sent, sum_below};
use crate::channel::{Ends, LocalFutures, SyncFutures};

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
    fn on_one_thread<C: LocalFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let (sender, receiver) = make();
        let senders = ends(sender, C::SENDERS, self.0.producers)?;
        let receivers = ends(receiver, C::RECEIVERS, self.0.consumers)?;
        let plan = Plan::new(self.0, items);
        let consume = receivers.into_iter().map(|end| -> Task { Box::pin(plan.consume::<C>(end)) });
        let produce = senders.into_iter().zip(0..);
        let produce = produce.map(|(end, nth)| -> Task { Box::pin(plan.produce::<C>(end, nth)) });
        Some(plan.check(on_one_thread(consume.chain(produce).collect())))
    }
}

impl<T: Numbered> TwoThreads<T> for Exchange {
    fn on_two_threads<C: SyncFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let (sender, receiver) = make();
        let senders = ends(sender, C::SENDERS, self.0.producers)?;
        let receivers = ends(receiver, C::RECEIVERS, self.0.consumers)?;
        let plan = Plan::new(self.0, items);
        let consume = receivers.into_iter();
        let consume = consume.map(|end| -> SharedTask { Box::pin(plan.consume::<C>(end)) });
        let produce = senders.into_iter().zip(0..);
        let produce =
            produce.map(|(end, nth)| -> SharedTask { Box::pin(plan.produce::<C>(end, nth)) });
        Some(plan.check(on_two_workers(consume.chain(produce).collect())))
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

    fn produce<C: LocalFutures<Item: Numbered>>(
        self,
        sender: C::Tx,
        nth: usize,
    ) -> impl Future<Output = Tally> {
        let each = self.share * self.shape.consumers;
        produce::<C>(sender, nth * each..(nth + 1) * each)
    }

    fn consume<C: LocalFutures<Item: Numbered>>(
        self,
        receiver: C::Rx,
    ) -> impl Future<Output = Tally> {
        consume::<C>(receiver, self.share * self.shape.producers)
    }

    fn check(self, (elapsed, received): (Duration, Tally)) -> Round {
        let items = self.share * self.shape.producers * self.shape.consumers;
        assert_eq!((received.items, received.sum), (items, sum_below(items)));
        let has_order = self.shape.producers == 1;
        assert!(received.increasing || !has_order, "what one sends is received in order");
        Round { items, elapsed }
    }
}

pub(super) async fn produce<C: LocalFutures<Item: Numbered>>(
    mut sender: C::Tx,
    numbers: Range<usize>,
) -> Tally {
    for number in numbers {
        sent(C::send(&mut sender, number.into()).await);
    }
    Tally::NOTHING
}

pub(super) async fn consume<C: LocalFutures<Item: Numbered>>(
    mut receiver: C::Rx,
    items: usize,
) -> Tally {
    let mut tally = Tally::NOTHING;
    for _ in 0..items {
        tally.add(received(C::recv(&mut receiver).await).into());
    }
    tally
}

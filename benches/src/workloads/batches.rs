use std::ops::Range;

use super::exchange::{consume, produce};
use super::ready::now;
use super::runtime::{SharedTask, Tally, on_one_thread, on_two_workers};
use super::{Numbered, Round, received, sent, sum_below};
use crate::channel::{Ends, RecvMany, SendMany};

/// The number of items in a batch, at most.
const BATCH: usize = 64;

/// One side handles batches of up to 64 items, and the other side one item at a time.
#[derive(Clone, Copy, Debug)]
pub enum Batches {
    /// Nothing waits. The channel has room for 64 items.
    Ready,
    /// A producer and a consumer are tasks on one thread.
    OneThread,
    /// A producer and a consumer are tasks on two workers.
    TwoWorkers,
}

impl Batches {
    /// Sends batches, and receives the items one at a time.
    pub fn send<C: SendMany<Item: Numbered>>(self, ends: Ends<C>, items: usize) -> Round {
        let (mut tx, mut rx) = ends;
        if let Self::Ready = self {
            return ready(items, |numbers, tally| {
                let count = numbers.len();
                now(C::send_many(&mut tx, numbers.map(C::Item::from)));
                for _ in 0..count {
                    tally.add(received(now(C::recv(&mut rx))).into());
                }
            });
        }
        self.exchange(items, Box::pin(consume::<C>(rx, items)), Box::pin(send_all::<C>(tx, items)))
    }

    /// Sends the items one at a time, and receives batches.
    pub fn receive<C: RecvMany<Item: Numbered>>(self, ends: Ends<C>, items: usize) -> Round {
        let (mut tx, mut rx) = ends;
        if let Self::Ready = self {
            let mut batch = Vec::with_capacity(BATCH);
            return ready(items, |numbers, tally| {
                for number in numbers {
                    sent(now(C::send(&mut tx, number.into())));
                }
                now(C::recv_many(&mut rx, BATCH, &mut batch));
                batch.drain(..).for_each(|item| tally.add(item.into()));
            });
        }
        let consumer = Box::pin(receive_all::<C>(rx, items));
        self.exchange(items, consumer, Box::pin(produce::<C>(tx, 0..items)))
    }

    fn exchange(self, items: usize, consumer: SharedTask, producer: SharedTask) -> Round {
        let (elapsed, received) = match self {
            Self::Ready | Self::OneThread => on_one_thread(vec![consumer, producer]),
            Self::TwoWorkers => on_two_workers(vec![consumer, producer]),
        };
        check(received, items);
        Round { items, elapsed }
    }
}

/// Calls `pass` with the numbers of each batch. It sends these numbers, and adds up those that it receives.
fn ready(items: usize, mut pass: impl FnMut(Range<usize>, &mut Tally)) -> Round {
    let mut tally = Tally::NOTHING;
    let round = Round::of(items, || batches(items).for_each(|numbers| pass(numbers, &mut tally)));
    check(tally, items);
    round
}

async fn send_all<C: SendMany<Item: Numbered>>(mut tx: C::Tx, items: usize) -> Tally {
    for numbers in batches(items) {
        C::send_many(&mut tx, numbers.map(C::Item::from)).await;
    }
    Tally::NOTHING
}

async fn receive_all<C: RecvMany<Item: Numbered>>(mut rx: C::Rx, items: usize) -> Tally {
    let (mut tally, mut batch) = (Tally::NOTHING, Vec::with_capacity(BATCH));
    while tally.items < items {
        C::recv_many(&mut rx, BATCH, &mut batch).await;
        assert!(!batch.is_empty(), "it is open");
        batch.drain(..).for_each(|item| tally.add(item.into()));
    }
    tally
}

/// Returns the numbers below `items`, in batches.
fn batches(items: usize) -> impl Iterator<Item = Range<usize>> {
    (0..items).step_by(BATCH).map(move |first| first..items.min(first + BATCH))
}

fn check(received: Tally, items: usize) {
    assert_eq!((received.items, received.sum), (items, sum_below(items)));
    assert!(received.increasing, "what one sends is received in order");
}

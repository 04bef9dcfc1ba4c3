use std::time::Duration;

use super::runtime::{Tally, on_one_thread, on_two_workers};
use super::{Numbered, OneThread, Round, TwoThreads, received, sent, sum_below};
use crate::channel::{Ends, LocalFutures, SyncFutures};

/// One task sends an item, and another sends it back. The time is that of an item there and back.
#[derive(Clone, Copy, Debug)]
pub struct PingPong;

impl<T: Numbered> OneThread<T> for PingPong {
    fn on_one_thread<C: LocalFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let ((there, at), (back, home)) = (make(), make());
        Some(check(
            items,
            on_one_thread(vec![
                Box::pin(pong::<C>(at, back, items)),
                Box::pin(ping::<C>(there, home, items)),
            ]),
        ))
    }
}

impl<T: Numbered> TwoThreads<T> for PingPong {
    fn on_two_threads<C: SyncFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let ((there, at), (back, home)) = (make(), make());
        Some(check(
            items,
            on_two_workers(vec![
                Box::pin(pong::<C>(at, back, items)),
                Box::pin(ping::<C>(there, home, items)),
            ]),
        ))
    }
}

fn check(items: usize, (elapsed, returned): (Duration, Tally)) -> Round {
    assert_eq!((returned.items, returned.sum), (items, sum_below(items)));
    assert!(returned.increasing, "they are received in order");
    Round { items, elapsed }
}

async fn ping<C: LocalFutures<Item: Numbered>>(
    mut sender: C::Tx,
    mut receiver: C::Rx,
    items: usize,
) -> Tally {
    let mut tally = Tally::NOTHING;
    for number in 0..items {
        sent(C::send(&mut sender, number.into()).await);
        tally.add(received(C::recv(&mut receiver).await).into());
    }
    tally
}

async fn pong<C: LocalFutures<Item: Numbered>>(
    mut receiver: C::Rx,
    mut sender: C::Tx,
    items: usize,
) -> Tally {
    for _ in 0..items {
        let item = received(C::recv(&mut receiver).await);
        sent(C::send(&mut sender, item).await);
    }
    Tally::NOTHING
}

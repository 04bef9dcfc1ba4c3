use std::time::Duration;

use super::runtime::{Tally, on_one_thread, on_two_workers};
use super::{Numbered, OneThread, Round, TwoThreads, received, sent, sum_below};
use crate::channel::{local, sync};

/// One task sends an item, and another sends it back. The time is that of an item there and back.
#[derive(Clone, Copy, Debug)]
pub struct PingPong;

impl<T: Numbered> OneThread<T> for PingPong {
    fn on_one_thread<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: local::Sender<Item = T>,
        R: local::Receiver<Item = T>,
    {
        let ((there, at), (back, home)) = (make(), make());
        Some(check(
            items,
            on_one_thread(vec![
                Box::pin(pong(at, back, items)),
                Box::pin(ping(there, home, items)),
            ]),
        ))
    }
}

impl<T: Numbered> TwoThreads<T> for PingPong {
    fn on_two_threads<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: sync::Sender<Item = T>,
        R: sync::Receiver<Item = T>,
    {
        let ((there, at), (back, home)) = (make(), make());
        Some(check(
            items,
            on_two_workers(vec![
                Box::pin(pong(at, back, items)),
                Box::pin(ping(there, home, items)),
            ]),
        ))
    }
}

fn check(items: usize, (elapsed, returned): (Duration, Tally)) -> Round {
    assert_eq!((returned.items, returned.sum), (items, sum_below(items)));
    assert!(returned.increasing, "they are received in order");
    Round { items, elapsed }
}

async fn ping<S, R>(mut sender: S, mut receiver: R, items: usize) -> Tally
where
    S: local::Sender<Item: Numbered>,
    R: local::Receiver<Item = S::Item>,
{
    let mut tally = Tally::NOTHING;
    for number in 0..items {
        sent(sender.send(number.into()).await);
        tally.add(received(receiver.recv().await).into());
    }
    tally
}

async fn pong<S, R>(mut receiver: R, mut sender: S, items: usize) -> Tally
where
    S: local::Sender<Item: Numbered>,
    R: local::Receiver<Item = S::Item>,
{
    for _ in 0..items {
        let item = received(receiver.recv().await);
        sent(sender.send(item).await);
    }
    Tally::NOTHING
}

use std::time::Duration;

use super::runtime::{Tally, on_one_thread, on_two_workers};
use super::{Numbered, OneThread, Round, TwoThreads, sum_below};
use crate::channel::{local, sync};

/// A task sends, and another one sends back what it receives: how long an item takes there and back.
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
        assert!(sender.send(number.into()).await.is_ok(), "it is open");
        tally.add(receiver.recv().await.expect("it is open").into());
    }
    tally
}

async fn pong<S, R>(mut receiver: R, mut sender: S, items: usize) -> Tally
where
    S: local::Sender<Item: Numbered>,
    R: local::Receiver<Item = S::Item>,
{
    for _ in 0..items {
        let item = receiver.recv().await.expect("it is open");
        assert!(sender.send(item).await.is_ok(), "it is open");
    }
    Tally::NOTHING
}

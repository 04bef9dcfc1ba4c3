use tokio::task::yield_now;

use super::exchange::consume;
use super::runtime::{Tally, Task, on_one_thread};
use super::{Numbered, OneThread, Round, sent, sum_below};
use crate::channel::local;

/// This many tasks wait, then as many items come at once. This repeats.
#[derive(Clone, Copy, Debug)]
pub struct Burst(pub usize);

impl<T: Numbered> OneThread<T> for Burst {
    fn on_one_thread<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: local::Sender<Item = T>,
        R: local::Receiver<Item = T>,
    {
        let (sender, receiver) = make();
        let mut receivers = (1..self.0).map(|_| receiver.another()).collect::<Option<Vec<_>>>()?;
        receivers.push(receiver);
        let bursts = items.div_ceil(self.0);
        let items = bursts * self.0;
        let wait = receivers.into_iter().map(|end| -> Task { Box::pin(consume(end, bursts)) });
        let mut tasks: Vec<_> = wait.collect();
        tasks.push(Box::pin(burst(sender, bursts, self.0)));
        let (elapsed, received) = on_one_thread(tasks);
        assert_eq!((received.items, received.sum), (items, sum_below(items)));
        Some(Round { items, elapsed })
    }
}

async fn burst<S: local::Sender<Item: Numbered>>(
    mut sender: S,
    bursts: usize,
    each: usize,
) -> Tally {
    for burst in 0..bursts {
        // Lets the other tasks run until all of them wait.
        yield_now().await;
        for number in burst * each..(burst + 1) * each {
            sent(sender.send(number.into()).await);
        }
    }
    Tally::NOTHING
}

use tokio::task::yield_now;

use super::exchange::consume;
use super::runtime::{Tally, Task, on_one_thread};
use super::{Numbered, OneThread, Round, ends, sent, sum_below};
use crate::channel::{Ends, LocalFutures};

/// This many tasks wait, then as many items come at once. This repeats.
#[derive(Clone, Copy, Debug)]
pub struct Burst(pub usize);

impl<T: Numbered> OneThread<T> for Burst {
    fn on_one_thread<C: LocalFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let (sender, receiver) = make();
        let receivers = ends(receiver, C::RECEIVERS, self.0)?;
        let bursts = items.div_ceil(self.0);
        let items = bursts * self.0;
        let wait = receivers.into_iter().map(|end| -> Task { Box::pin(consume::<C>(end, bursts)) });
        let mut tasks: Vec<_> = wait.collect();
        tasks.push(Box::pin(burst::<C>(sender, bursts, self.0)));
        let (elapsed, received) = on_one_thread(tasks);
        assert_eq!((received.items, received.sum), (items, sum_below(items)));
        Some(Round { items, elapsed })
    }
}

async fn burst<C: LocalFutures<Item: Numbered>>(
    mut sender: C::Tx,
    bursts: usize,
    each: usize,
) -> Tally {
    for burst in 0..bursts {
        // Lets the other tasks run until all of them wait.
        yield_now().await;
        for number in burst * each..(burst + 1) * each {
            sent(C::send(&mut sender, number.into()).await);
        }
    }
    Tally::NOTHING
}

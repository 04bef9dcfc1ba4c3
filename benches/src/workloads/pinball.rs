use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::runtime::{SharedTask, Tally, block_on, on_two_workers};
use super::{Numbered, Round, TwoThreads, received, sent};
use crate::channel::{Ends, LocalFutures, SyncFutures};

/// This many balls go from node to node. Each node sends to each other node in turn.
#[derive(Clone, Copy, Debug)]
pub struct Pinball(pub usize);

const NODES: usize = 13;

/// The ball that ends a node.
const STOP: usize = usize::MAX;

impl<T: Numbered> TwoThreads<T> for Pinball {
    fn on_two_threads<C: SyncFutures<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let hops = items.div_ceil(self.0);
        let items = hops * self.0;
        let (mut senders, receivers): (Vec<_>, Vec<_>) = (0..NODES).map(|_| make()).unzip();
        let nodes: Option<Vec<Vec<C::Tx>>> =
            (0..NODES).map(|_| senders.iter().map(C::SENDERS).collect()).collect();
        for ball in 0..self.0 {
            // A ball is the number of times that it is yet to be received.
            sent(block_on(<C as SyncFutures>::send(&mut senders[ball % NODES], hops.into())));
        }
        let balls = Arc::new(AtomicUsize::new(self.0));
        let nodes = receivers.into_iter().zip(nodes?).enumerate();
        let node = |(nth, (receiver, senders))| -> SharedTask {
            Box::pin(node::<C>(nth, receiver, senders, Arc::clone(&balls)))
        };
        let (elapsed, received) = on_two_workers(nodes.map(node).collect());
        assert_eq!(received.items, items);
        Some(Round { items, elapsed })
    }
}

/// Hands on what it receives.
async fn node<C: LocalFutures<Item: Numbered>>(
    nth: usize,
    mut receiver: C::Rx,
    mut senders: Vec<C::Tx>,
    balls: Arc<AtomicUsize>,
) -> Tally {
    let mut next = nth;
    let mut tally = Tally::NOTHING;
    loop {
        let ball: usize = received(C::recv(&mut receiver).await).into();
        if ball == STOP {
            return tally;
        }
        tally.add(ball);
        if ball > 1 {
            // Each node takes the other nodes in turn, and starts behind itself: no node is preferred.
            next = (next + 1) % NODES;
            next = if next == nth { (next + 1) % NODES } else { next };
            sent(C::send(&mut senders[next], (ball - 1).into()).await);
        } else if balls.fetch_sub(1, Ordering::Relaxed) == 1 {
            for sender in &mut senders {
                sent(C::send(sender, STOP.into()).await);
            }
        }
    }
}

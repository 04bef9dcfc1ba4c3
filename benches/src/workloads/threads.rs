use std::hint::spin_loop;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Instant;

use super::exchange::consume as consume_in_task;
use super::runtime::{SharedTask, on_two_workers};
use super::{Blocking, Numbered, Round, Shape, ends, sum_below};
use crate::channel::{BlockingCalls, Ends, SyncFutures};

/// Some threads send and some receive, all at one channel.
#[derive(Clone, Copy, Debug)]
pub struct Threads(pub Shape);

impl<T: Numbered> Blocking<T> for Threads {
    fn on_threads<C: BlockingCalls<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let Shape { producers, consumers } = self.0;
        let (sender, receiver) = make();
        let mut senders = ends(sender, C::SENDERS, producers)?;
        let mut receivers = ends(receiver, C::RECEIVERS, consumers)?;
        let share = items.div_ceil(producers * consumers);
        let items = share * producers * consumers;
        let (sent, wanted) = (share * consumers, share * producers);
        let start = Instant::now();
        let sum = thread::scope(|scope| {
            let consume = |receiver| scope.spawn(move || consume::<C>(receiver, wanted));
            let consumers: Vec<_> = receivers.iter_mut().map(consume).collect();
            for (nth, sender) in senders.iter_mut().enumerate() {
                scope.spawn(move || produce::<C>(sender, nth * sent..(nth + 1) * sent));
            }
            let sums = consumers.into_iter().map(thread::ScopedJoinHandle::join);
            sums.map(|sum| sum.expect("it does not panic")).sum::<usize>()
        });
        let elapsed = start.elapsed();
        assert_eq!(sum, sum_below(items));
        Some(Round { items, elapsed })
    }
}

/// One thread sends an item, and another sends it back, while some other threads compute.
#[derive(Clone, Copy, Debug)]
pub struct ThreadsPingPong {
    /// The number of threads that compute.
    pub busy: usize,
}

impl<T: Numbered> Blocking<T> for ThreadsPingPong {
    fn on_threads<C: BlockingCalls<Item = T>>(
        self,
        make: impl Fn() -> Ends<C>,
        items: usize,
    ) -> Option<Round> {
        let ((mut there, mut at), (mut back, mut home)) = (make(), make());
        let is_over = AtomicBool::new(false);
        let (elapsed, returned) = thread::scope(|scope| {
            for _ in 0..self.busy {
                scope.spawn(|| {
                    while !is_over.load(Relaxed) {
                        spin_loop();
                    }
                });
            }
            scope.spawn(move || {
                (0..items).for_each(|_| C::blocking_send(&mut back, C::blocking_recv(&mut at)));
            });
            let start = Instant::now();
            let returned = (0..items).filter(|&number| {
                C::blocking_send(&mut there, number.into());
                C::blocking_recv(&mut home).into() == number
            });
            let returned = returned.count();
            is_over.store(true, Relaxed);
            (start.elapsed(), returned)
        });
        assert_eq!(returned, items);
        Some(Round { items, elapsed })
    }
}

/// A thread sends to a task.
#[derive(Clone, Copy, Debug)]
pub struct ThreadToTask;

impl ThreadToTask {
    /// Moves so many items through the channel.
    pub fn run<S: BlockingCalls<Item: Numbered>, R: SyncFutures<Item = S::Item>>(
        self,
        (mut sender, receiver): (S::Tx, R::Rx),
        items: usize,
    ) -> Option<Round> {
        let receive: SharedTask = Box::pin(consume_in_task::<R>(receiver, items));
        let (elapsed, received) = thread::scope(|scope| {
            scope.spawn(|| produce::<S>(&mut sender, 0..items));
            on_two_workers(vec![receive])
        });
        assert_eq!((received.items, received.sum), (items, sum_below(items)));
        assert!(received.increasing, "they are received in order");
        Some(Round { items, elapsed })
    }
}

fn produce<C: BlockingCalls<Item: Numbered>>(sender: &mut C::Tx, numbers: Range<usize>) {
    numbers.for_each(|number| C::blocking_send(sender, number.into()));
}

fn consume<C: BlockingCalls<Item: Numbered>>(receiver: &mut C::Rx, items: usize) -> usize {
    (0..items).map(|_| C::blocking_recv(receiver).into()).sum()
}

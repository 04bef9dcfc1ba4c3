use std::hint::spin_loop;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Instant;

use super::exchange::consume as consume_in_task;
use super::runtime::{SharedTask, on_two_workers};
use super::{Blocking, Numbered, Round, Shape, sum_below};
use crate::channel::blocking::{Receiver, Sender};
use crate::channel::sync;

/// Some threads send and some receive, all at one channel.
#[derive(Clone, Copy, Debug)]
pub struct Threads(pub Shape);

impl<T: Numbered> Blocking<T> for Threads {
    fn on_threads<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: Sender<Item = T>,
        R: Receiver<Item = T>,
    {
        let Shape { producers, consumers } = self.0;
        let (sender, receiver) = make();
        let senders = (1..producers).map(|_| sender.another()).collect::<Option<Vec<_>>>();
        let receivers = (1..consumers).map(|_| receiver.another()).collect::<Option<Vec<_>>>();
        let (mut senders, mut receivers) = (senders?, receivers?);
        senders.push(sender);
        receivers.push(receiver);
        let share = items.div_ceil(producers * consumers);
        let items = share * producers * consumers;
        let (sent, wanted) = (share * consumers, share * producers);
        let start = Instant::now();
        let sum = thread::scope(|scope| {
            let consume = |receiver| scope.spawn(move || consume(receiver, wanted));
            let consumers: Vec<_> = receivers.iter_mut().map(consume).collect();
            for (nth, sender) in senders.iter_mut().enumerate() {
                scope.spawn(move || produce(sender, nth * sent..(nth + 1) * sent));
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
    fn on_threads<S, R>(self, make: impl Fn() -> (S, R), items: usize) -> Option<Round>
    where
        S: Sender<Item = T>,
        R: Receiver<Item = T>,
    {
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
            scope.spawn(move || (0..items).for_each(|_| back.blocking_send(at.blocking_recv())));
            let start = Instant::now();
            let returned = (0..items).filter(|&number| {
                there.blocking_send(number.into());
                home.blocking_recv().into() == number
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
    pub fn run<S, R>(self, (mut sender, receiver): (S, R), items: usize) -> Option<Round>
    where
        S: Sender<Item: Numbered>,
        R: sync::Receiver<Item = S::Item>,
    {
        let receive: SharedTask = Box::pin(consume_in_task(receiver, items));
        let (elapsed, received) = thread::scope(|scope| {
            scope.spawn(|| produce(&mut sender, 0..items));
            on_two_workers(vec![receive])
        });
        assert_eq!((received.items, received.sum), (items, sum_below(items)));
        assert!(received.increasing, "they are received in order");
        Some(Round { items, elapsed })
    }
}

fn produce<S: Sender<Item: Numbered>>(sender: &mut S, numbers: Range<usize>) {
    numbers.for_each(|number| sender.blocking_send(number.into()));
}

fn consume<R: Receiver<Item: Numbered>>(receiver: &mut R, items: usize) -> usize {
    (0..items).map(|_| receiver.blocking_recv().into()).sum()
}

use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use queue_async::{Fifo, LocalLock as OnOneThread, Queue, SyncLock};
use queue_benches::channel::local::{Receiver, Sender};
use queue_benches::channel::{Bounded, Received, ThreadSafe, TryRecvError};
use queue_benches::contenders::queue_async::{Fifo as FirstIn, LastIn, Local, Sync};
use queue_benches::contenders::tokio;
use queue_benches::floors::{floor, place};
use queue_benches::workloads::{
    Attempts, Blocking, Burst, Cancel, Count, Deep, Exchange, OneThread, Pinball, PingPong,
    ReadyFutures, Shape, ThreadToTask, Threads, ThreadsPingPong, TwoThreads, exchange_and_join,
    pairs,
};

const ITEMS: usize = 200;
const ONE_TO_ONE: Exchange = Exchange(Shape { producers: 1, consumers: 1 });
const MANY: Exchange = Exchange(Shape { producers: 3, consumers: 2 });

/// Runs all workloads for one thread, and returns the number of items that each has moved.
fn moved_on_one<S, R>(make: impl Fn(usize) -> (S, R) + Copy) -> Vec<Option<usize>>
where
    S: Sender<Item = usize>,
    R: Receiver<Item = usize>,
{
    [
        Attempts.on_one_thread(|| make(1), ITEMS),
        ReadyFutures.on_one_thread(|| make(1), ITEMS),
        ONE_TO_ONE.on_one_thread(|| make(1), ITEMS),
        MANY.on_one_thread(|| make(2), ITEMS),
        PingPong.on_one_thread(|| make(1), ITEMS),
        Burst(10).on_one_thread(|| make(3), ITEMS),
        Cancel.on_one_thread(|| make(1), ITEMS),
        Deep(7).on_one_thread(|| make(8), ITEMS),
    ]
    .map(|round| round.map(|round| round.items))
    .into()
}

fn moved_on_two<C: Bounded<usize> + ThreadSafe<usize>>() -> Vec<Option<usize>> {
    [
        ONE_TO_ONE.on_two_threads(|| C::bounded(1), ITEMS),
        MANY.on_two_threads(|| C::bounded(2), ITEMS),
        PingPong.on_two_threads(|| C::bounded(1), ITEMS),
        Pinball(5).on_two_threads(|| C::bounded(5), ITEMS),
    ]
    .map(|round| round.map(|round| round.items))
    .into()
}

#[test]
fn ours_do_all() {
    let all = [200, 200, 200, 204, 200, 200, 200, 200].map(Some);
    assert_eq!(moved_on_one(Local::<FirstIn>::bounded), all);
    assert_eq!(moved_on_one(Sync::<FirstIn>::bounded), all);
    assert_eq!(moved_on_two::<Sync<FirstIn>>(), [200, 204, 200, 200].map(Some));
    let channel = || <Sync<FirstIn> as Bounded<usize>>::bounded(2);
    let threads = Threads(Shape { producers: 3, consumers: 2 });
    let moved = threads.on_threads(channel, ITEMS).map(|round| round.items);
    assert_eq!(moved, Some(204));
    let moved = ThreadToTask.run(channel(), ITEMS).map(|round| round.items);
    assert_eq!(moved, Some(200));
    let moved = ThreadsPingPong { busy: 1 }.on_threads(channel, ITEMS).map(|round| round.items);
    assert_eq!(moved, Some(200));
    assert_eq!(pairs::<SyncLock>(Count::Done, ITEMS).items, ITEMS);
    assert_eq!(exchange_and_join::<OnOneThread>(3, ITEMS).items, ITEMS);
}

#[test]
fn one_receiver_is_not_asked_for_more() {
    let round = OneThread::<usize>::on_one_thread(MANY, || tokio::Bounded::bounded(1), ITEMS);
    assert!(round.is_none());
    let round = OneThread::<usize>::on_one_thread(Burst(10), || tokio::Bounded::bounded(1), ITEMS);
    assert!(round.is_none());
}

/// A receiver that returns its third item again in place of the fourth.
struct Doubling {
    queue: Rc<Queue<Fifo<usize>, OnOneThread>>,
    received: usize,
    third: usize,
}

impl Doubling {
    fn make(capacity: usize) -> (Rc<Queue<Fifo<usize>, OnOneThread>>, Self) {
        let (sender, queue) = Local::<FirstIn>::bounded(capacity);
        (sender, Self { queue, received: 0, third: 0 })
    }

    fn forge(&mut self, item: usize) -> usize {
        self.received += 1;
        if self.received == 3 {
            self.third = item;
        }
        if self.received == 4 { self.third } else { item }
    }
}

impl Receiver for Doubling {
    type Item = usize;

    fn recv(&mut self) -> impl Future<Output: Into<Received<usize>>> {
        async {
            let Received(item) = self.queue.recv().await.into();
            item.map(|item| self.forge(item))
        }
    }

    fn try_recv(&mut self) -> Result<usize, TryRecvError> {
        let item = self.queue.try_recv();
        item.map(|item| self.forge(item))
    }

    fn another(&self) -> Option<Self> {
        Some(Self { queue: Rc::clone(&self.queue), received: self.received, third: self.third })
    }
}

#[test]
fn no_workload_overlooks_an_item_that_came_twice() {
    fn overlooked<W: OneThread<usize>>(workload: W, capacity: usize) -> bool {
        let run = || workload.on_one_thread(|| Doubling::make(capacity), ITEMS);
        catch_unwind(AssertUnwindSafe(run)).is_ok()
    }
    assert!(!overlooked(Attempts, 1), "attempts");
    assert!(!overlooked(ReadyFutures, 1), "ready futures");
    assert!(!overlooked(ONE_TO_ONE, 64), "1-1");
    assert!(!overlooked(MANY, 64), "3-2");
    assert!(!overlooked(PingPong, 1), "ping-pong");
    assert!(!overlooked(Burst(10), 64), "burst");
    assert!(!overlooked(Cancel, 1), "cancel");
    assert!(!overlooked(Deep(7), 8), "deep");
}

#[test]
#[should_panic(expected = "what one sends is received in order")]
fn an_exchange_sees_that_the_order_is_another() {
    let _round =
        OneThread::<usize>::on_one_thread(ONE_TO_ONE, || Local::<LastIn>::bounded(64), ITEMS);
}

#[test]
fn a_floor_takes_part_where_nothing_waits() {
    type Floor = RefCell<VecDeque<usize>>;
    let round = Attempts.on_one_thread(floor::<usize, VecDeque<usize>, Floor>, ITEMS);
    assert_eq!(round.map(|round| round.items), Some(ITEMS));
}

#[test]
fn a_place_takes_part_where_each_item_is_waited_for() {
    let round = PingPong.on_one_thread(place::<usize, RefCell<_>>, ITEMS);
    assert_eq!(round.map(|round| round.items), Some(ITEMS));
}

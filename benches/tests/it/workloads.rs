use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_async::{LocalLock as OnOneThread, SyncLock};
use queue_benches::channel::{
    Absent, Channel, Ends, LocalFutures, Received, RecvMany, SendMany, Sent, SyncFutures,
};
use queue_benches::contenders::queue_async::{Fifo as FirstIn, LastIn, Local, Sync, SyncEnds};
use queue_benches::contenders::{batch_channel, flume, tokio};
use queue_benches::floors::{Floor, OnePlace, Place};
use queue_benches::workloads::{
    Attempts, Batches, Blocking, Burst, Cancel, CloneSender, Count, Deep, Exchange, OneThread,
    Pinball, PingPong, ReadyFutures, Shape, ThreadToTask, Threads, ThreadsPingPong, TwoThreads,
    exchange_and_join, pairs,
};

const ITEMS: usize = 200;
const ONE_TO_ONE: Exchange = Exchange(Shape { producers: 1, consumers: 1 });
const MANY: Exchange = Exchange(Shape { producers: 3, consumers: 2 });

/// Runs all that can be done on one thread, and returns how many items each has moved.
fn moved_on_one<C: LocalFutures<Item = usize>>() -> Vec<Option<usize>> {
    [
        Attempts.on_one_thread::<C>(|| C::bounded(1), ITEMS),
        ReadyFutures.on_one_thread::<C>(|| C::bounded(1), ITEMS),
        ONE_TO_ONE.on_one_thread::<C>(|| C::bounded(1), ITEMS),
        MANY.on_one_thread::<C>(|| C::bounded(2), ITEMS),
        PingPong.on_one_thread::<C>(|| C::bounded(1), ITEMS),
        Burst(10).on_one_thread::<C>(|| C::bounded(3), ITEMS),
        Cancel.on_one_thread::<C>(|| C::bounded(1), ITEMS),
        Deep(7).on_one_thread::<C>(|| C::bounded(8), ITEMS),
        CloneSender.on_one_thread::<C>(|| C::bounded(1), ITEMS),
    ]
    .map(|round| round.map(|round| round.items))
    .into()
}

fn moved_on_two<C: SyncFutures<Item = usize>>() -> Vec<Option<usize>> {
    [
        ONE_TO_ONE.on_two_threads::<C>(|| C::bounded(1), ITEMS),
        MANY.on_two_threads::<C>(|| C::bounded(2), ITEMS),
        PingPong.on_two_threads::<C>(|| C::bounded(1), ITEMS),
        Pinball(5).on_two_threads::<C>(|| C::bounded(5), ITEMS),
    ]
    .map(|round| round.map(|round| round.items))
    .into()
}

#[test]
fn ours_do_all() {
    type Ours = Sync<usize, FirstIn>;
    let all = [200, 200, 200, 204, 200, 200, 200, 200, 200].map(Some);
    assert_eq!(moved_on_one::<Local<usize, FirstIn>>(), all);
    assert_eq!(moved_on_one::<Ours>(), all);
    assert_eq!(moved_on_one::<SyncEnds<usize>>(), all);
    assert_eq!(moved_on_two::<Ours>(), [200, 204, 200, 200].map(Some));
    let channel = || Ours::bounded(2);
    let threads = Threads(Shape { producers: 3, consumers: 2 });
    let moved = threads.on_threads::<Ours>(channel, ITEMS).map(|round| round.items);
    assert_eq!(moved, Some(204));
    let moved = ThreadToTask.run::<Ours, Ours>(channel(), ITEMS).map(|round| round.items);
    assert_eq!(moved, Some(200));
    let moved =
        ThreadsPingPong { busy: 1 }.on_threads::<Ours>(channel, ITEMS).map(|round| round.items);
    assert_eq!(moved, Some(200));
    assert_eq!(pairs::<SyncLock>(Count::Done, ITEMS).items, ITEMS);
    assert_eq!(exchange_and_join::<OnOneThread>(3, ITEMS).items, ITEMS);
}

#[test]
fn one_receiver_is_not_asked_for_more() {
    fn moved(workload: impl OneThread<usize>) -> Option<usize> {
        let make = || tokio::Bounded::<usize>::bounded(1);
        workload.on_one_thread::<tokio::Bounded<usize>>(make, ITEMS).map(|round| round.items)
    }
    assert_eq!(moved(MANY), None);
    assert_eq!(moved(Burst(10)), None);
}

/// Ours, but the third item is received twice, in place of the fourth.
struct Doubling;

type Honest = Sync<usize, FirstIn>;

struct Forger {
    queue: <Honest as Channel>::Rx,
    received: usize,
    third: usize,
}

impl Forger {
    fn forge(&mut self, item: usize) -> usize {
        self.received += 1;
        if self.received == 3 {
            self.third = item;
        }
        if self.received == 4 { self.third } else { item }
    }
}

impl Channel for Doubling {
    const CRATE: &'static str = "queue-benches";
    const BOUNDED: Option<fn(usize) -> Ends<Self>> = Some(|capacity| {
        let (sender, queue) = Honest::bounded(capacity);
        (sender, Forger { queue, received: 0, third: 0 })
    });
    const SENDERS: fn(&Self::Tx) -> Option<Self::Tx> = Honest::SENDERS;
    const RECEIVERS: fn(&Self::Rx) -> Option<Self::Rx> = |Forger { queue, received, third }| {
        Some(Forger { queue: queue.clone(), received: *received, third: *third })
    };
    type Item = usize;
    type Tx = <Honest as Channel>::Tx;
    type Rx = Forger;

    fn try_send(tx: &mut Self::Tx, item: usize) -> Result<bool, Absent> {
        Honest::try_send(tx, item)
    }

    fn try_recv(rx: &mut Self::Rx) -> Result<Option<usize>, Absent> {
        let item = Honest::try_recv(&mut rx.queue)?;
        Ok(item.map(|item| rx.forge(item)))
    }
}

impl SyncFutures for Doubling {
    fn send(tx: &mut Self::Tx, item: usize) -> impl Future<Output: Into<Sent<usize>>> {
        <Honest as SyncFutures>::send(tx, item)
    }

    fn recv(rx: &mut Self::Rx) -> impl Future<Output: Into<Received<usize>>> {
        async {
            let Received(item) = <Honest as SyncFutures>::recv(&mut rx.queue).await.into();
            item.map(|item| rx.forge(item))
        }
    }
}

impl SendMany for Doubling {}

impl RecvMany for Doubling {}

#[test]
fn no_workload_overlooks_an_item_that_came_twice() {
    fn overlooked<W: OneThread<usize>>(workload: W, capacity: usize) -> bool {
        let run = || workload.on_one_thread::<Doubling>(|| Doubling::bounded(capacity), ITEMS);
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
    for batches in [Batches::Ready, Batches::OneThread, Batches::TwoWorkers] {
        let send = || batches.send::<Doubling>(Doubling::bounded(64), ITEMS);
        assert!(catch_unwind(send).is_err(), "{batches:?}, send");
        let receive = || batches.receive::<Doubling>(Doubling::bounded(64), ITEMS);
        assert!(catch_unwind(receive).is_err(), "{batches:?}, receive");
    }
}

/// The last batch is smaller than the others.
#[test]
fn batches_move_all_items() {
    fn moved<C: SendMany<Item = usize> + RecvMany>() {
        for batches in [Batches::Ready, Batches::OneThread, Batches::TwoWorkers] {
            assert_eq!(batches.send::<C>(C::bounded(64), ITEMS).items, ITEMS);
            assert_eq!(batches.receive::<C>(C::bounded(64), ITEMS).items, ITEMS);
        }
    }
    moved::<Sync<usize, FirstIn>>();
    moved::<tokio::Bounded<usize>>();
    moved::<flume::Flume<usize>>();
    moved::<batch_channel::BatchChannel<usize>>();
}

#[test]
#[should_panic(expected = "what one sends is received in order")]
fn a_batch_has_an_order() {
    type Last = Sync<usize, LastIn>;
    let _round = Batches::Ready.send::<Last>(Last::bounded(64), ITEMS);
}

#[test]
#[should_panic(expected = "what one sends is received in order")]
fn an_exchange_sees_that_the_order_is_another() {
    type Last = Local<usize, LastIn>;
    let _round = ONE_TO_ONE.on_one_thread::<Last>(|| Last::bounded(64), ITEMS);
}

#[test]
fn a_floor_takes_part_where_nobody_waits() {
    type Bare = Floor<usize, VecDeque<usize>, RefCell<VecDeque<usize>>>;
    let round = Attempts.on_one_thread::<Bare>(Bare::unbounded, ITEMS);
    assert_eq!(round.map(|round| round.items), Some(ITEMS));
}

#[test]
fn a_floor_takes_part_where_one_waits_for_each_item() {
    type Bare = OnePlace<usize, RefCell<Place<usize>>>;
    let round = PingPong.on_one_thread::<Bare>(|| Bare::bounded(1), ITEMS);
    assert_eq!(round.map(|round| round.items), Some(ITEMS));
}

use futures::FutureExt;
use futures::executor::block_on;
use futures::future::join;
use queue_benches::channel::{Absent, Ends, LocalFutures, Received, Sent, SyncFutures};
use queue_benches::contenders::by_permit::ByPermit;
use queue_benches::contenders::queue_async::{Fifo, Sync, SyncEnds};
use queue_benches::contenders::{Visitor, asyncband, mpmc_async, thingbuf, tokio, visit};
use queue_benches::workloads::Numbered;
use queue_benches::{Block256, version};
use std::thread;

const ITEMS: usize = 100;
const SUM: usize = ITEMS * (ITEMS - 1) / 2;

#[test]
fn a_word_is_handed_on() {
    visit::<usize>(&mut RoundTrip);
}

#[test]
fn a_block_is_handed_on() {
    visit::<Block256>(&mut RoundTrip);
}

#[test]
fn a_word_is_handed_on_by_an_end() {
    RoundTrip.shared_bounded::<SyncEnds<usize>>();
    RoundTrip.shared_unbounded::<SyncEnds<usize>>();
}

#[test]
fn a_word_is_handed_on_by_a_permit() {
    RoundTrip.shared_bounded::<ByPermit<Sync<usize, Fifo>>>();
    RoundTrip.shared_bounded::<ByPermit<tokio::Bounded<usize>>>();
    RoundTrip.shared_bounded::<ByPermit<asyncband::Mpmc<usize>>>();
    RoundTrip.shared_bounded::<ByPermit<asyncband::Mpsc<usize>>>();
    RoundTrip.shared_bounded::<ByPermit<thingbuf::Thingbuf<usize>>>();
    RoundTrip.shared_bounded::<ByPermit<mpmc_async::MpmcAsync<usize>>>();
}

/// Sends and receives on one thread, and on two threads if the contender allows that.
struct RoundTrip;

impl<T: Numbered> Visitor<T> for RoundTrip {
    fn bounded<C: LocalFutures<Item = T>>(&mut self) {
        for capacity in [1, 3] {
            one_thread::<C>(C::bounded(capacity));
        }
        let (mut sender, _receiver) = C::bounded(3);
        fill::<C>(&mut sender);
        attempts::<C>(C::bounded(3), true);
        assert_ne!(version(C::CRATE), "");
    }

    fn unbounded<C: LocalFutures<Item = T>>(&mut self) {
        one_thread::<C>(C::unbounded());
        attempts::<C>(C::unbounded(), false);
    }

    fn shared_bounded<C: SyncFutures<Item = T>>(&mut self) {
        self.bounded::<C>();
        two_threads::<C>(C::bounded(3));
    }

    fn shared_unbounded<C: SyncFutures<Item = T>>(&mut self) {
        self.unbounded::<C>();
        two_threads::<C>(C::unbounded());
    }
}

fn one_thread<C: LocalFutures<Item: Numbered>>((mut sender, mut receiver): Ends<C>) {
    let (sent, sum) = block_on(join(send::<C>(&mut sender), receive_all::<C>(&mut receiver)));
    assert_eq!((sent, sum), (ITEMS, SUM), "{}", C::name());
    C::close_sender(sender);
    let end = C::recv(&mut receiver).now_or_never().map(|end| end.into().0);
    assert_eq!(end, C::CLOSES.then_some(None), "{}: it ends if it can be closed", C::name());
}

fn two_threads<C: SyncFutures<Item: Numbered>>((mut sender, mut receiver): Ends<C>) {
    let sum = thread::scope(|scope| {
        scope.spawn(|| block_on(send::<C>(&mut sender)));
        block_on(receive_all::<C>(&mut receiver))
    });
    assert_eq!(sum, SUM, "{}", C::name());
}

/// Sends all items, and returns how many.
async fn send<C: LocalFutures<Item: Numbered>>(sender: &mut C::Tx) -> usize {
    for item in 0..ITEMS {
        let Sent(sent) = C::send(sender, item.into()).await.into();
        sent.unwrap_or_else(|_| panic!("{} is open", C::name()));
    }
    ITEMS
}

/// Receives all items, and returns their sum.
async fn receive_all<C: LocalFutures<Item: Numbered>>(receiver: &mut C::Rx) -> usize {
    let mut sum = 0;
    for _ in 0..ITEMS {
        let Received(item) = C::recv(receiver).await.into();
        sum += item.unwrap_or_else(|| panic!("{} is open", C::name())).into();
    }
    sum
}

/// Sends three items. No send waits for a receive.
fn fill<C: LocalFutures<Item: Numbered>>(sender: &mut C::Tx) {
    for item in [1, 2, 3] {
        send_now::<C>(sender, item);
    }
}

/// Fills and empties the channel with attempts, or with futures that need not wait.
fn attempts<C: LocalFutures<Item: Numbered>>((mut sender, mut receiver): Ends<C>, bounded: bool) {
    for item in [1, 2, 3] {
        match C::try_send(&mut sender, item.into()) {
            Ok(is_sent) => assert!(is_sent, "{}", C::name()),
            Err(Absent) => send_now::<C>(&mut sender, item),
        }
    }
    if bounded {
        assert_ne!(C::try_send(&mut sender, 4.into()), Ok(true), "{}", C::name());
    }
    let mut items: Vec<usize> = (0..3).map(|_| receive::<C>(&mut receiver).into()).collect();
    items.sort_unstable();
    assert_eq!(items, [1, 2, 3], "{}", C::name());
    assert_eq!(C::try_recv(&mut receiver).ok().flatten(), None, "{}", C::name());
}

fn send_now<C: LocalFutures<Item: Numbered>>(sender: &mut C::Tx, item: usize) {
    let sent = C::send(sender, item.into()).now_or_never();
    let Sent(sent) = sent.unwrap_or_else(|| panic!("{} waits", C::name())).into();
    sent.unwrap_or_else(|_| panic!("{} is open", C::name()));
}

fn receive<C: LocalFutures<Item: Numbered>>(receiver: &mut C::Rx) -> C::Item {
    let item = C::try_recv(receiver).unwrap_or_else(|Absent| {
        let Received(item) = C::recv(receiver).now_or_never()?.into();
        item
    });
    item.unwrap_or_else(|| panic!("{} has an item", C::name()))
}

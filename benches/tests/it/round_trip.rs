use futures::FutureExt;
use futures::executor::block_on;
use futures::future::join;
use queue_benches::channel::local::{Receiver, Sender};
use queue_benches::channel::{
    Bounded, Received, Sent, ThreadSafe, TryRecvError, TrySendError, Unbounded, sync,
};
use queue_benches::contenders::{Visitor, visit};
use queue_benches::{Block256, Payload, version};
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

/// Sends and receives on one thread, and on two threads if the contender allows that.
struct RoundTrip;

impl<T: Payload + From<usize> + Into<usize>> Visitor<T> for RoundTrip {
    fn bounded<C: Bounded<T>>(&mut self) {
        for capacity in [1, 3] {
            one_thread(&C::name(), C::bounded(capacity), C::CLOSES);
        }
        let (mut sender, _receiver) = C::bounded(3);
        fill(&C::name(), &mut sender);
        attempts(&C::name(), C::bounded(3), true);
        assert_ne!(version(C::CRATE), "");
    }

    fn unbounded<C: Unbounded<T>>(&mut self) {
        one_thread(&C::name(), C::unbounded(), C::CLOSES);
        attempts(&C::name(), C::unbounded(), false);
    }

    fn shared_bounded<C: Bounded<T> + ThreadSafe<T>>(&mut self) {
        self.bounded::<C>();
        two_threads(&C::name(), C::bounded(3));
    }

    fn shared_unbounded<C: Unbounded<T> + ThreadSafe<T>>(&mut self) {
        self.unbounded::<C>();
        two_threads(&C::name(), C::unbounded());
    }
}

fn one_thread<T: Payload + From<usize> + Into<usize>>(
    name: &str,
    (mut sender, mut receiver): (impl Sender<Item = T>, impl Receiver<Item = T>),
    closes: bool,
) {
    let send = async {
        for item in 0..ITEMS {
            let Sent(sent) = sender.send(item.into()).await.into();
            sent.unwrap_or_else(|_| panic!("{name} is open"));
        }
    };
    let receive = async {
        let mut sum = 0;
        for _ in 0..ITEMS {
            let Received(item) = receiver.recv().await.into();
            sum += item.unwrap_or_else(|| panic!("{name} is open")).into();
        }
        sum
    };
    let ((), sum) = block_on(join(send, receive));
    assert_eq!(sum, SUM, "{name}");
    sender.close();
    let end = receiver.recv().now_or_never().map(|end| end.into().0);
    assert_eq!(end, closes.then_some(None), "{name}: it ends if it can be closed");
}

fn two_threads<T: Payload + From<usize> + Into<usize>>(
    name: &str,
    (mut sender, mut receiver): (impl sync::Sender<Item = T>, impl sync::Receiver<Item = T>),
) {
    let sum = thread::scope(|scope| {
        scope.spawn(|| {
            block_on(async {
                for item in 0..ITEMS {
                    let Sent(sent) = sync::Sender::send(&mut sender, item.into()).await.into();
                    sent.unwrap_or_else(|_| panic!("{name} is open"));
                }
            });
        });
        block_on(async {
            let mut sum = 0;
            for _ in 0..ITEMS {
                let Received(item) = sync::Receiver::recv(&mut receiver).await.into();
                sum += item.unwrap_or_else(|| panic!("{name} is open")).into();
            }
            sum
        })
    });
    assert_eq!(sum, SUM, "{name}");
}

/// Sends three items. None of these sends may wait for a receiver.
fn fill<T: Payload + From<usize>>(name: &str, sender: &mut impl Sender<Item = T>) {
    for item in [1, 2, 3] {
        let Sent(sent) = sender.send(item.into()).now_or_never().expect(name).into();
        sent.expect(name);
    }
}

/// Fills and empties the channel by attempts, or by futures that are ready where it has no attempts.
fn attempts<T: Payload + From<usize> + Into<usize>>(
    name: &str,
    (mut sender, mut receiver): (impl Sender<Item = T>, impl Receiver<Item = T>),
    bounded: bool,
) {
    for item in [1, 2, 3] {
        match sender.try_send(item.into()) {
            Ok(()) => {}
            Err(TrySendError::Absent(item)) => {
                let Sent(sent) = sender.send(item).now_or_never().expect(name).into();
                sent.expect(name);
            }
            Err(error) => panic!("{name}: {error:?}"),
        }
    }
    if bounded {
        let error = sender.try_send(4.into()).expect_err(name);
        assert!(!matches!(error, TrySendError::Closed(_)), "{name}: {error:?}");
    }
    let mut items: Vec<usize> = (0..3).map(|_| receive(name, &mut receiver).into()).collect();
    items.sort_unstable();
    assert_eq!(items, [1, 2, 3], "{name}");
    let error = receiver.try_recv().expect_err(name);
    assert!(matches!(error, TryRecvError::Empty | TryRecvError::Absent), "{name}: {error:?}");
}

fn receive<T: Payload>(name: &str, receiver: &mut impl Receiver<Item = T>) -> T {
    match receiver.try_recv() {
        Ok(item) => item,
        Err(TryRecvError::Absent) => {
            let Received(item) = receiver.recv().now_or_never().expect(name).into();
            item.expect(name)
        }
        Err(error) => panic!("{name}: {error:?}"),
    }
}

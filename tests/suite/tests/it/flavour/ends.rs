//! Senders and receivers: what ends when the last one is dropped.

use std::any::Any;
use std::rc::Rc;

use futures::{FutureExt, StreamExt};
use queue_async::{Fifo, ItemSink, ItemStream, ShutDown, TryGetError, TryPutError};

use super::{WAYS, queue};
use queue_support::Task;

type Queue<T> = super::Queue<Fifo<T>>;

#[test]
fn when_the_last_sender_is_dropped_gets_take_what_is_left_and_then_fail() {
    for way in WAYS {
        let (sender, receiver) = queue::<Fifo<u8>>(4, way).into_ends();
        let other = sender.clone();
        other.try_put(1).unwrap();
        drop(sender);
        assert!(!receiver.is_shutdown());
        drop(other);
        assert!(receiver.is_shutdown());
        assert_eq!(receiver.get().now_or_never(), Some(Ok(1)));
        assert_eq!(receiver.get().now_or_never(), Some(Err(ShutDown)));
    }
}

#[test]
fn a_get_that_waits_fails_when_the_last_sender_is_dropped() {
    for way in WAYS {
        let (sender, receiver) = queue::<Fifo<u8>>(4, way).into_ends();
        let (task, mut get) = (Task::new(), receiver.get());
        assert!(task.poll(&mut get).is_pending());
        drop(sender);
        assert_eq!(task.wakes(), 1);
        assert_eq!(get.now_or_never(), Some(Err(ShutDown)));
    }
}

#[test]
fn when_the_last_receiver_is_dropped_puts_fail_and_the_items_are_dropped() {
    for way in WAYS {
        let (sender, receiver) = queue::<Fifo<Rc<()>>>(1, way).into_ends();
        let item = Rc::new(());
        sender.try_put(Rc::clone(&item)).unwrap();
        let (task, mut put) = (Task::new(), sender.put(Rc::clone(&item)));
        assert!(task.poll(&mut put).is_pending());
        let other = receiver.clone();
        drop(receiver);
        assert!(!sender.is_shutdown());
        drop(other);
        assert_eq!(task.wakes(), 1);
        let refused = put.now_or_never().unwrap().unwrap_err();
        assert!(Rc::ptr_eq(&refused.into_item(), &item));
        assert_eq!((sender.len(), sender.unfinished(), Rc::strong_count(&item)), (0, 0, 1));
        assert!(matches!(sender.try_put(item), Err(TryPutError::ShutDown(_))));
    }
}

#[test]
fn the_items_that_are_left_can_be_taken_before_the_last_receiver_is_dropped() {
    let (sender, receiver) = Queue::bounded(2).into_ends();
    sender.try_put('a').unwrap();
    assert!(receiver.shutdown_now().eq(['a']));
}

#[test]
fn ends_may_be_dropped_in_every_order() {
    const ALL: u8 = 0b1111;
    for order in 0..24_usize {
        let (sender, receiver) = Queue::<u8>::bounded(1).into_ends();
        let queue: *const Queue<u8> = &*sender;
        let mut ends: Vec<Option<Box<dyn Any>>> = vec![
            Some(Box::new(sender.clone())),
            Some(Box::new(sender.clone())),
            Some(Box::new(receiver.clone())),
            Some(Box::new(receiver.clone())),
        ];
        // These two do not count: the others are all ends that are left.
        let (weak_sender, weak_receiver) = (sender.downgrade(), receiver.downgrade());
        drop((sender, receiver));
        let (mut left, mut order) = (ALL, order);
        for choices in (1..=4).rev() {
            let nth = (0..4).filter(|n| left & (1 << n) != 0).nth(order % choices).unwrap();
            order /= choices;
            left &= !(1 << nth);
            ends[nth] = None;
            let (senders, receivers) = (left & 0b0011, left & 0b1100);
            assert_eq!(weak_sender.upgrade().is_some(), senders != 0);
            assert_eq!(weak_receiver.upgrade().is_some(), receivers != 0);
            let is_open = senders != 0 && receivers != 0;
            if let Some(sender) = weak_sender.upgrade() {
                assert!(std::ptr::eq(&raw const *sender, queue));
                assert_eq!(sender.is_shutdown(), !is_open);
            }
            if let Some(receiver) = weak_receiver.upgrade() {
                assert_eq!(receiver.is_shutdown(), !is_open);
            }
        }
    }
}

/// The item goes when the last receiver does, and with it the last sender.
#[test]
fn an_item_may_own_a_sender_of_its_own_queue() {
    let (sender, receiver) = Queue::<Box<dyn Any>>::bounded(2).into_ends();
    let weak = sender.downgrade();
    sender.try_put(Box::new(sender.clone())).unwrap();
    drop(sender);
    assert!(weak.upgrade().is_some());
    drop(receiver);
    assert!(weak.upgrade().is_none());
}

#[test]
fn a_stream_and_a_sink_may_own_the_ends() {
    let (sender, receiver) = Queue::bounded(1).into_ends();
    let (sink, mut items) = (ItemSink::new(sender), ItemStream::new(receiver.clone()));
    assert!(StreamExt::next(&mut items).now_or_never().is_none());
    drop(sink);
    assert_eq!(StreamExt::next(&mut items).now_or_never(), Some(None::<u8>));
    assert_eq!(receiver.try_get(), Err(TryGetError::ShutDown));
    drop(items);
    assert_eq!(receiver.receivers(), 1);
}

#[test]
fn an_item_that_owns_a_receiver_of_its_own_queue_keeps_it_until_it_is_got() {
    let (sender, receiver) = Queue::<Box<dyn Any>>::bounded(2).into_ends();
    let weak = receiver.downgrade();
    sender.try_put(Box::new(receiver)).unwrap();
    drop(sender);
    let receiver = weak.upgrade().expect("the item has one");
    drop(receiver.try_get().unwrap());
    drop(receiver);
    assert!(weak.upgrade().is_none());
}

#[test]
fn each_end_counts_both_sides() {
    let (sender, receiver) = Queue::<u8>::bounded(1).into_ends();
    let (senders, receivers) = (sender.clone(), [receiver.clone(), receiver.clone()]);
    let _weak = (sender.downgrade(), receiver.downgrade());
    assert_eq!((sender.senders(), sender.receivers()), (2, 3));
    assert_eq!((receiver.senders(), receiver.receivers()), (2, 3));
    drop((senders, receivers));
    assert_eq!((sender.receivers(), receiver.senders()), (1, 1));
    drop(receiver);
    assert_eq!((sender.senders(), sender.receivers()), (1, 0));
    let (sender, receiver) = Queue::<u8>::bounded(1).into_ends();
    drop(sender);
    assert_eq!((receiver.senders(), receiver.receivers()), (0, 1));
}

#[test]
fn ends_know_whether_they_are_of_one_queue() {
    let ((sender, receiver), (other_sender, other_receiver)) =
        (Queue::<u8>::bounded(1).into_ends(), Queue::<u8>::bounded(1).into_ends());
    assert!(sender.same_queue(&sender.clone()) && !sender.same_queue(&other_sender));
    assert!(receiver.same_queue(&receiver.clone()) && !receiver.same_queue(&other_receiver));
}

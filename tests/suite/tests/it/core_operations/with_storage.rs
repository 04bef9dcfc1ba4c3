use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{Fairness, Fifo, Polled, Storage};

use super::{BOTH_WAYS, Queue};

impl Queue {
    fn with_storage<R>(&mut self, change: impl FnOnce(&mut Fifo<u8>) -> R) -> R {
        self.state.with_storage(&mut self.exchange.notified, change)
    }
}

fn push(items: &mut Fifo<u8>, new: impl IntoIterator<Item = u8>) {
    new.into_iter().for_each(|item| _ = items.push(item));
}

#[test]
fn items_that_are_pushed_notify_as_many_gets() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(9, way);
        let mut gets = [0, 1, 2, 3].map(|waiter| queue.waiting_get(waiter));
        assert_eq!(queue.try_put(1), Ok(()));
        assert_eq!(queue.take_notified(), [0]);
        queue.with_storage(|items| push(items, [2, 3]));
        assert_eq!(queue.take_notified(), [1, 2], "the first has been notified before");
        assert_eq!((queue.state.unfinished(), queue.state.check()), (3, Ok(())));
        let got = [0, 1, 2].map(|waiter| queue.poll_get(&mut gets[usize::from(waiter)], waiter));
        assert_eq!(got, [Some(1), Some(2), Some(3)]);
        assert_eq!(queue.poll_get(&mut gets[3], 3), None);
    }
}

#[test]
fn items_that_are_removed_make_room_for_as_many_puts() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(3, way);
        queue.with_storage(|items| push(items, [1, 2, 3]));
        let mut puts = [4, 5, 6].map(|item| queue.waiting_put(item, item));
        let removed = queue.with_storage(|items| [items.pop(), items.pop()]);
        assert_eq!(removed, [Some(1), Some(2)]);
        assert_eq!(queue.take_notified(), [4, 5]);
        let (len, unfinished) = if way == Fairness::Fair { (3, 3) } else { (1, 1) };
        assert_eq!((queue.state.len(), queue.state.unfinished()), (len, unfinished));
        assert_eq!(queue.state.check(), Ok(()));
        for put in &mut puts[..2] {
            assert_eq!(queue.poll_put(put, 0), Polled::Ready(Ok(())));
        }
        assert_eq!((queue.state.unfinished(), queue.state.waiting_putters()), (3, 1));
        assert_eq!(queue.state.storage(), &Fifo::from_iter([3, 4, 5]));
    }
}

/// A put that was notified and not yet polled counts as one that will use its part of the room.
#[test]
fn room_that_is_made_beside_a_notified_barging_put_notifies_one_less() {
    let mut queue = Queue::new(2, Fairness::Barging);
    queue.with_storage(|items| push(items, [1, 2]));
    let _puts = [3, 4, 5].map(|item| queue.waiting_put(item, item));
    assert_eq!((queue.try_get(), queue.take_notified()), (Ok(1), vec![3]));
    assert_eq!(queue.with_storage(Fifo::pop), Some(2));
    assert_eq!(queue.take_notified(), [4]);
    assert_eq!(queue.state.check(), Ok(()));
}

#[test]
fn a_put_that_is_admitted_notifies_a_get() {
    let mut queue = Queue::new(1, Fairness::Fair);
    let mut gets = [7, 8].map(|waiter| queue.waiting_get(waiter));
    assert_eq!((queue.try_put(1), queue.take_notified()), (Ok(()), vec![7]));
    let _put = queue.waiting_put(2, 9);
    assert_eq!(queue.with_storage(Fifo::pop), Some(1));
    assert_eq!(queue.take_notified(), [9, 8]);
    assert_eq!(queue.poll_get(&mut gets[1], 8), Some(2));
    assert_eq!(queue.state.check(), Ok(()));
}

#[test]
fn joins_are_notified_once_no_item_is_left() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(3, way);
        queue.with_storage(|items| push(items, [1, 2]));
        let mut join = queue.waiting_join(7);
        assert_eq!(queue.with_storage(Fifo::pop), Some(1));
        assert_eq!(queue.take_notified(), []);
        assert_eq!(queue.with_storage(Fifo::pop), Some(2));
        assert_eq!(queue.take_notified(), [7]);
        assert_eq!(queue.poll_join(&mut join, 7), Polled::Ready(()));
        assert_eq!(queue.state.check_at_rest(), Ok(()));
    }
}

/// Items that were got and are not yet done still count, whatever is removed.
#[test]
fn items_in_flight_count_on() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(2, way);
        queue.with_storage(|items| push(items, [1, 2]));
        assert_eq!(queue.try_get(), Ok(1));
        let _join = queue.waiting_join(7);
        assert_eq!(queue.with_storage(Fifo::pop), Some(2));
        assert_eq!((queue.state.unfinished(), queue.take_notified()), (1, vec![]));
    }
}

#[test]
fn a_panic_inside_keeps_the_count_right_and_recover_notifies_all() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(9, way);
        let mut gets = [7, 8].map(|waiter| queue.waiting_get(waiter));
        let change = |items: &mut Fifo<u8>| {
            let _ = items.push(1);
            panic!("after one of two");
        };
        assert!(catch_unwind(AssertUnwindSafe(|| queue.with_storage(change))).is_err());
        assert_eq!((queue.state.len(), queue.state.unfinished()), (1, 1));
        assert_eq!(queue.take_notified(), []);
        queue.state.recover(&mut queue.exchange.notified);
        assert_eq!(queue.take_notified(), [7, 8]);
        assert_eq!(queue.poll_get(&mut gets[1], 8), Some(1));
        assert_eq!(queue.poll_get(&mut gets[0], 7), None);
        assert_eq!(queue.state.check(), Ok(()));
    }
}

#[test]
fn more_items_than_fit_stay_and_the_queue_is_full_until_enough_have_left() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(1, way);
        queue.with_storage(|items| push(items, [1, 2]));
        assert!(queue.state.is_full());
        let mut put = queue.waiting_put(3, 7);
        assert_eq!(queue.try_get(), Ok(1));
        assert_eq!(queue.poll_put(&mut put, 7), Polled::Pending);
        assert_eq!(queue.try_get(), Ok(2));
        assert_eq!(queue.poll_put(&mut put, 7), Polled::Ready(Ok(())));
        assert_eq!((queue.try_get(), queue.state.check_at_rest()), (Ok(3), Ok(())));
    }
}

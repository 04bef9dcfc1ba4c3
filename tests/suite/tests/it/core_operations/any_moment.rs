//! Operations may be polled and cancelled in any order. Each test has an order in which a wake could
//! get lost.

use queue_core::{Exchange, Fairness, Get, Join, Polled, Put, PutError, ShutDown};

use super::{BOTH_WAYS, Queue};

const READY: Polled<Result<(), PutError>> = Polled::Ready(Ok(()));
const SHUT_DOWN: Polled<Result<(), PutError>> = Polled::Ready(Err(PutError::ShutDown(())));

#[test]
fn a_get_that_begins_beside_an_item_takes_it() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(1, way);
        let mut first = queue.waiting_get(7);
        assert_eq!(queue.try_put(1), Ok(()));
        assert_eq!(queue.take_notified(), [7]);
        assert_eq!(queue.poll_get(&mut Get::new(), 8), Some(1));
        assert_eq!(queue.poll_get(&mut first, 7), None, "it lost the race, and waits again");
        assert_eq!(queue.state.check(), Ok(()));
    }
}

#[test]
fn a_put_that_begins_beside_room_puts() {
    for way in BOTH_WAYS {
        let mut queue = Queue::full(way);
        let mut waiting = queue.waiting_put(2, 7);
        assert_eq!(queue.try_get(), Ok(1));
        assert_eq!(queue.take_notified(), [7]);
        if way == Fairness::Fair {
            assert_eq!(queue.try_get(), Ok(2), "the room of the first was taken");
        }
        assert_eq!(queue.poll_put(&mut Put::new(3), 8), READY);
        let lost_the_race = queue.poll_put(&mut waiting, 7) == Polled::Pending;
        assert_eq!(lost_the_race, way == Fairness::Barging);
        assert_eq!((queue.try_get(), queue.state.check()), (Ok(3), Ok(())));
    }
}

#[test]
fn a_get_that_waits_beside_an_item_takes_it_though_another_was_notified() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(2, way);
        let (mut first, mut second) = (queue.waiting_get(7), queue.waiting_get(8));
        assert_eq!(queue.try_put(1), Ok(()));
        assert_eq!(queue.take_notified(), [7]);
        assert_eq!(queue.poll_get(&mut second, 8), Some(1));
        assert_eq!((queue.take_spent(), queue.take_notified()), (vec![8], vec![]));
        assert_eq!(queue.poll_get(&mut first, 7), None);
        assert_eq!(queue.try_put(2), Ok(()));
        assert_eq!(queue.take_notified(), [7]);
        assert_eq!(queue.poll_get(&mut first, 7), Some(2));
        assert_eq!(queue.state.check_at_rest(), Ok(()));
    }
}

#[test]
fn a_barging_put_that_waits_beside_room_puts_though_another_was_notified() {
    let mut queue = Queue::full(Fairness::Barging);
    let (mut first, mut second) = (queue.waiting_put(2, 7), queue.waiting_put(3, 8));
    assert_eq!(queue.try_get(), Ok(1));
    assert_eq!(queue.take_notified(), [7]);
    assert_eq!(queue.poll_put(&mut second, 8), READY);
    assert_eq!(queue.poll_put(&mut first, 7), Polled::Pending);
    assert_eq!(queue.try_get(), Ok(3));
    assert_eq!(queue.take_notified(), [7]);
    assert_eq!(queue.poll_put(&mut first, 7), READY);
    assert_eq!(queue.state.check_at_rest(), Ok(()));
}

/// Between the two polls the get is in no line, so it is not notified.
#[test]
fn a_get_that_lost_the_race_and_was_not_given_a_waiter_harms_no_other() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(1, way);
        let (mut lost, _next) = (queue.waiting_get(7), queue.waiting_get(8));
        assert_eq!((queue.try_put(1), queue.try_get()), (Ok(()), Ok(1)));
        assert_eq!(queue.take_notified(), [7]);
        let mut exchange = Exchange::default();
        let polled = queue.state.poll_get(&mut lost, &mut None, &mut exchange, |_| true);
        assert_eq!((polled, exchange), (Polled::NeedsWaiter, Exchange::default()));
        assert_eq!(queue.state.operations(), 1);

        assert_eq!(queue.try_put(2), Ok(()));
        assert_eq!(queue.take_notified(), [8]);
        assert_eq!(queue.state.check(), Ok(()), "a get was notified for the item");
    }
}

#[test]
fn a_barging_put_that_lost_the_race_and_was_not_given_a_waiter_harms_no_other() {
    let mut queue = Queue::full(Fairness::Barging);
    let (mut lost, _next) = (queue.waiting_put(2, 7), queue.waiting_put(3, 8));
    assert_eq!((queue.try_get(), queue.try_put(4)), (Ok(1), Ok(())));
    assert_eq!(queue.take_notified(), [7]);
    let mut exchange = Exchange::default();
    let polled = queue.state.poll_put(&mut lost, &mut exchange, |_| true);
    assert_eq!((polled, exchange), (Polled::NeedsWaiter, Exchange::default()));
    assert_eq!((queue.state.operations(), lost.take_item()), (1, Some(2)));

    assert_eq!(queue.try_get(), Ok(4));
    assert_eq!(queue.take_notified(), [8]);
    assert_eq!(queue.state.check(), Ok(()), "a put was notified for the room");
}

#[test]
fn a_new_waiter_replaces_the_old_one_and_misses_no_wake() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(1, way);
        let mut get = queue.waiting_get(1);
        assert_eq!(queue.poll_get(&mut get, 2), None);
        assert_eq!((queue.take_spent(), queue.state.getter(&get)), (vec![1], Some(&2)));
        assert_eq!(queue.try_put(1), Ok(()));
        assert_eq!(queue.take_notified(), [2]);

        let (mut put, mut join) = (queue.waiting_put(2, 3), queue.waiting_join(5));
        assert_eq!(queue.poll_put(&mut put, 4), Polled::Pending);
        assert_eq!(queue.take_spent(), [3]);
        assert_eq!(queue.poll_join(&mut join, 6), Polled::Pending);
        assert_eq!(queue.take_spent(), [5]);
        assert_eq!((queue.state.putter(&put), queue.state.joiner(&join)), (Some(&4), Some(&6)));
        assert_eq!(queue.poll_get(&mut get, 2), Some(1));
        assert_eq!(queue.take_notified(), [4]);
        assert_eq!(queue.poll_put(&mut put, 4), READY);
        for _ in 0..2 {
            assert_eq!(queue.state.task_done(&mut queue.exchange.notified), Ok(()));
        }
        assert_eq!(queue.take_notified(), [6]);
    }
}

/// The old waiter stays in the line, and is notified.
#[test]
fn a_waiting_operation_that_is_not_given_the_new_waiter_keeps_the_old_one() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(1, way);
        let mut get = queue.waiting_get(1);
        let polled = queue.state.poll_get(&mut get, &mut None, &mut queue.exchange, |_| false);
        assert_eq!((polled, queue.state.getter(&get)), (Polled::NeedsWaiter, Some(&1)));
        assert_eq!(queue.try_put(1), Ok(()));
        assert_eq!(queue.take_notified(), [1]);

        let (mut put, mut join) = (queue.waiting_put(2, 3), queue.waiting_join(5));
        let polled = queue.state.poll_put(&mut put, &mut queue.exchange, |_| false);
        assert_eq!((polled, queue.state.putter(&put)), (Polled::NeedsWaiter, Some(&3)));
        let polled = queue.state.poll_join(&mut join, &mut queue.exchange, |_| false);
        assert_eq!((polled, queue.state.joiner(&join)), (Polled::NeedsWaiter, Some(&5)));
    }
}

#[test]
fn a_new_waiter_after_the_wake_is_not_needed_if_the_operation_is_ready() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(1, way);
        let mut get = queue.waiting_get(1);
        assert_eq!(queue.try_put(1), Ok(()));
        let (mut put, mut join) = (queue.waiting_put(2, 3), queue.waiting_join(5));
        assert_eq!((queue.poll_get(&mut get, 2), queue.exchange.waiter), (Some(1), Some(2)));
        assert_eq!((queue.poll_put(&mut put, 4), queue.exchange.waiter), (READY, Some(4)));
        for _ in 0..2 {
            assert_eq!(queue.state.task_done(&mut queue.exchange.notified), Ok(()));
        }
        let polled = queue.poll_join(&mut join, 6);
        assert_eq!((polled, queue.exchange.waiter), (Polled::Ready(()), Some(6)));
        assert_eq!((queue.take_notified(), queue.take_spent()), (vec![1, 3, 5], vec![]));
        assert_eq!(queue.state.check_at_rest(), Ok(()));
    }
}

#[test]
fn making_a_waiter_may_change_the_queue_and_the_next_poll_looks_again() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(1, way);
        let (mut get, mut put, mut join) = (Get::new(), Put::new(2), Join::new());
        let (state, mut item) = (&mut queue.state, None);
        let mut exchange = Exchange::default();
        let polled = state.poll_get(&mut get, &mut item, &mut exchange, |_| true);
        assert_eq!(polled, Polled::NeedsWaiter);
        assert_eq!(state.try_put(1, &mut exchange.notified), Ok(()));

        let polled = state.poll_put(&mut put, &mut exchange, |_| true);
        assert_eq!(polled, Polled::NeedsWaiter);
        exchange.waiter = Some(7);
        let polled = state.poll_get(&mut get, &mut item, &mut exchange, |_| true);
        assert_eq!((polled, item), (Polled::Ready(Ok(())), Some(1)));
        assert_eq!(state.poll_put(&mut put, &mut exchange, |_| true), READY);

        exchange.waiter = None;
        let polled = state.poll_join(&mut join, &mut exchange, |_| true);
        assert_eq!(polled, Polled::NeedsWaiter);
        assert_eq!(state.shutdown_now(&mut exchange.notified).into_iter().count(), 1);
        assert_eq!(state.task_done(&mut exchange.notified), Ok(()));
        exchange.waiter = Some(8);
        let polled = state.poll_join(&mut join, &mut exchange, |_| true);
        assert_eq!(polled, Polled::Ready(()));
        assert_eq!(exchange, Exchange::with(8), "none was notified, and no waiter was needed");
        assert_eq!(state.check_at_rest(), Ok(()));
    }
}

#[test]
fn making_a_waiter_may_shut_the_queue_down_and_the_next_poll_says_so() {
    for way in BOTH_WAYS {
        for is_waiting in [false, true] {
            let (mut full, mut empty) = (Queue::full(way), Queue::new(1, way));
            let (mut get, mut put) = (Get::new(), Put::new(2));
            if is_waiting {
                (get, put) = (empty.waiting_get(7), full.waiting_put(2, 7));
            }
            let mut exchange = Exchange::default();
            let polled = empty.state.poll_get(&mut get, &mut None, &mut exchange, |_| false);
            assert_eq!(polled, Polled::NeedsWaiter);
            let polled = full.state.poll_put(&mut put, &mut exchange, |_| false);
            assert_eq!(polled, Polled::NeedsWaiter);
            for queue in [&mut full, &mut empty] {
                queue.state.shutdown(&mut queue.exchange.notified);
                assert_eq!(queue.take_notified().len(), usize::from(is_waiting));
            }
            exchange.waiter = Some(8);
            let polled = empty.state.poll_get(&mut get, &mut None, &mut exchange, |_| false);
            assert_eq!(polled, Polled::Ready(Err(ShutDown)));
            assert_eq!(full.state.poll_put(&mut put, &mut exchange, |_| false), SHUT_DOWN);
            assert_eq!((put.take_item(), exchange), (Some(2), Exchange::with(8)));
        }
    }
}

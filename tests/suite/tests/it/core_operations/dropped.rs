//! Operations that are dropped without a cancel, and waiters that have died.

use queue_core::{Fairness, Get, Polled};

use super::{BOTH_WAYS, Queue};

/// Checks that one operation was dropped, and that all else is in order.
#[track_caller]
fn one_was_dropped(queue: &Queue) {
    assert_eq!((queue.state.operations(), queue.state.check()), (1, Ok(())));
    let at_rest = queue.state.check_at_rest().map_err(|violation| violation.to_string());
    let broken = "every operation has finished: none was dropped without a cancel";
    assert_eq!(at_rest, Err(format!("invariant broken: {broken}")));
}

#[test]
fn a_get_that_is_dropped_costs_one_wake() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(2, way);
        drop(queue.waiting_get(7));
        let mut get = queue.waiting_get(8);
        assert_eq!((queue.try_put(1), queue.take_notified()), (Ok(()), vec![7]), "its cost");
        assert_eq!(queue.state.check(), Ok(()));
        assert_eq!((queue.try_put(2), queue.take_notified()), (Ok(()), vec![8]), "no second one");
        assert_eq!(queue.poll_get(&mut get, 8), Some(1));
        assert_eq!(queue.try_get(), Ok(2), "it holds no item");
        one_was_dropped(&queue);
    }
}

#[test]
fn an_abandonable_get_that_is_dropped_costs_no_wake() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(2, way);
        assert_eq!(queue.poll_get(&mut Get::abandonable(), 7), None);
        let mut get = queue.waiting_get(8);
        assert_eq!(queue.try_put(1), Ok(()));
        assert_eq!(queue.take_notified(), [7, 8]);
        assert_eq!(queue.poll_get(&mut get, 8), Some(1));
        one_was_dropped(&queue);
    }
}

#[test]
fn a_barging_put_that_is_dropped_costs_one_wake() {
    let mut queue = Queue::full(Fairness::Barging);
    drop(queue.waiting_put(2, 7));
    let mut put = queue.waiting_put(3, 8);
    assert_eq!(queue.try_get(), Ok(1));
    assert_eq!(queue.take_notified(), [7], "the wake that it costs");
    assert_eq!((queue.try_put(4), queue.try_get()), (Ok(()), Ok(4)));
    assert_eq!(queue.take_notified(), [8], "no second one");
    assert_eq!(queue.poll_put(&mut put, 8), Polled::Ready(Ok(())));
    assert_eq!(queue.try_get(), Ok(3), "its item is gone");
    one_was_dropped(&queue);
}

#[test]
fn a_fair_put_that_is_dropped_costs_no_wake_and_is_admitted() {
    let mut queue = Queue::full(Fairness::Fair);
    drop(queue.waiting_put(2, 7));
    let mut put = queue.waiting_put(3, 8);
    assert_eq!((queue.try_get(), queue.take_notified()), (Ok(1), vec![7]));
    assert_eq!((queue.try_get(), queue.take_notified()), (Ok(2), vec![8]), "in its turn");
    assert_eq!(queue.poll_put(&mut put, 8), Polled::Ready(Ok(())));
    assert_eq!(queue.try_get(), Ok(3));
    one_was_dropped(&queue);
}

#[test]
fn a_join_that_is_dropped_costs_no_wake() {
    for way in BOTH_WAYS {
        let mut queue = Queue::full(way);
        drop(queue.waiting_join(7));
        let mut join = queue.waiting_join(8);
        assert_eq!(queue.state.task_done(&mut queue.exchange.notified), Ok(()));
        assert_eq!(queue.take_notified(), [7, 8], "all are notified");
        assert_eq!(queue.poll_join(&mut join, 8), Polled::Ready(()));
        one_was_dropped(&queue);
    }
}

/// A thread or a weak reference can be dead when it is to be woken. The caller then cancels the get of
/// that waiter, which notifies the next one.
#[test]
fn the_wake_of_a_dead_waiter_passes_to_the_next_when_its_get_is_cancelled() {
    for way in BOTH_WAYS {
        let mut queue = Queue::new(1, way);
        let mut gets = [0, 1, 2, 3].map(|waiter| queue.waiting_get(waiter));
        let is_dead = |waiter| waiter < 2;
        assert_eq!(queue.try_put(1), Ok(()));
        let mut woken = Vec::new();
        while let [waiter] = queue.take_notified()[..] {
            if is_dead(waiter) {
                queue.state.cancel_get(&mut gets[usize::from(waiter)], &mut queue.exchange);
            } else {
                woken.push(waiter);
            }
        }
        assert_eq!(woken, [2]);
        assert_eq!(queue.poll_get(&mut gets[2], 2), Some(1));
        assert_eq!((queue.state.operations(), queue.state.check()), (1, Ok(())));
    }
}

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use futures::FutureExt;
use loom::thread::spawn;
use queue_loom::Fairness;

use crate::{BOTH, check, check_within, queue};

/// Two items leave, and the third has room.
#[test]
fn a_batch_comes_in_as_two_gets_make_room() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let putter = Arc::clone(&queue);
            let putter = spawn(move || putter.blocking_put_many([1, 2, 3]));
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get().unwrap());
            let got = queue.blocking_get().unwrap();
            assert_eq!(putter.join().unwrap(), Ok(()));
            (getter.join().unwrap(), got, queue.try_get())
        };
        check_within(2, program, [(1, 2, Ok(3)), (2, 1, Ok(3))]);
    }
}

/// Each item is in exactly one place: got, in the queue, or given back.
#[test]
fn a_batch_that_is_cancelled_gives_back_the_rest() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get());
            let mut puts = queue.put_many([1, 2, 3]);
            let polled = Pin::new(&mut puts).poll(&mut Context::from_waker(Waker::noop()));
            assert!(polled.is_pending());
            let rest = Vec::from(puts.cancel());
            assert_eq!(getter.join().unwrap(), Ok(1));
            (rest, queue.try_get().ok())
        };
        check(program, [(vec![2, 3], None), (vec![3], Some(2))]);
    }
}

/// The batch waits for its room before the put or behind it.
#[test]
fn a_batch_that_is_dropped_keeps_no_room_from_the_next_put() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let putter = Arc::clone(&queue);
            let putter = spawn(move || putter.blocking_put(3));
            let dropped = Arc::clone(&queue);
            let dropped = spawn(move || dropped.put_all([2]).now_or_never().is_some());
            let mut got = vec![queue.blocking_get().unwrap()];
            while got.last() != Some(&3) {
                got.push(queue.blocking_get().unwrap());
            }
            assert_eq!(putter.join().unwrap(), Ok(()));
            let has_put = dropped.join().unwrap();
            got.extend(queue.try_get());
            (has_put, got)
        };
        let mut outcomes = vec![(true, vec![1, 2, 3]), (true, vec![1, 3, 2]), (false, vec![1, 3])];
        if fairness == Fairness::Fair {
            // It was admitted, before the other put or after it.
            outcomes.extend([(false, vec![1, 2, 3]), (false, vec![1, 3, 2])]);
        }
        check_within(3, program, outcomes);
    }
}

/// A get of several that is notified and dropped notifies the next get.
#[test]
fn a_get_of_several_that_is_dropped_passes_its_wake_on() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get());
            let dropped = Arc::clone(&queue);
            let dropped = spawn(move || dropped.get_many(2).now_or_never());
            queue.try_put(1).unwrap();
            let dropped = dropped.join().unwrap();
            if dropped.is_some() {
                queue.try_put(2).unwrap();
            }
            (dropped, getter.join().unwrap())
        };
        check_within(3, program, [(None, Ok(1)), (Some(Ok(vec![1])), Ok(2))]);
    }
}

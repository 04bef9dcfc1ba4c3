//! An event ends the wait for it, though it may have passed when the wait is polled again.

use std::sync::Arc;

use futures::FutureExt;
use loom::future::block_on;
use loom::thread::spawn;
use queue_loom::Event;

use crate::{BOTH, check, check_within, queue};

/// Each program waits first, so the event comes while it waits. By its last poll it may have passed.
#[test]
fn an_event_ends_a_wait_even_if_it_passes() {
    for fairness in BOTH {
        for event in [Event::Empty, Event::Room, Event::Len(1)] {
            let program = move || {
                let is_put = matches!(event, Event::Len(_));
                let queue = queue(fairness, (!is_put).then_some(1));
                let mut until = queue.until(event);
                assert_eq!((&mut until).now_or_never(), None);
                let other = Arc::clone(&queue);
                let other = spawn(move || match is_put {
                    true => other.try_put(2).is_ok() && other.try_get().is_ok(),
                    false => other.try_get().is_ok() && other.try_put(2).is_ok(),
                });
                block_on(until);
                let len = queue.len();
                assert!(other.join().unwrap());
                len
            };
            check(program, [0, 1]);
        }
    }
}

#[test]
fn a_get_that_admits_a_put_ends_the_wait_for_an_empty_queue() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let other = Arc::clone(&queue);
            let other = spawn(move || other.blocking_put(2));
            let getter = Arc::clone(&queue);
            let getter = spawn(move || [(); 2].map(|()| getter.blocking_get().unwrap()));
            block_on(queue.until_empty());
            assert_eq!(other.join().unwrap(), Ok(()));
            getter.join().unwrap()
        };
        check_within(2, program, [[1, 2]]);
    }
}

/// A shutdown also ends the wait for room.
#[test]
fn a_shutdown_ends_every_wait() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let other = Arc::clone(&queue);
            let other = spawn(move || block_on(other.until_room()));
            let shut = Arc::clone(&queue);
            let shut = spawn(move || shut.shutdown());
            block_on(queue.until_shutdown());
            other.join().unwrap();
            shut.join().unwrap();
            queue.is_shutdown()
        };
        check_within(2, program, [true]);
    }
}

#[test]
fn the_last_receiver_ends_the_wait_for_a_shutdown() {
    for fairness in BOTH {
        let program = move || {
            let queue = Arc::into_inner(queue(fairness, [1])).expect("it has one handle");
            let (sender, receiver) = queue.into_ends();
            let dropped = spawn(move || drop(receiver));
            block_on(sender.until_shutdown());
            let receivers = sender.receivers();
            dropped.join().unwrap();
            receivers
        };
        check(program, [0]);
    }
}

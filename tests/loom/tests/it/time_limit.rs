//! A model has no clock, but a time limit of zero has run out as soon as it is looked at.

use std::sync::Arc;
use std::time::Duration;

use loom::thread::spawn;
use queue_loom::{GetTimeoutError, PutTimeoutError};

use crate::{BOTH, check, check_within, queue};

/// The item is in exactly one place.
#[test]
fn a_put_that_times_out_has_not_put() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get());
            let put = queue.blocking_put_timeout(2, Duration::ZERO);
            assert_eq!(getter.join().unwrap(), Ok(1));
            (put.map_err(PutTimeoutError::into_item), queue.try_get().ok())
        };
        check(program, [(Ok(()), Some(2)), (Err(2), None)]);
    }
}

#[test]
fn a_get_that_times_out_passes_its_wake_on() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get());
            let hasty = Arc::clone(&queue);
            let hasty = spawn(move || match hasty.blocking_get_timeout(Duration::ZERO) {
                Ok(item) => Some(item),
                Err(GetTimeoutError::TimedOut) => None,
                Err(GetTimeoutError::ShutDown) => unreachable!("no thread shuts it down"),
            });
            queue.try_put(1).unwrap();
            let hasty = hasty.join().unwrap();
            if hasty.is_some() {
                queue.try_put(2).unwrap();
            }
            (hasty, getter.join().unwrap())
        };
        check_within(3, program, [(None, Ok(1)), (Some(1), Ok(2))]);
    }
}

/// A wake that comes after its wait is over does no harm to the next wait of the thread.
#[test]
fn a_late_wake_leaves_the_next_wait_alone() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || [(); 2].map(|()| getter.blocking_get().unwrap()));
            let has_put = queue.blocking_put_timeout(2, Duration::ZERO).is_ok();
            assert_eq!(queue.blocking_put(3), Ok(()));
            (has_put, getter.join().unwrap(), queue.try_get().ok())
        };
        check_within(3, program, [(true, [1, 2], Some(3)), (false, [1, 3], None)]);
    }
}

use std::sync::Arc;

use loom::future::block_on;
use loom::thread::spawn;
use queue_loom::{PutError, TryPutError};

use crate::{BOTH, check, queue};

/// The second item comes back, or it is got. The getter gets the first item in any case.
#[test]
fn a_put_gets_in_before_a_shutdown_or_not() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let putter = Arc::clone(&queue);
            let putter = spawn(move || putter.blocking_put(2));
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get());
            queue.shutdown();
            assert_eq!(getter.join().unwrap(), Ok(1));
            (putter.join().unwrap(), queue.try_get().ok())
        };
        check(program, [(Ok(()), Some(2)), (Err(PutError::ShutDown(2)), None)]);
    }
}

#[test]
fn a_get_gets_before_a_shutdown_or_not() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || block_on(getter.get()).ok());
            let putter = Arc::clone(&queue);
            let putter = spawn(move || putter.try_put(1).is_ok());
            queue.shutdown();
            (putter.join().unwrap(), getter.join().unwrap())
        };
        check(program, [(true, Some(1)), (false, None)]);
    }
}

/// Each item is got, taken out or given back, and what was got is what is unfinished.
#[test]
fn an_immediate_shutdown_takes_what_is_left() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let putter = Arc::clone(&queue);
            let putter = spawn(move || putter.blocking_put(2).err().map(PutError::into_item));
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get().ok());
            let taken: Vec<_> = queue.shutdown_now().collect();
            let (given_back, got) = (putter.join().unwrap(), getter.join().unwrap());
            assert_eq!(queue.unfinished(), usize::from(got.is_some()));
            (got, taken, given_back)
        };
        let outcomes =
            [(None, vec![1], Some(2)), (Some(1), vec![], Some(2)), (Some(1), vec![2], None)];
        check(program, outcomes);
    }
}

/// A thread whose put was refused gets nothing afterwards.
#[test]
fn an_immediate_shutdown_is_one_step() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let other = Arc::clone(&queue);
            let other = spawn(move || {
                let is_refused = matches!(other.try_put(2), Err(TryPutError::ShutDown(2)));
                (is_refused, other.try_get().ok())
            });
            let taken: Vec<_> = queue.shutdown_now().collect();
            (other.join().unwrap(), taken)
        };
        let outcomes =
            [((false, Some(1)), vec![]), ((false, None), vec![1]), ((true, None), vec![1])];
        check(program, outcomes);
    }
}

#[test]
fn an_immediate_shutdown_ends_a_join() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let joiner = Arc::clone(&queue);
            let joiner = spawn(move || joiner.blocking_join());
            let taken: Vec<_> = queue.shutdown_now().collect();
            joiner.join().unwrap();
            taken
        };
        check(program, [vec![1]]);
    }
}

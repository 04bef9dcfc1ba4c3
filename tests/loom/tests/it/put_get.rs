use std::sync::Arc;

use loom::future::block_on;
use loom::thread::spawn;

use crate::{BOTH, check_within, queue};

#[test]
fn two_putters_and_two_getters_all_end() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let [a, b] = [1, 2].map(|item| {
                let queue = Arc::clone(&queue);
                spawn(move || queue.blocking_put(item))
            });
            let [c, d] = [(), ()].map(|()| {
                let queue = Arc::clone(&queue);
                spawn(move || queue.blocking_get())
            });
            assert_eq!((a.join().unwrap(), b.join().unwrap()), (Ok(()), Ok(())));
            (c.join().unwrap().unwrap(), d.join().unwrap().unwrap())
        };
        check_within(2, program, [(1, 2), (2, 1)]);
    }
}

#[test]
fn a_thread_puts_for_a_task() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let putter = Arc::clone(&queue);
            let putter = spawn(move || (1..=3).try_for_each(|item| putter.blocking_put(item)));
            let got = block_on(async { [queue.get().await, queue.get().await, queue.get().await] });
            assert_eq!(putter.join().unwrap(), Ok(()));
            got
        };
        check_within(3, program, [[Ok(1), Ok(2), Ok(3)]]);
    }
}

#[test]
fn a_task_puts_for_a_thread() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || [(); 3].map(|()| getter.blocking_get()));
            block_on(async {
                for item in 1..=3 {
                    queue.put(item).await.unwrap();
                }
            });
            getter.join().unwrap()
        };
        check_within(3, program, [[Ok(1), Ok(2), Ok(3)]]);
    }
}

/// The newcomer may take the item for which the getter was notified.
#[test]
fn a_getter_that_lost_the_race_waits_on() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get());
            let newcomer = Arc::clone(&queue);
            let newcomer = spawn(move || newcomer.try_get().ok());
            queue.blocking_put(1).unwrap();
            queue.blocking_put(2).unwrap();
            let taken = newcomer.join().unwrap();
            (getter.join().unwrap(), taken, queue.try_get().ok())
        };
        let outcomes = [(Ok(1), None, Some(2)), (Ok(1), Some(2), None), (Ok(2), Some(1), None)];
        check_within(3, program, outcomes);
    }
}

use std::sync::Arc;

use loom::future::block_on;
use loom::thread::spawn;

use crate::{BOTH, check, check_within, queue};

#[test]
fn a_join_ends_with_the_last_task_done() {
    let program = || {
        let queue = queue(BOTH[0], [1, 2]);
        let [a, b] = [(), ()].map(|()| {
            let queue = Arc::clone(&queue);
            spawn(move || queue.task_done())
        });
        block_on(queue.join());
        assert_eq!((a.join().unwrap(), b.join().unwrap()), (Ok(()), Ok(())));
        queue.unfinished()
    };
    check(program, [0]);
}

/// The count touched zero, though it may be up again when the join looks.
#[test]
fn a_join_ends_though_the_next_item_comes_in() {
    let program = || {
        let queue = queue(BOTH[0], [1]);
        let worker = Arc::clone(&queue);
        let worker = spawn(move || {
            worker.try_get().unwrap();
            worker.task_done().unwrap();
            worker.try_put(2).unwrap();
            worker.try_get().unwrap();
            worker.task_done().unwrap();
        });
        queue.blocking_join();
        let unfinished = queue.unfinished();
        worker.join().unwrap();
        unfinished
    };
    check(program, [0, 1]);
}

#[test]
fn two_joins_end_with_one_task_done() {
    let program = || {
        let queue = queue(BOTH[0], [1]);
        let joiner = Arc::clone(&queue);
        let joiner = spawn(move || joiner.blocking_join());
        let worker = Arc::clone(&queue);
        let worker = spawn(move || worker.task_done());
        queue.blocking_join();
        joiner.join().unwrap();
        worker.join().unwrap()
    };
    check_within(3, program, [Ok(())]);
}

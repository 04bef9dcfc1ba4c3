//! The queue wakes the last waker that polled. The first poll has a waker that does nothing, so a wake
//! that goes to it is lost.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use loom::future::block_on;
use loom::thread::spawn;

use crate::{BOTH, check, queue};

/// Polls with a waker that does nothing, then goes on as a task. Returns whether it had to wait at first.
fn poll_then_block_on<F: Future + Unpin>(mut future: F) -> (bool, F::Output) {
    match Pin::new(&mut future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => (false, output),
        Poll::Pending => (true, block_on(future)),
    }
}

#[test]
fn a_get_wakes_the_task_that_polled_it_last() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let putter = Arc::clone(&queue);
            let putter = spawn(move || putter.try_put(1));
            let got = poll_then_block_on(queue.get());
            assert_eq!(putter.join().unwrap(), Ok(()));
            got
        };
        check(program, [(false, Ok(1)), (true, Ok(1))]);
    }
}

#[test]
fn a_put_wakes_the_task_that_polled_it_last() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.try_get());
            let put = poll_then_block_on(queue.put(2));
            assert_eq!(getter.join().unwrap(), Ok(1));
            put
        };
        check(program, [(false, Ok(())), (true, Ok(()))]);
    }
}

#[test]
fn a_join_wakes_the_task_that_polled_it_last() {
    let program = || {
        let queue = queue(BOTH[0], [1]);
        let worker = Arc::clone(&queue);
        let worker = spawn(move || worker.task_done());
        let joined = poll_then_block_on(queue.join());
        assert_eq!(worker.join().unwrap(), Ok(()));
        joined
    };
    check(program, [(false, ()), (true, ())]);
}

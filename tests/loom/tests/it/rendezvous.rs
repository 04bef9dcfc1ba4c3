//! A rendezvous is always fair, so each program runs once.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use futures::FutureExt;
use loom::thread::spawn;
use queue_loom::sync::Queue;
use queue_loom::{Builder, Capacity, Fifo};

use crate::check_within;

fn rendezvous() -> Arc<Queue<u8>> {
    Arc::new(Builder::new(Fifo::default()).capacity(Capacity::Rendezvous).build())
}

#[test]
fn a_put_meets_a_get() {
    let program = || {
        let queue = rendezvous();
        let getter = Arc::clone(&queue);
        let getter = spawn(move || [(); 2].map(|()| getter.blocking_get()));
        let put = [1, 2].map(|item| queue.blocking_put(item));
        (put, getter.join().unwrap(), queue.unfinished())
    };
    check_within(3, program, [([Ok(()), Ok(())], [Ok(1), Ok(2)], 2)]);
}

/// The put wakes the get that is dropped. The other get has to hear of it.
#[test]
fn a_get_that_is_dropped_passes_its_wake_on() {
    let program = || {
        let queue = rendezvous();
        let getter = Arc::clone(&queue);
        let getter = spawn(move || getter.blocking_get());
        let dropped = Arc::clone(&queue);
        let dropped = spawn(move || dropped.get().now_or_never());
        queue.blocking_put(1).unwrap();
        let dropped = dropped.join().unwrap();
        if dropped.is_some() {
            queue.blocking_put(2).unwrap();
        }
        (dropped, getter.join().unwrap())
    };
    check_within(3, program, [(None, Ok(1)), (Some(Ok(1)), Ok(2))]);
}

/// The get that was notified for the put waits on, and takes the next item.
#[test]
fn a_put_that_is_cancelled_was_taken_or_not() {
    let program = || {
        let queue = rendezvous();
        let getter = Arc::clone(&queue);
        let getter = spawn(move || getter.blocking_get());
        let mut put = queue.put(1);
        let polled = Pin::new(&mut put).poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
        let cancelled = put.cancel();
        if cancelled.is_some() {
            queue.blocking_put(2).unwrap();
        }
        (cancelled, getter.join().unwrap())
    };
    check_within(4, program, [(None, Ok(1)), (Some(1), Ok(2))]);
}

#[test]
fn a_shutdown_ends_a_put_and_a_get_that_have_not_met() {
    let program = || {
        let queue = rendezvous();
        let putter = Arc::clone(&queue);
        let putter = spawn(move || putter.blocking_put(1).is_ok());
        let getter = Arc::clone(&queue);
        let getter = spawn(move || getter.blocking_get().ok());
        queue.shutdown();
        (putter.join().unwrap(), getter.join().unwrap())
    };
    check_within(3, program, [(true, Some(1)), (false, None)]);
}

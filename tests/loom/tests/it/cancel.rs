use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use futures::{FutureExt, StreamExt};
use loom::thread::spawn;
use queue_loom::{Fairness, ItemStream};

use crate::{BOTH, check, check_within, queue};

/// A get that was notified and is dropped notifies the next. Otherwise the other getter would sleep
/// beside the item.
#[test]
fn a_get_that_is_dropped_passes_its_wake_on() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get());
            let dropped = Arc::clone(&queue);
            let dropped = spawn(move || dropped.get().now_or_never());
            queue.try_put(1).unwrap();
            let dropped = dropped.join().unwrap();
            if dropped.is_some() {
                queue.try_put(2).unwrap();
            }
            (dropped, getter.join().unwrap())
        };
        check_within(3, program, [(None, Ok(1)), (Some(Ok(1)), Ok(2))]);
    }
}

#[test]
fn a_stream_that_is_dropped_passes_its_wake_on() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get());
            let dropped = Arc::clone(&queue);
            let dropped = spawn(move || StreamExt::next(&mut dropped.stream()).now_or_never());
            queue.try_put(1).unwrap();
            let dropped = dropped.join().unwrap();
            if dropped.is_some() {
                queue.try_put(2).unwrap();
            }
            (dropped, getter.join().unwrap())
        };
        check_within(3, program, [(None, Ok(1)), (Some(Some(1)), Ok(2))]);
    }
}

/// The stream is kept and is not polled again. The item also notifies the get behind it.
#[test]
fn a_stream_that_is_abandoned_keeps_no_item_from_a_get() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, []);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get());
            let mut stream = ItemStream::new(Arc::clone(&queue));
            let stream = spawn(move || (StreamExt::next(&mut stream).now_or_never(), stream));
            queue.try_put(1).unwrap();
            let (got, _stream) = stream.join().unwrap();
            if got.is_some() {
                queue.try_put(2).unwrap();
            }
            (got, getter.join().unwrap())
        };
        check_within(3, program, [(None, Ok(1)), (Some(Some(1)), Ok(2))]);
    }
}

/// The item is in exactly one place: given back, or in the queue.
#[test]
fn a_put_that_is_cancelled_has_put_or_not() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let getter = Arc::clone(&queue);
            let getter = spawn(move || getter.blocking_get());
            let mut put = queue.put(2);
            let polled = Pin::new(&mut put).poll(&mut Context::from_waker(Waker::noop()));
            let cancelled = put.cancel();
            assert_eq!(getter.join().unwrap(), Ok(1));
            (polled.is_ready(), cancelled, queue.try_get().ok())
        };
        let in_time = (true, None, Some(2));
        let given_up = (false, Some(2), None);
        let admitted = (false, None, Some(2));
        match fairness {
            Fairness::Fair => check(program, [in_time, given_up, admitted]),
            Fairness::Barging => check(program, [in_time, given_up]),
        }
    }
}

/// On a barging queue the dropped put was notified for the room. On a fair queue it had the earlier
/// place in line.
#[test]
fn a_put_that_is_dropped_keeps_no_wake_from_the_next_put() {
    for fairness in BOTH {
        let program = move || {
            let queue = queue(fairness, [1]);
            let putter = Arc::clone(&queue);
            let putter = spawn(move || putter.blocking_put(3));
            let dropped = Arc::clone(&queue);
            let dropped = spawn(move || dropped.put(2).now_or_never());
            assert_eq!(queue.blocking_get(), Ok(1));
            let dropped = dropped.join().unwrap();
            let next = queue.blocking_get().unwrap();
            let has_put = dropped.is_some() || next == 2;
            let last = has_put.then(|| queue.blocking_get().unwrap());
            assert_eq!(putter.join().unwrap(), Ok(()));
            (dropped, next, last)
        };
        let in_time = (Some(Ok(())), 2, Some(3));
        let given_up = (None, 3, None);
        let admitted = (None, 2, Some(3));
        match fairness {
            Fairness::Fair => check_within(3, program, [in_time, given_up, admitted]),
            Fairness::Barging => check_within(3, program, [in_time, given_up]),
        }
    }
}

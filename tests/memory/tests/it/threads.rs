//! Threads that block. Each keeps what it waits with, for the next time.

use std::thread;
use std::time::Duration;

use allocation_counter::{AllocationInfo, measure};
use queue_async::sync::Queue;

fn until(condition: impl Fn() -> bool) {
    while !condition() {
        thread::yield_now();
    }
}

#[test]
fn blocking_calls_that_wait_allocate_nothing() {
    const ROUNDS: usize = 100;
    let (empty, full) = (Queue::bounded(1), Queue::bounded(1));
    full.try_put(0_u64).unwrap();

    let wait = || {
        assert_eq!(empty.blocking_get(), Ok(1_u64));
        full.blocking_put(2).unwrap();
        full.blocking_join();
    };
    let wake = || {
        until(|| empty.waiting_getters() == 1);
        empty.try_put(1).unwrap();
        until(|| full.waiting_putters() == 1);
        full.try_get().unwrap();
        until(|| full.waiting_joiners() == 1);
        while full.task_done().is_ok() {}
    };
    let count = |act: &dyn Fn()| {
        act();
        // The last wake may free what the other thread, which ends, waited with.
        assert_eq!(measure(|| (0..ROUNDS).for_each(|_| act())).count_total, 0);
    };
    thread::scope(|scope| {
        scope.spawn(|| count(&wait));
        count(&wake);
    });
}

#[test]
fn blocking_calls_that_time_out_allocate_nothing() {
    let (empty, full) = (Queue::<u64>::bounded(1), Queue::bounded(1));
    full.try_put(0_u64).unwrap();
    let act = || {
        empty.blocking_get_timeout(Duration::ZERO).unwrap_err();
        full.blocking_put_timeout(1, Duration::ZERO).unwrap_err();
        full.blocking_join_timeout(Duration::ZERO).unwrap_err();
    };
    act();
    assert_eq!(measure(act), AllocationInfo::default());
}

#[test]
fn a_thread_allocates_when_it_waits_for_the_first_time() {
    let queue = Queue::bounded(1);
    let get = || queue.blocking_get_timeout(Duration::ZERO);
    get().unwrap_err();
    queue.try_put(1).unwrap();
    let blocks = |is_there| measure(|| assert_eq!(get().is_ok(), is_there)).count_total;
    thread::scope(|scope| {
        let counted = scope.spawn(|| [true, false, false].map(blocks)).join().unwrap();
        assert_eq!(counted, [0, 1, 0]);
    });
}

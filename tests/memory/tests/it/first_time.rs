//! Where something is allocated, and how often.

use allocation_counter::measure;
use queue_async::{Fifo, LocalLock, Lock, Queue, SyncLock, sync};
use queue_memory::{has_to_wait, idle_waker};

/// Up to four waiters that one event notifies are on the stack. More of them take one allocation.
fn allocations_of_a_broadcast(waiters: usize) -> u64 {
    u64::from(waiters > 4)
}

#[test]
fn a_shutdown_allocates_once_if_it_notifies_more_than_four() {
    fn at<L: Lock>() {
        let waker = idle_waker();
        for waiters in (0..20).chain([1000]) {
            let queue = Queue::<Fifo<u64>, L>::bounded(1);
            let mut gets: Vec<_> = (0..waiters).map(|_| queue.get()).collect();
            gets.iter_mut().for_each(|get| has_to_wait(get, &waker));
            let counted = measure(|| queue.shutdown());
            assert_eq!(counted.count_total, allocations_of_a_broadcast(waiters), "{waiters}");
            assert_eq!(counted.bytes_current, 0);
        }
    }

    at::<LocalLock>();
    at::<SyncLock>();
}

#[test]
fn an_immediate_shutdown_allocates_once_for_each_line_of_more_than_four() {
    let queue = Queue::<Fifo<u64>, LocalLock>::bounded(1);
    let waker = idle_waker();
    queue.try_put(0).unwrap();
    let mut puts: Vec<_> = (0..100).map(|_| queue.put(1)).collect();
    let mut joins: Vec<_> = (0..100).map(|_| queue.join()).collect();
    puts.iter_mut().for_each(|put| has_to_wait(put, &waker));
    joins.iter_mut().for_each(|join| has_to_wait(join, &waker));
    let counted = measure(|| drop(queue.shutdown_now()));
    assert_eq!(counted.count_total, 2);
}

#[test]
fn a_last_task_done_allocates_once_if_it_notifies_more_than_four() {
    let waker = idle_waker();
    for waiters in (0..20).chain([1000]) {
        let queue = Queue::<Fifo<u64>, LocalLock>::bounded(1);
        queue.try_put(0).unwrap();
        let mut joins: Vec<_> = (0..waiters).map(|_| queue.join()).collect();
        joins.iter_mut().for_each(|join| has_to_wait(join, &waker));
        let counted = measure(|| queue.task_done().unwrap());
        assert_eq!(counted.count_total, allocations_of_a_broadcast(waiters), "{waiters}");
        assert_eq!(counted.bytes_current, 0);
    }
}

#[test]
fn an_empty_queue_allocates_nothing() {
    let counted = measure(|| {
        let queue = sync::Queue::<u64>::bounded(1000);
        queue.try_get().unwrap_err();
    });
    assert_eq!(counted.count_total, 0);
}

#[test]
fn the_first_item_and_the_first_waiter_allocate_once() {
    let queue = Queue::<Fifo<u64>, LocalLock>::bounded(1);
    let (mut get, waker) = (queue.get(), idle_waker());
    assert_eq!(measure(|| has_to_wait(&mut get, &waker)).count_total, 1);
    assert_eq!(measure(|| queue.try_put(1).unwrap()).count_total, 1);
}

//! Threads that reserve room, put and get in batches, and meet.

use std::iter;
use std::thread;
use std::time::{Duration, Instant};

use queue_async::sync::{Queue, block_on, block_on_deadline, block_on_timeout};
use queue_async::{GetTimeoutError, PutError, ShutDown, TimedOut};

use super::{CONSUMERS, PRODUCERS, check_end, share};

/// Sums up the batches until the queue is shut down.
fn sum_up(queue: &Queue<u32>) -> u32 {
    let mut sum = 0;
    while let Ok(items) = queue.blocking_get_many(7) {
        items.iter().for_each(|_| queue.task_done().unwrap());
        sum += items.iter().sum::<u32>();
    }
    sum
}

/// Runs producers and consumers, and checks that every item has come through once.
fn run(queue: &Queue<u32>, put: impl Fn(u32) + Sync) {
    let sum = thread::scope(|scope| {
        let consumers = [(); CONSUMERS].map(|()| scope.spawn(|| sum_up(queue)));
        let put = &put;
        let producers: Vec<_> =
            (0..PRODUCERS).map(|producer| scope.spawn(move || put(producer))).collect();
        producers.into_iter().for_each(|producer| producer.join().unwrap());
        queue.blocking_join();
        block_on(queue.until_empty());
        queue.shutdown();
        consumers.map(|consumer| consumer.join().unwrap()).iter().sum()
    });
    check_end(queue, sum);
}

#[test]
fn threads_put_by_permits() {
    for capacity in [1, 16] {
        let queue = Queue::bounded(capacity);
        run(&queue, |producer| {
            share(producer).for_each(|item| queue.blocking_reserve().unwrap().put(item).unwrap());
        });
        assert_eq!(queue.reserved(), 0);
    }
}

#[test]
fn threads_put_by_several_permits_at_once() {
    let queue = Queue::bounded(4);
    run(&queue, |producer| {
        let mut items = share(producer);
        while !items.is_empty() {
            let permits = block_on(queue.reserve_many(items.len().min(3))).unwrap();
            permits.zip(&mut items).for_each(|(permit, item)| permit.put(item).unwrap());
        }
    });
}

#[test]
fn threads_put_batches() {
    for capacity in [1, 16] {
        let queue = Queue::bounded(capacity);
        run(&queue, |producer| queue.blocking_put_many(share(producer)).unwrap());
    }
    let queue = Queue::bounded(16);
    run(&queue, |producer| {
        let mut items = share(producer);
        let batches = iter::from_fn(|| items.next().map(|first| (first, items.next())));
        batches.for_each(|(first, second)| {
            block_on(queue.put_all(iter::once(first).chain(second))).unwrap();
        });
    });
}

#[test]
fn threads_meet() {
    let queue = Queue::rendezvous();
    run(&queue, |producer| {
        share(producer).for_each(|item| queue.blocking_put(item).unwrap());
    });
}

#[test]
fn a_shutdown_wakes_threads_that_reserve_or_put_batches() {
    let (full, empty) = (Queue::from_iter([1]), Queue::<u8>::bounded(1));
    full.set_capacity(1.try_into().unwrap()).unwrap();
    thread::scope(|scope| {
        let reserve = scope.spawn(|| full.blocking_reserve().map(drop));
        let put = scope.spawn(|| full.blocking_put_many([2, 3]));
        let get = scope.spawn(|| empty.blocking_get_many(2));
        let least = scope.spawn(|| block_on(empty.get_at_least(2, 2)));
        let closed = scope.spawn(|| block_on_timeout(full.until_shutdown(), Duration::MAX));
        while full.waiting_putters() + empty.waiting_getters() < 3 {
            thread::yield_now();
        }
        full.shutdown();
        empty.shutdown();
        assert_eq!(reserve.join().unwrap(), Err(PutError::ShutDown(())));
        assert_eq!(put.join().unwrap(), Err(PutError::ShutDown([2, 3].into())));
        assert_eq!(get.join().unwrap(), Err(ShutDown));
        assert_eq!(least.join().unwrap(), Err(ShutDown));
        assert_eq!(closed.join().unwrap(), Ok(()));
    });
}

#[test]
fn a_future_that_blocks_a_thread_too_long_is_dropped_or_kept() {
    let (queue, past) = (Queue::from_iter([1]), Instant::now());
    queue.set_capacity(1.try_into().unwrap()).unwrap();
    assert_eq!(block_on_deadline(queue.until_empty(), past), Err(TimedOut));
    assert_eq!(block_on_timeout(queue.reserve(), Duration::ZERO).map(drop), Err(TimedOut));
    assert_eq!(queue.waiting_putters(), 0, "it was dropped");
    let mut put = queue.put_many([2, 3]);
    assert_eq!(block_on_timeout(&mut put, Duration::from_millis(1)), Err(TimedOut));
    assert_eq!(queue.try_get(), Ok(1));
    assert_eq!(block_on_deadline(&mut put, past), Err(TimedOut), "one is in");
    assert_eq!((queue.try_get(), block_on(&mut put)), (Ok(2), Ok(())));
    assert_eq!(queue.try_get(), Ok(3));
    assert_eq!(queue.blocking_get_deadline(past), Err(GetTimeoutError::TimedOut));
}

/// Not all futures may be moved once they are polled.
#[test]
fn a_thread_blocks_on_any_future() {
    let queue = Queue::bounded(1);
    let sum = thread::scope(|scope| {
        scope.spawn(|| {
            block_on(async {
                for item in 1..=10 {
                    queue.put(item).await.unwrap();
                }
                queue.shutdown();
            });
        });
        block_on(async {
            let mut sum = 0;
            while let Ok(item) = queue.get().await {
                sum += item;
            }
            sum
        })
    });
    assert_eq!(sum, 55);
}

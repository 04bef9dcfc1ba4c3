use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use loom::future::block_on;
use loom::thread::spawn;
use queue_loom::SyncLock;
use queue_loom::sync::WorkQueue;
use queue_loom::work::{Plain, WorkBuilder};

use crate::{check, check_within};

fn builder() -> WorkBuilder<Plain<u8>, SyncLock> {
    WorkBuilder::new(Plain::default()).bounded(1).clock(|| Duration::ZERO)
}

fn queue(items: impl IntoIterator<Item = u8>) -> Arc<WorkQueue<u8>> {
    let queue = Arc::new(builder().build());
    items.into_iter().for_each(|item| queue.try_put(item).unwrap());
    queue
}

/// A take that comes second gets the job if the first lease is dropped.
#[test]
fn a_dropped_lease_comes_back_to_a_take_that_waits() {
    let program = || {
        let queue = queue([1]);
        let fails = Arc::clone(&queue);
        let fails = spawn(move || fails.blocking_take().map(|lease| lease.attempts()).ok());
        let lease = queue.blocking_take().unwrap();
        let attempts = lease.attempts();
        lease.done().unwrap();
        queue.shutdown();
        assert_eq!((queue.unfinished(), queue.in_flight()), (0, 0));
        (attempts, fails.join().unwrap())
    };
    check(program, [(1, None), (2, Some(1))]);
}

/// The take waits after the shutdown, since the lease may come back, and the join waits for the last lease.
#[test]
fn a_take_and_a_join_wait_for_a_lease_after_a_shutdown() {
    let program = || {
        let queue = queue([1]);
        let lease = queue.try_take().unwrap();
        let taker = Arc::clone(&queue);
        let taker = spawn(move || {
            let lease = taker.blocking_take().unwrap();
            let attempts = lease.attempts();
            lease.done().unwrap();
            (attempts, taker.blocking_take().is_err())
        });
        let joiner = Arc::clone(&queue);
        let joiner = spawn(move || {
            joiner.blocking_join();
            joiner.unfinished()
        });
        queue.shutdown();
        lease.retry().unwrap();
        (taker.join().unwrap(), joiner.join().unwrap())
    };
    check_within(3, program, [((2, true), 0)]);
}

/// The lease ends, and no take is left to wait.
#[test]
fn the_end_of_the_last_lease_ends_the_takes() {
    let program = || {
        let queue = queue([1]);
        let lease = queue.try_take().unwrap();
        let takers = [(); 2].map(|()| {
            let taker = Arc::clone(&queue);
            spawn(move || taker.blocking_take().is_err())
        });
        queue.shutdown();
        lease.done().unwrap();
        takers.map(|taker| taker.join().unwrap())
    };
    check_within(3, program, [[true, true]]);
}

/// Whether the retry comes before the put or behind it, no job is lost and neither waits for ever.
#[test]
fn a_retry_and_a_put_come_into_a_full_queue() {
    let program = || {
        let queue = queue([1]);
        let lease = queue.try_take().unwrap();
        queue.try_put(2).unwrap();
        let putter = Arc::clone(&queue);
        let putter = spawn(move || putter.blocking_put(3));
        let taker = Arc::clone(&queue);
        let taker = spawn(move || taker.blocking_take().unwrap().into_item().unwrap());
        lease.retry().unwrap();
        let rest = [(); 2].map(|()| queue.blocking_take().unwrap().into_item().unwrap());
        putter.join().unwrap().unwrap();
        let mut all = [taker.join().unwrap(), rest[0], rest[1]];
        all.sort_unstable();
        (all, queue.unfinished())
    };
    check_within(2, program, [([1, 2, 3], 0)]);
}

/// The driver learns of a delayed job whether or not it waits already, and ends with it.
#[test]
fn a_driver_makes_a_delayed_job_ready() {
    let program = || {
        let now = Arc::new(AtomicU64::new(0));
        let clock = Arc::clone(&now);
        let clock = move || Duration::from_nanos(clock.load(Ordering::Relaxed));
        let queue = Arc::new(builder().clock(clock).build());
        let driver = Arc::clone(&queue);
        let driver = spawn(move || {
            block_on(driver.drive(|time| {
                now.fetch_add(time.as_nanos() as u64, Ordering::Relaxed);
                ready(())
            }));
        });
        queue.put_after(1, Duration::from_nanos(5)).unwrap();
        let item = queue.blocking_take().unwrap().into_item();
        queue.shutdown();
        driver.join().unwrap();
        item
    };
    check_within(3, program, [Ok(1)]);
}

/// The queue of the dead is shut down after the last letter, though another thread sees first that all has ended.
#[test]
fn the_last_letter_comes_before_the_end_of_the_dead() {
    let program = || {
        let queue = Arc::new(builder().max_attempts(1).build());
        queue.try_put(1).unwrap();
        let lease = queue.try_take().unwrap();
        queue.shutdown();
        let driver = Arc::clone(&queue);
        let driver = spawn(move || driver.advance());
        let letters = Arc::clone(&queue);
        let letters = spawn(move || letters.dead().blocking_items().count());
        lease.retry().unwrap();
        driver.join().unwrap();
        letters.join().unwrap()
    };
    check_within(3, program, [1]);
}

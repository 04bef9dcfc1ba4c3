//! The tests of `shell`, for sync queues.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use queue_async::SyncLock as Flavour;
use queue_async::sync::WorkQueue;
use queue_async::work::{ByKey, Keep, Take};

#[path = "shell/mod.rs"]
mod shell;

#[test]
fn threads_work_on_what_fails_until_it_is_done() {
    let queue = WorkQueue::bounded(4);
    let done = AtomicU32::new(0);
    thread::scope(|scope| {
        scope.spawn(|| (0..1000).for_each(|number| queue.blocking_put(number).unwrap()));
        for _ in 0..3 {
            scope.spawn(|| {
                while let Ok(lease) = queue.blocking_take() {
                    if (*lease + lease.attempts()) % 3 == 0 {
                        continue; // the worker fails
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                    lease.done().unwrap();
                }
            });
        }
        while queue.unfinished() == 0 && done.load(Ordering::Relaxed) == 0 {
            thread::yield_now();
        }
        while done.load(Ordering::Relaxed) < 1000 {
            queue.blocking_join();
            thread::yield_now();
        }
        queue.shutdown();
    });
    assert_eq!((done.into_inner(), queue.unfinished(), queue.in_flight()), (1000, 0, 0));
}

#[test]
fn threads_never_have_two_jobs_of_a_key_at_a_time() {
    let rules = ByKey::new(Keep::All, |&(key, _): &(usize, u32)| key);
    let queue = queue_async::work::WorkQueue::<_, Flavour>::builder(rules).bounded(8).build();
    let busy = [const { AtomicU32::new(0) }; 3];
    let last = [const { AtomicU32::new(0) }; 3];
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Ok(lease) = queue.blocking_take() {
                    let (key, number) = *lease;
                    assert_eq!(busy[key].fetch_add(1, Ordering::Relaxed), 0, "key {key}");
                    if lease.attempts() == 1 && number % 5 == 0 {
                        busy[key].fetch_sub(1, Ordering::Relaxed);
                        lease.retry_at_end().unwrap();
                        continue;
                    }
                    assert_eq!(last[key].swap(number, Ordering::Relaxed) + 1, number, "in order");
                    busy[key].fetch_sub(1, Ordering::Relaxed);
                    lease.done().unwrap();
                }
            });
        }
        for number in 1..=300 {
            (0..3).for_each(|key| queue.blocking_put((key, number)).unwrap());
        }
        queue.blocking_join();
        queue.shutdown();
    });
    assert_eq!(last.map(AtomicU32::into_inner), [300; 3]);
}

#[test]
fn a_join_blocks_its_thread_until_the_last_job_is_done() {
    let queue = WorkQueue::unbounded();
    queue.try_put(1).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| queue.blocking_take().unwrap().done().unwrap());
        queue.blocking_join();
        assert_eq!(queue.unfinished(), 0);
    });
}

#[test]
fn a_lease_of_an_arc_goes_to_another_thread() {
    let queue = Arc::new(WorkQueue::unbounded());
    queue.try_put(String::from("mail")).unwrap();
    let lease = queue_async::sync::block_on(Take::new(Arc::clone(&queue))).unwrap();
    thread::spawn(move || lease.done().unwrap()).join().unwrap();
    assert_eq!(queue.unfinished(), 0);
}

#[test]
fn a_thread_drives_a_queue() {
    let queue = WorkQueue::unbounded();
    thread::scope(|scope| {
        scope.spawn(|| queue.blocking_drive());
        queue.put_after(1, Duration::from_millis(1)).unwrap();
        let lease = queue.blocking_take().unwrap();
        lease.retry_after(Duration::from_millis(1)).unwrap();
        assert_eq!(queue.blocking_take().unwrap().into_item(), Ok(1));
        queue.shutdown();
    });
}

//! Threads that panic beside others that use the same queue.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use queue_async::sync::Queue;

/// A worker panics while it holds an item. A guard calls `task_done` for it.
#[test]
fn a_thread_that_panics_leaves_the_queue_to_the_others() {
    struct Done<'a>(&'a Queue<u32>);

    impl Drop for Done<'_> {
        fn drop(&mut self) {
            self.0.task_done().unwrap();
        }
    }

    let queue = Queue::bounded(1);
    let work = || {
        queue.blocking_items().for_each(|item| {
            let _done = Done(&queue);
            assert_ne!(item % 3, 0, "bomb");
        });
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        for item in [0, 1, 2, 3, 4, 6, 7] {
            queue.blocking_put(item).unwrap();
        }
        queue.blocking_join();
        queue.shutdown();
        let panicked = workers.into_iter().filter_map(|worker| worker.join().err()).count();
        assert_eq!(panicked, 3);
    });
    assert_eq!((queue.len(), queue.unfinished(), queue.waiting_getters()), (0, 0, 0));
}

static QUEUE: LazyLock<Queue<u8>> = LazyLock::new(|| Queue::bounded(1));

#[test]
fn a_static_queue_serves_every_thread() {
    thread::scope(|scope| {
        scope.spawn(|| (0..10).for_each(|item| QUEUE.blocking_put(item).unwrap()));
        assert!((0..10).all(|item| QUEUE.blocking_get() == Ok(item)));
    });
}

/// A thread local that blocks when its thread ends, after the library's own thread local is gone.
#[test]
fn a_thread_may_block_while_it_is_torn_down() {
    static LAST: LazyLock<Queue<u8>> = LazyLock::new(|| Queue::bounded(1));
    static DROPPED: AtomicBool = AtomicBool::new(false);

    struct Last;

    impl Drop for Last {
        fn drop(&mut self) {
            LAST.blocking_put(2).unwrap();
            LAST.blocking_put(3).unwrap();
            DROPPED.store(true, Ordering::Relaxed);
        }
    }

    thread_local! {
        static HERE: Last = const { Last };
    }

    let thread = thread::spawn(|| {
        HERE.with(|_| LAST.blocking_put(1).unwrap());
    });
    assert!((1..=3).all(|item| LAST.blocking_get() == Ok(item)));
    thread.join().unwrap();
    assert!(DROPPED.load(Ordering::Relaxed));
}

/// A local queue in a thread local is dropped with its thread. The `Drop` of an item finds it gone.
#[test]
fn a_thread_local_queue_is_used_and_dropped_with_its_thread() {
    use queue_async::local;

    struct Looks(std::sync::mpsc::Sender<bool>);

    impl Drop for Looks {
        fn drop(&mut self) {
            let is_there = HERE.try_with(|queue| queue.len() < 2).is_ok();
            self.0.send(is_there).unwrap();
        }
    }

    thread_local! {
        static HERE: local::Queue<Looks> = local::Queue::bounded(2);
    }

    let (tell, told) = std::sync::mpsc::channel();
    let thread = thread::spawn(move || {
        HERE.with(|queue| {
            assert!(queue.try_put(Looks(tell.clone())).is_ok());
            assert!(queue.try_put(Looks(tell.clone())).is_ok());
            drop(queue.try_get());
            assert!(queue.try_put(Looks(tell)).is_ok());
        });
    });
    thread.join().unwrap();
    assert_eq!(told.into_iter().collect::<Vec<_>>(), [true, false, false]);
}

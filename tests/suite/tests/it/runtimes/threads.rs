use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

use futures::executor::block_on;
use queue_async::sync::Queue;
use queue_async::{GetTimeoutError, PutError, PutTimeoutError, ShutDown, TimedOut};

use queue_support::poll_with;

use super::{CONSUMERS, PRODUCERS, SUM, check_end, consume, produce, share};

/// A time limit that never runs out in a test that passes.
const LONG: Duration = Duration::from_secs(600);

#[test]
fn plain_threads() {
    for capacity in [1, 16] {
        let queue = Queue::bounded(capacity);
        let sum = thread::scope(|scope| {
            let sum_up = || {
                let mut sum = 0;
                for item in queue.blocking_items() {
                    sum += item;
                    queue.task_done().unwrap();
                }
                sum
            };
            let consumers = [(); CONSUMERS].map(|()| scope.spawn(sum_up));
            let put_all = |producer| {
                let queue = &queue;
                scope.spawn(move || {
                    share(producer).for_each(|item| queue.blocking_put(item).unwrap());
                })
            };
            (0..PRODUCERS).map(put_all).collect::<Vec<_>>().into_iter().for_each(|thread| {
                thread.join().unwrap();
            });
            queue.blocking_join();
            queue.shutdown();
            consumers.map(|thread| thread.join().unwrap()).iter().sum()
        });
        check_end(&queue, sum);
    }
}

#[test]
fn threads_and_tasks_share_a_queue() {
    let queue = Queue::bounded(1);
    let sum = thread::scope(|scope| {
        let task = scope.spawn(|| block_on(consume(&queue)));
        let thread = scope
            .spawn(|| queue.blocking_items().inspect(|_| queue.task_done().unwrap()).sum::<u32>());
        let put = |producer| {
            let queue = &queue;
            scope.spawn(move || match producer % 2 {
                0 => block_on(produce(queue, share(producer))),
                _ => {
                    share(producer)
                        .for_each(|item| queue.blocking_put_timeout(item, LONG).unwrap());
                }
            })
        };
        let producers: Vec<_> = (0..PRODUCERS).map(put).collect();
        producers.into_iter().for_each(|producer| producer.join().unwrap());
        queue.blocking_join_timeout(LONG).unwrap();
        queue.shutdown();
        task.join().unwrap() + thread.join().unwrap()
    });
    check_end(&queue, sum);
}

#[test]
fn a_blocked_call_that_times_out_loses_nothing() {
    let queue = Queue::bounded(1);
    let past = Instant::now();
    assert_eq!(queue.blocking_get_deadline(past), Err(GetTimeoutError::TimedOut));
    assert_eq!(queue.blocking_put_deadline(1, past), Ok(()), "room needs no time");
    assert_eq!(queue.blocking_put_deadline(2, past), Err(PutTimeoutError::TimedOut(2)));
    assert_eq!(
        queue.blocking_put_timeout(3, Duration::from_millis(1)),
        Err(PutTimeoutError::TimedOut(3))
    );
    assert_eq!(queue.blocking_join_deadline(past), Err(TimedOut));
    assert_eq!(queue.blocking_get_deadline(past), Ok(1), "nor does an item");
    assert_eq!(
        queue.blocking_get_timeout(Duration::from_millis(1)),
        Err(GetTimeoutError::TimedOut)
    );
    assert_eq!(queue.waiting_getters() + queue.waiting_putters() + queue.waiting_joiners(), 0);
    queue.task_done().unwrap();
    assert_eq!(queue.blocking_join_deadline(past), Ok(()));
}

/// The item notifies the get ahead, so the thread is not woken. It takes the item when its time is up.
/// A put that comes too late for that is tried again.
#[test]
fn a_blocked_get_that_times_out_takes_an_item_for_which_another_get_was_notified() {
    let queue = Queue::bounded(1);
    let in_time = (0..1000).any(|_| {
        let mut ahead = queue.get();
        assert!(poll_with(Waker::noop(), &mut ahead).is_pending());
        let got = thread::scope(|scope| {
            let getter = scope.spawn(|| queue.blocking_get_timeout(Duration::from_millis(1)));
            while queue.waiting_getters() < 2 && !getter.is_finished() {
                thread::yield_now();
            }
            queue.try_put(1).unwrap();
            getter.join().unwrap()
        });
        assert!(got == Ok(1) || queue.try_get() == Ok(1));
        got.is_ok()
    });
    assert!(in_time, "it never took the item");
}

/// A waker whose `wake` lasts until the channel is closed.
struct Slow(Mutex<mpsc::Receiver<()>>);

impl Wake for Slow {
    fn wake(self: Arc<Self>) {
        self.0.lock().unwrap().recv().unwrap_err();
    }
}

/// One call wakes them all, the slow one first. The thread's time runs out before its wake.
#[test]
fn a_wait_that_is_over_does_not_time_out_though_its_wake_is_late() {
    let queue = Queue::from_iter([1]);
    let (hold, held) = mpsc::channel();
    let slow = Waker::from(Arc::new(Slow(Mutex::new(held))));
    let mut first = queue.join();
    assert!(poll_with(&slow, &mut first).is_pending());
    thread::scope(|scope| {
        let joiner = scope.spawn(|| {
            let result = queue.blocking_join_timeout(Duration::from_secs(2));
            drop(hold);
            result
        });
        while queue.waiting_joiners() < 2 && !joiner.is_finished() {
            thread::yield_now();
        }
        queue.task_done().unwrap();
        assert_eq!(joiner.join().unwrap(), Ok(()));
    });
}

#[test]
fn a_timeout_that_no_clock_can_hold_never_runs_out() {
    let queue = Queue::from_iter([1]);
    assert_eq!(queue.blocking_get_timeout(Duration::MAX), Ok(1));
    assert_eq!(queue.blocking_put_timeout(2, Duration::MAX), Ok(()));
    thread::scope(|scope| {
        scope.spawn(|| (0..2).for_each(|_| queue.task_done().unwrap()));
        assert_eq!(queue.blocking_join_timeout(Duration::MAX), Ok(()));
    });
}

#[test]
fn a_shutdown_wakes_blocked_threads() {
    let (full, empty) = (Queue::bounded(1), Queue::<u8>::bounded(1));
    full.try_put(1).unwrap();
    thread::scope(|scope| {
        let put = scope.spawn(|| full.blocking_put(2));
        let put_in_time = scope.spawn(|| full.blocking_put_timeout(3, LONG));
        let get = scope.spawn(|| empty.blocking_get());
        let get_in_time = scope.spawn(|| empty.blocking_get_timeout(LONG));
        while full.waiting_putters() + empty.waiting_getters() < 4 {
            thread::yield_now();
        }
        full.shutdown();
        empty.shutdown();
        assert_eq!(put.join().unwrap(), Err(PutError::ShutDown(2)));
        assert_eq!(put_in_time.join().unwrap(), Err(PutTimeoutError::ShutDown(3)));
        assert_eq!(get.join().unwrap(), Err(ShutDown));
        assert_eq!(get_in_time.join().unwrap(), Err(GetTimeoutError::ShutDown));
    });
}

/// An item of one queue blocks on another queue of the same thread when it is dropped.
#[test]
fn a_thread_may_block_inside_another_block() {
    struct Blocks<'a>(&'a Queue<u8>);

    impl Drop for Blocks<'_> {
        fn drop(&mut self) {
            assert_eq!(self.0.blocking_get(), Ok(1));
        }
    }

    let inner = Queue::bounded(1);
    let outer = Queue::bounded(1);
    thread::scope(|scope| {
        let thread = scope.spawn(|| outer.blocking_get().map(drop));
        outer.blocking_put(Blocks(&inner)).ok().unwrap();
        while inner.waiting_getters() == 0 {
            thread::yield_now();
        }
        inner.try_put(1).unwrap();
        assert_eq!(thread.join().unwrap(), Ok(()));
    });
}

#[test]
fn errors_say_whether_time_ran_out_or_the_queue_was_shut_down() {
    let both = ["timed out", "the queue has been shut down"];
    let puts = [PutTimeoutError::TimedOut(1), PutTimeoutError::ShutDown(1)];
    assert_eq!(puts.map(|error| error.to_string()), both);
    assert_eq!(puts.map(|error| format!("{error:?}")), ["TimedOut(..)", "ShutDown(..)"]);
    assert_eq!(puts.map(PutTimeoutError::into_item), [1, 1]);
    let gets = [GetTimeoutError::TimedOut, GetTimeoutError::ShutDown];
    assert_eq!(gets.map(|error| error.to_string()), both);
}

#[test]
fn blocking_items_show_their_queue() {
    let queue = Queue::<u8>::unbounded();
    let shown = format!("{:?}", queue.blocking_items());
    assert_eq!(shown, format!("BlockingItems {{ queue: {queue:?} }}"));
}

#[test]
fn a_join_blocks_until_the_last_task_is_done() {
    let (queue, is_over) = (Queue::from_iter([1]), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            while queue.waiting_joiners() == 0 && !is_over.load(Ordering::Relaxed) {
                thread::yield_now();
            }
            queue.task_done().unwrap();
        });
        queue.blocking_join();
        let unfinished = queue.unfinished();
        is_over.store(true, Ordering::Relaxed);
        assert_eq!(unfinished, 0);
    });
}

#[test]
fn a_thread_that_waits_learns_that_the_last_end_of_the_other_side_is_gone() {
    let (sender, receiver) = Queue::<u32>::bounded(1).into_ends();
    thread::scope(|scope| {
        let receive = scope.spawn(move || {
            let sum = receiver.blocking_items().sum::<u32>();
            (sum, receiver)
        });
        let senders = [(); PRODUCERS as usize].map(|()| sender.clone());
        drop(sender);
        for (sender, producer) in senders.into_iter().zip(0..) {
            scope.spawn(move || {
                share(producer).for_each(|item| sender.blocking_put(item).unwrap());
            });
        }
        assert_eq!(receive.join().unwrap().0, SUM);
    });

    let (sender, receiver) = Queue::bounded(1).into_ends();
    sender.blocking_put(1).unwrap();
    thread::scope(|scope| {
        let send = scope.spawn(|| sender.blocking_put(2));
        while sender.waiting_putters() == 0 {
            thread::yield_now();
        }
        drop(receiver);
        assert_eq!(send.join().unwrap(), Err(PutError::ShutDown(2)));
    });
}

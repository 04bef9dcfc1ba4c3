//! The child of a `fork` uses a queue of its parent, whose other threads it does not have.

use std::fs;
use std::process::exit;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use fork::{Fork, fork};
use queue_async::sync::Queue;
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use rustix::thread::gettid;

/// The child has one thread, which forked with the queue locked. The threads that waited for the lock are
/// gone: what they left behind must not slow the child down.
#[test]
fn a_forked_child_is_not_held_up_by_threads_that_waited_for_the_lock() {
    let queue = Queue::bounded(4);
    let child = thread::scope(|scope| {
        let forked = queue.inspect(|_| {
            let (started, threads) = mpsc::channel();
            for item in 0..3 {
                let (started, queue) = (started.clone(), &queue);
                scope.spawn(move || {
                    started.send(gettid()).unwrap();
                    queue.try_put(item).unwrap(); // waits for the lock
                });
            }
            threads.iter().take(3).for_each(until_asleep);
            fork().unwrap()
        });
        match forked {
            Fork::Parent(child) => Pid::from_raw(child).unwrap(),
            Fork::Child => exit(i32::from(!puts_and_gets(&queue))),
        }
    });
    assert_eq!(queue.len(), 3);
    assert_eq!(status_of(child), Some(0), "the child is slow, or finds other items");
}

/// A test that passes is far from it.
const LIMIT: Duration = Duration::from_secs(60);

/// Puts and gets often enough to take minutes if each call waited for a thread that is gone.
fn puts_and_gets(queue: &Queue<u64>) -> bool {
    (0..100_000).all(|item| queue.try_put(item).is_ok() && queue.try_get() == Ok(item))
}

/// Waits until a thread of this process has slept for some time.
fn until_asleep(thread: Pid) {
    let stat = format!("/proc/self/task/{}/stat", thread.as_raw_nonzero());
    let is_asleep = || fs::read_to_string(&stat).unwrap().contains(") S ");
    let start = Instant::now();
    while !(0..100).all(|_| is_asleep()) {
        assert!(start.elapsed() < LIMIT, "it does not sleep");
        thread::yield_now();
    }
}

/// Returns the exit status of a child, or `None` if it had to be killed.
fn status_of(child: Pid) -> Option<i32> {
    let start = Instant::now();
    loop {
        match waitpid(Some(child), WaitOptions::NOHANG) {
            Ok(Some((_, status))) => return status.exit_status(),
            // Where the process ignores its children, the system keeps no status.
            Err(Errno::CHILD) => return Some(0),
            Ok(None) => {}
            Err(error) => panic!("{error}"),
        }
        if start.elapsed() > LIMIT {
            kill_process(child, Signal::KILL).unwrap();
        }
        thread::yield_now();
    }
}

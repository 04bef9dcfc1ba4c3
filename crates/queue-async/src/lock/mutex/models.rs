//! All interleavings of small programs; `cargo test -p queue-loom` runs them.
//!
//! In a model no sleep ends by itself: a call that is lost is a deadlock.

use loom::model::Builder;
use loom::sync::Arc;
use loom::thread;

use super::*;

/// Lets two threads add to a number so many times, and the first thread once.
fn every_addition_counts(preemptions: usize, additions: u8) {
    let mut builder = Builder::new();
    builder.preemption_bound = builder.preemption_bound.or(Some(preemptions));
    builder.check(move || {
        let mutex = Arc::new(Mutex::new(0));
        let threads = [(); 2].map(|()| {
            let mutex = Arc::clone(&mutex);
            thread::spawn(move || (0..additions).for_each(|_| *mutex.lock() += 1))
        });
        *mutex.lock() += 1;
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert!(!mutex.sleepers.are_asleep() && !mutex.sleepers.have_claimed());
        let mutex = Arc::try_unwrap(mutex).expect("the threads are gone");
        assert_eq!(mutex.into_inner(), 2 * additions + 1);
    });
}

#[test]
fn three_threads_take_turns() {
    every_addition_counts(4, 1);
}

#[test]
fn threads_that_come_again_take_turns() {
    every_addition_counts(3, 2);
}

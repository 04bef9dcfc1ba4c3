//! Small programs on a queue that threads share, in all their interleavings.
//!
//! A test names each outcome that its program may have. That there is no other is what it promises;
//! that there is each of them shows that it looked. Whoever sleeps for good is a deadlock, which
//! `loom` reports, and then aborts, since the queue cannot be locked any more.

mod cancel;
mod join;
mod put_get;
mod shutdown;
mod time_limit;
mod waker;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use loom::model::Builder;
use queue_loom::sync::Queue;
use queue_loom::{Capacity, Fairness, Fifo};

const BOTH: [Fairness; 2] = [Fairness::Fair, Fairness::Barging];

/// Makes a queue of capacity one that holds the items.
fn queue(fairness: Fairness, items: impl IntoIterator<Item = u8>) -> Arc<Queue<u8>> {
    let capacity = Capacity::try_from(1).expect("it is not zero");
    Arc::new(
        queue_loom::Builder::new(Fifo::from_iter(items))
            .capacity(capacity)
            .fairness(fairness)
            .build(),
    )
}

/// Runs a program in all its interleavings, and checks what it comes to.
#[track_caller]
fn check<T: Debug + PartialEq + Send + 'static>(
    program: impl Fn() -> T + Send + Sync + 'static,
    outcomes: impl IntoIterator<Item = T>,
) {
    check_within(None, program, outcomes);
}

/// The same for a program of too many interleavings: only those are run in which a thread that could
/// go on is stopped at most so many times.
///
/// `LOOM_MAX_PREEMPTIONS` is another bound, for this and for [`check`].
#[track_caller]
fn check_within<T: Debug + PartialEq + Send + 'static>(
    preemptions: impl Into<Option<usize>>,
    program: impl Fn() -> T + Send + Sync + 'static,
    outcomes: impl IntoIterator<Item = T>,
) {
    let mut builder = Builder::new();
    builder.preemption_bound = builder.preemption_bound.or_else(|| preemptions.into());
    let outcomes: Vec<_> = outcomes.into_iter().map(|outcome| (outcome, 0_usize)).collect();
    let outcomes = Arc::new(Mutex::new(outcomes));
    let counted = Arc::clone(&outcomes);
    builder.check(move || {
        let outcome = program();
        let mut outcomes = counted.lock().expect("a program that panics ends the test");
        let known = outcomes.iter_mut().find(|(known, _)| *known == outcome);
        known.unwrap_or_else(|| panic!("it must not come to {outcome:?}")).1 += 1;
    });
    for (outcome, interleavings) in &*outcomes.lock().expect("nobody holds it any more") {
        println!("{interleavings} interleavings come to {outcome:?}");
        assert!(*interleavings > 0, "it never came to {outcome:?}");
    }
}

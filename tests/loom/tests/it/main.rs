//! Small programs on a sync queue, in all their interleavings.
//!
//! A test names each outcome that its program may have. It fails if there is another outcome, or if one
//! of them never comes. A thread that sleeps for ever is a deadlock, which `loom` reports. `loom` then
//! aborts, since the queue cannot be locked any more.

mod batch;
mod cancel;
mod capacity;
mod ends;
mod event;
mod join;
mod permit;
mod put_get;
mod rendezvous;
mod shutdown;
mod time_limit;
mod waker;
mod work;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use loom::model::Builder;
use queue_loom::sync::Queue;
use queue_loom::{Capacity, Fairness, Fifo};

const BOTH: [Fairness; 2] = [Fairness::Fair, Fairness::Barging];

/// Makes a queue of capacity one that holds the items.
fn queue(fairness: Fairness, items: impl IntoIterator<Item = u8>) -> Arc<Queue<u8>> {
    let builder = queue_loom::Builder::new(Fifo::from_iter(items));
    Arc::new(builder.capacity(one()).fairness(fairness).build())
}

/// The capacity of most queues here.
fn one() -> Capacity {
    Capacity::try_from(1).expect("it is not zero")
}

/// Runs a program in all its interleavings, and checks what it comes to.
#[track_caller]
fn check<T: Debug + PartialEq + Send + 'static>(
    program: impl Fn() -> T + Send + Sync + 'static,
    outcomes: impl IntoIterator<Item = T>,
) {
    check_within(None, program, outcomes);
}

/// Checks a program that has too many interleavings. Only those run in which threads that could go on
/// are stopped at most `preemptions` times.
///
/// `LOOM_MAX_PREEMPTIONS` overrides this bound, and bounds [`check`] too.
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
    for (outcome, interleavings) in &*outcomes.lock().expect("no program runs any more") {
        println!("{interleavings} interleavings come to {outcome:?}");
        assert!(*interleavings > 0, "it never came to {outcome:?}");
    }
}

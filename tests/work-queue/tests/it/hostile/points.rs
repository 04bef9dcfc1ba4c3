//! The points at which the user's code is called, one by one. Any two of the calls panic.

use queue_core::Fairness;

use super::panics::run;
use super::step::{Label, Scenario, Step};
use super::touchy::Fate;

const FATES: [Fate; 4] = [Fate::Apart, Fate::First, Fate::Last, Fate::Together];

fn label(key: impl Into<Option<char>>, rank: u8) -> Label {
    Label { key: key.into(), rank, lives: None }
}

/// A label of a parcel that lives for one unit of time.
fn brief(key: impl Into<Option<char>>, rank: u8) -> Label {
    Label { lives: Some(1), ..label(key, rank) }
}

/// Runs the steps with every fate and fairness, and lets every two calls panic.
#[track_caller]
fn try_all(capacity: impl Into<Option<usize>>, steps: &[Step]) {
    let capacity = capacity.into();
    for fate in FATES {
        for fairness in [Fairness::Fair, Fairness::Barging] {
            let scenario = Scenario { fate, fairness, capacity, steps: steps.to_vec() };
            let calls = run(&scenario, &[]);
            assert!(calls > 0, "the user's code is called");
            for first in 1..=calls {
                // A panic changes how many calls come after it.
                for second in first + 1..=calls + 2 {
                    run(&scenario, &[first, second]);
                }
            }
        }
    }
}

#[test]
fn in_a_put() {
    let puts = [label('a', 2), label('b', 1), label(None, 0), label('a', 0), label('a', 3)];
    try_all(None, &puts.map(Step::TryPut));
}

#[test]
fn in_a_put_for_later() {
    let mut steps = vec![Step::TryPut(label('b', 1))];
    steps.extend([2, 0, 1].map(|rank| Step::PutLater(label('a', rank), 1)));
    steps.extend([Step::PutLater(label('c', 0), 0), Step::TryPut(label('a', 0))]);
    try_all(None, &steps);
}

#[test]
fn in_a_put_that_evicts() {
    let puts = [label('a', 1), label('a', 0), label('b', 2), label('c', 0), label(None, 1)];
    try_all(2, &puts.map(Step::ForcePut));
}

#[test]
fn in_a_get() {
    let mut steps = [3, 1, 2, 0, 4].map(|rank| Step::TryPut(label(None, rank))).to_vec();
    steps.extend([Step::TryGet; 3]);
    try_all(None, &steps);
}

/// What returns is ranked again if a panic has lost its rank.
#[test]
fn in_a_get_that_lets_a_returning_job_come_in() {
    let mut steps = vec![Step::TryPut(label(None, 2)), Step::TryGet];
    steps.extend([1, 3, 2].map(|rank| Step::TryPut(label(None, rank))));
    steps.extend([Step::RetryInPlace(0), Step::TryGet, Step::TryGet, Step::TryGet]);
    try_all(3, &steps);
}

#[test]
fn in_a_get_that_admits_a_put() {
    let steps = [
        Step::TryPut(label('a', 1)),
        Step::TryPut(label('a', 0)),
        Step::Put(label('b', 1)),
        Step::Put(label('a', 2)),
        Step::TryGet,
        Step::TryGet,
    ];
    try_all(2, &steps);
}

#[test]
fn in_a_larger_capacity_that_admits_puts() {
    let mut steps = vec![Step::TryPut(label('a', 1))];
    steps.extend([2, 0, 1].map(|rank| Step::Put(label('b', rank))));
    steps.push(Step::SetCapacity(3));
    try_all(1, &steps);
}

#[test]
fn in_a_done_that_starts_the_next() {
    let steps = [
        Step::TryPut(label('a', 1)),
        Step::TryGet,
        Step::TryPut(label('a', 1)),
        Step::TryPut(label('b', 2)),
        Step::TryPut(label('a', 0)),
        Step::Done(0),
        Step::TryGet,
        Step::Done(0),
    ];
    try_all(None, &steps);
}

#[test]
fn in_a_done_of_a_job_that_left_a_copy() {
    let steps = [
        Step::TryPut(label('a', 1)),
        Step::TryGet,
        Step::Keep(0, 3),
        Step::TryPut(label('b', 1)),
        Step::TryPut(label('a', 1)),
        Step::Done(0),
    ];
    try_all(None, &steps);
}

#[test]
fn in_a_retry_with_a_successor() {
    for retry in [Step::RetryInPlace(0), Step::RetryAtEnd(0), Step::RetryLater(0, 1)] {
        for capacity in [Some(2), None] {
            let steps = [
                Step::TryPut(label('a', 1)),
                Step::TryGet,
                Step::TryPut(label('b', 2)),
                Step::TryPut(label('a', 0)),
                retry,
                Step::Advance(1),
            ];
            try_all(capacity, &steps);
        }
    }
}

/// The successor has room, which goes to a job that returns.
#[test]
fn in_a_retry_whose_successor_leaves_its_room() {
    let mut steps = ['a', 'b'].map(|key| Step::TryPut(label(key, 1))).to_vec();
    steps.extend([Step::TryGet, Step::TryGet]);
    steps.extend([label(None, 2), label('a', 0)].map(Step::TryPut));
    steps.extend([Step::RetryInPlace(1), Step::RetryInPlace(0), Step::TryGet]);
    try_all(2, &steps);
}

#[test]
fn in_an_advance_that_brings_delayed_jobs_and_ends_a_lease() {
    let mut steps = vec![Step::TryPut(label('a', 1)), Step::TryGet, Step::Keep(0, 1)];
    steps.extend([label('a', 2), label('b', 0), label('c', 1)].map(|l| Step::PutLater(l, 1)));
    steps.extend([Step::Advance(1), Step::Advance(1)]);
    try_all(2, &steps);
}

/// A job that dies leaves its room to one that returns, and its key to the next.
#[test]
fn in_an_advance_that_buries_jobs() {
    let mut steps = vec![Step::TryPut(label('c', 1)), Step::TryGet];
    steps.extend([brief('a', 1), label('a', 0), brief('b', 2)].map(Step::TryPut));
    steps.extend([Step::RetryInPlace(0), Step::Advance(1), Step::TryGet]);
    try_all(3, &steps);
}

/// So many ranks change that what they leave in the order is swept out: with the last change, or when the job dies.
#[test]
fn in_a_sweep_of_the_order() {
    let others = [label('b', 2), label('c', 4), label('d', 3)].map(Step::TryPut);
    let bursts = [
        vec![Step::Burst(label('a', 0), 38)],
        vec![Step::Burst(brief('a', 0), 36), Step::Advance(1), Step::TryPut(label('a', 1))],
    ];
    for burst in bursts {
        let steps = others.into_iter().chain(burst).collect();
        let (fate, fairness, capacity) = (Fate::Last, Fairness::Fair, None);
        let scenario = Scenario { fate, fairness, capacity, steps };
        for fuse in 1..=run(&scenario, &[]) {
            run(&scenario, &[fuse]);
        }
    }
}

#[test]
fn in_an_immediate_shutdown() {
    let mut steps = [label('a', 1), label('a', 0), label('b', 2)].map(Step::TryPut).to_vec();
    steps.extend([Step::TryGet, Step::ShutdownNow, Step::RetryInPlace(0)]);
    try_all(None, &steps);
}

#[test]
fn in_a_put_that_gives_a_job_back() {
    let mut steps = [label('a', 1), label('a', 0), label('b', 2)].map(Step::TryPut).to_vec();
    steps.extend([Step::TryGet, Step::GiveBack(0), Step::TryGet, Step::TryGet]);
    try_all(None, &steps);
}

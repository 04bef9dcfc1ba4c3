use std::ops::ControlFlow;

use queue_core::Capacity;
use queue_suite::{Bounds, Setup, Verbs, explore};

/// Explores queues of every kind, and makes sure that there was something to explore.
#[track_caller]
fn check(capacity: usize, actors: u8, depth: usize, at_least: usize) {
    check_all(Setup::all(capacity), actors, depth, at_least);
}

#[track_caller]
fn check_all(setups: impl Iterator<Item = Setup>, actors: u8, depth: usize, at_least: usize) {
    let mut states = 0;
    for setup in setups {
        let bounds = Bounds { depth, ..Bounds::of(setup, actors) };
        let report = explore(setup, bounds, |_| ControlFlow::Continue(()));
        let report = report.unwrap_or_else(|program| panic!("{program}"));
        println!("{setup}, {actors} actors: {report}");
        assert!(report.transitions > report.states);
        states += report.states;
    }
    assert!(states >= at_least, "{states} states are fewer than there were");
}

/// More steps than any program needs to reach all states.
const TO_THE_END: usize = 99;

#[test]
fn two_actors_at_capacity_1() {
    check(1, 2, TO_THE_END, 5_000);
}

#[test]
fn two_actors_at_capacity_2() {
    check(2, 2, TO_THE_END, 10_000);
}

#[test]
fn two_actors_at_any_capacity() {
    check(0, 2, TO_THE_END, 3_200);
}

#[test]
fn three_actors_at_capacity_2() {
    check(2, 3, 6, 7_000);
}

#[test]
fn two_actors_with_permits() {
    for capacity in [1, 2] {
        let capacity = Capacity::try_from(capacity).unwrap();
        check_all(Setup::of(Verbs::Permits, capacity), 2, TO_THE_END, 1_000);
    }
}

#[test]
fn two_actors_with_batches() {
    for capacity in [1, 2] {
        let capacity = Capacity::try_from(capacity).unwrap();
        check_all(Setup::of(Verbs::Batches, capacity), 2, TO_THE_END, 600);
    }
}

#[test]
fn two_actors_with_events() {
    let capacity = Capacity::try_from(1).unwrap();
    check_all(Setup::of(Verbs::Events, capacity), 2, TO_THE_END, 500);
}

#[test]
fn two_actors_with_a_capacity_that_changes() {
    let capacity = Capacity::try_from(2).unwrap();
    check_all(Setup::of(Verbs::Capacity, capacity), 2, TO_THE_END, 1_000);
}

#[test]
fn two_actors_with_removals() {
    let capacity = Capacity::try_from(2).unwrap();
    check_all(Setup::of(Verbs::Removals, capacity), 2, TO_THE_END, 1_000);
}

#[test]
fn three_actors_at_a_rendezvous() {
    for verbs in [Verbs::Asyncio, Verbs::Batches, Verbs::Permits, Verbs::Events] {
        check_all(Setup::of(verbs, Capacity::Rendezvous), 3, TO_THE_END, 100);
    }
}

use queue_core::{Capacity, Fairness};
use queue_tests::{Bounds, Order, Priorities, Report, Setup, explore};

/// More steps than any program needs to reach all states within a load.
const TO_THE_END: usize = 99;

const UNBOUNDED: usize = 0;

/// Explores both ways of waiting, and makes sure that there was something to explore.
#[track_caller]
fn check(
    (order, priorities): (Order, Priorities),
    capacity: usize,
    bounds: Bounds,
    at_least: usize,
) {
    let capacity = Capacity::try_from(capacity).unwrap_or_default();
    for fairness in [Fairness::Fair, Fairness::Barging] {
        let setup = Setup { order, fairness, capacity, priorities };
        let report = explore(setup, bounds).unwrap_or_else(|program| panic!("{program}"));
        println!("{setup}, {} actors: {report}", bounds.actors);
        let Report { states, transitions, depth } = report;
        assert!(states >= at_least, "{states} states are fewer than there were");
        assert!(transitions > states);
        assert!(depth == bounds.depth || bounds.depth == TO_THE_END);
    }
}

const fn two_actors(load: usize) -> Bounds {
    Bounds { actors: 2, load, depth: TO_THE_END }
}

/// The load lets all three wait beside a full queue.
const fn three_actors(load: usize, depth: usize) -> Bounds {
    Bounds { actors: 3, load, depth }
}

#[test]
fn fifo_two_actors() {
    let fifo = (Order::Fifo, Priorities::Equal);
    check(fifo, 1, two_actors(4), 2_400);
    check(fifo, 2, two_actors(4), 9_200);
    check(fifo, UNBOUNDED, two_actors(3), 3_400);
}

#[test]
fn fifo_three_actors() {
    let fifo = (Order::Fifo, Priorities::Equal);
    check(fifo, 1, three_actors(4, 10), 14_000);
    check(fifo, 2, three_actors(5, 9), 9_000);
    check(fifo, UNBOUNDED, three_actors(3, 9), 5_100);
}

#[test]
fn lifo() {
    let lifo = (Order::Lifo, Priorities::Equal);
    check(lifo, 1, two_actors(3), 1_800);
    check(lifo, 2, two_actors(3), 1_600);
    check(lifo, UNBOUNDED, two_actors(3), 950);
}

#[test]
fn stable_priority() {
    let distinct = (Order::StablePriority, Priorities::Distinct);
    check(distinct, 1, two_actors(3), 1_800);
    check(distinct, 2, two_actors(3), 2_300);
    check(distinct, UNBOUNDED, two_actors(3), 1_900);
    let mixed = (Order::StablePriority, Priorities::Mixed);
    check(mixed, 2, two_actors(3), 2_600);
    check(mixed, UNBOUNDED, two_actors(3), 1_900);
    let equal = (Order::StablePriority, Priorities::Equal);
    check(equal, 2, two_actors(3), 3_100);
}

/// Among fewer than four equals `heapq` has the order of arrival: hence the load.
#[test]
fn priority() {
    let equal = (Order::Priority, Priorities::Equal);
    check(equal, UNBOUNDED, Bounds { depth: 11, ..two_actors(4) }, 4_300);
    let distinct = (Order::Priority, Priorities::Distinct);
    check(distinct, 1, two_actors(3), 1_800);
    check(distinct, 2, two_actors(3), 1_900);
    let mixed = (Order::Priority, Priorities::Mixed);
    check(mixed, 2, two_actors(3), 2_400);
}

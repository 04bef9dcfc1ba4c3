//! Threads and tasks on one queue at once, in all the ways there are.

use queue_core::{Capacity, Fairness};
use queue_suite::{End, Ledger, Numbered, Stress};

const UNBOUNDED: usize = 0;

fn check(capacity: usize) {
    let capacity = Capacity::try_from(capacity).unwrap_or_default();
    for fairness in [Fairness::Fair, Fairness::Barging] {
        for end in [End::Join, End::ShutDown, End::ShutDownNow] {
            let stress = Stress { capacity, fairness, end, items: 1_000, seed: rand::random() };
            let items = stress.run().unwrap_or_else(|wrong| panic!("{wrong}"));
            println!("{stress}: {items} items");
            assert_eq!(items == 4_000, end == End::Join);
        }
    }
}

#[test]
fn every_item_is_got_once_at_capacity_one() {
    check(1);
}

#[test]
fn every_item_is_got_once_at_capacity_two() {
    check(2);
}

#[test]
fn every_item_is_got_once_at_capacity_64() {
    check(64);
}

#[test]
fn every_item_is_got_once_without_a_limit() {
    check(UNBOUNDED);
}

#[test]
fn a_ledger_misses_nothing() {
    let item = |number| Numbered { producer: 0, number };
    let wrong = |put, got: &[&[u32]]| {
        let got = got.iter().map(|got| got.iter().copied().map(item).collect()).collect();
        Ledger { put: vec![put], got }.check().err()
    };
    assert_eq!(wrong(3, &[&[0, 2], &[1]]), None);
    let zero = "Numbered { producer: 0, number: 0 } was got";
    assert_eq!(wrong(2, &[&[1], &[]]), Some(format!("{zero} 0 times")));
    assert_eq!(wrong(2, &[&[0, 1], &[0]]), Some(format!("{zero} 2 times")));
    assert_eq!(wrong(2, &[&[1, 0], &[]]), Some(format!("{zero} after a later one")));
    assert_eq!(wrong(0, &[&[], &[0]]), Some(format!("{zero}, though it came back")));
}

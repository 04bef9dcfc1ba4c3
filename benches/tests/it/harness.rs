use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use queue_benches::harness::{Cell, Lane, Plan};
use queue_benches::workloads::Round;

const PLAN: Plan = Plan { rounds: 5, round: Duration::from_millis(1) };

/// Returns a lane that reports this time for each item, in nanoseconds, and records each call.
fn lane(name: &'static str, each: u64, calls: &Rc<RefCell<Vec<&'static str>>>) -> Option<Lane> {
    let calls = Rc::clone(calls);
    Lane::new(name, "1.0", move |items| {
        calls.borrow_mut().push(name);
        Some(Round { items, elapsed: Duration::from_nanos(each * items as u64) })
    })
}

#[test]
fn contenders_take_turns_round_by_round() {
    let calls = Rc::default();
    let lanes = [lane("a", 20, &calls), lane("b", 50, &calls)].into_iter().flatten().collect();
    let mut rounds = 0;
    let cell = Cell { group: "group", name: "name".to_owned(), lanes };
    let measured = cell.measure(PLAN, || rounds += 1);
    assert_eq!(rounds, 5);
    assert!(calls.borrow().ends_with(&["a", "b", "a", "b", "a", "b", "a", "b", "a", "b"]));
    let [a, b] = &measured.lanes[..] else { panic!("there are two") };
    assert_eq!((a.rounds.len(), b.rounds.len()), (5, 5));
    assert!(
        (measured.ratio(b).median - 0.4).abs() < 1e-9,
        "it is the first one's time to the other's"
    );
    assert!((b.nanoseconds().median - 50.0).abs() < 1e-9);
}

#[test]
fn a_contender_that_cannot_do_it_takes_no_part() {
    assert!(Lane::new("a", "1.0", |_| None).is_none());
}

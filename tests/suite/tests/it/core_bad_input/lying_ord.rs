use std::cell::Cell;
use std::cmp::Ordering;
use std::rc::Rc;

use queue_core::{Capacity, HeapOrder, Keyed, Priority, RoundRobin, Storage};

use super::BOTH_WAYS;
use super::crowd::Crowd;

thread_local! {
    static LIES: Cell<u32> = const { Cell::new(1) };
}

/// An item that compares differently each time, whatever it is compared with.
#[derive(Clone, Debug)]
struct Liar(u32);

impl PartialEq for Liar {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Liar {}

impl PartialOrd for Liar {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Liar {
    fn cmp(&self, _: &Self) -> Ordering {
        let next = LIES.get().wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        LIES.set(next);
        [Ordering::Less, Ordering::Equal, Ordering::Greater][(next >> 16) as usize % 3]
    }
}

/// Every item comes out once, in some order.
fn nothing_is_lost<S: Storage + Default>(item: fn(u32) -> S::Item, name: fn(S::Item) -> u32) {
    for fairness in BOTH_WAYS {
        let capacity = Capacity::try_from(20).expect("not zero");
        let mut crowd = Crowd::new(S::default(), capacity, fairness);
        for name in 0..40 {
            if crowd.try_put(item(name)).is_err() {
                crowd.put(item(name));
            }
        }
        let mut names = Vec::new();
        while let Ok(item) = crowd.try_get() {
            names.push(name(item));
            crowd.settle();
            assert_eq!(crowd.state.check(), Ok(()));
        }
        names.sort_unstable();
        assert!(names.into_iter().eq(0..40), "{fairness:?}");
        assert_eq!((crowd.state.waiting_putters(), crowd.state.unfinished()), (0, 40));
    }
}

#[test]
fn in_a_heap() {
    nothing_is_lost::<HeapOrder<_>>(Liar, |Liar(name)| name);
}

#[test]
fn in_a_stable_heap() {
    nothing_is_lost::<Priority<_>>(Liar, |Liar(name)| name);
}

#[test]
fn in_a_round_robin() {
    nothing_is_lost::<RoundRobin<_, _>>(|name| Keyed::new(Liar(name), name), |item| item.item);
    // The names are the same, so that an honest order would have one key.
    nothing_is_lost::<RoundRobin<_, _>>(|name| Keyed::new(Liar(0), name), |item| item.item);
}

#[test]
fn a_round_robin_keeps_no_key_once_it_is_empty() {
    fn check<K: Ord + Clone>(key: impl Fn(Rc<u32>) -> K) {
        let numbers = [1, 2, 3, 1, 2, 3].map(Rc::new);
        let items = numbers.iter().map(|number| Keyed::new(key(Rc::clone(number)), ()));
        let mut storage = RoundRobin::from_iter(items);
        while storage.pop().is_some() {}
        assert!(numbers.iter().all(|number| Rc::strong_count(number) == 1));
    }
    check(|number| number);
    for _ in 0..100 {
        check(|number| (Liar(0), number));
    }
}

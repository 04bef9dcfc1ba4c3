use std::cell::Cell;
use std::cmp::Ordering;

use queue_core::{Capacity, HeapOrder, Priority, Storage};

use super::BOTH_WAYS;
use super::crowd::Crowd;

thread_local! {
    static LIES: Cell<u32> = const { Cell::new(1) };
}

/// An item that compares differently each time, whatever it is compared with.
#[derive(Debug)]
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
fn nothing_is_lost<S: Storage<Item = Liar> + Default>() {
    for fairness in BOTH_WAYS {
        let capacity = Capacity::try_from(20).expect("not zero");
        let mut crowd = Crowd::new(S::default(), capacity, fairness);
        for name in 0..40 {
            if crowd.try_put(Liar(name)).is_err() {
                crowd.put(Liar(name));
            }
        }
        let mut names = Vec::new();
        while let Ok(Liar(name)) = crowd.try_get() {
            names.push(name);
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
    nothing_is_lost::<HeapOrder<_>>();
}

#[test]
fn in_a_stable_heap() {
    nothing_is_lost::<Priority<_>>();
}

use std::cell::Cell;
use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{Asked, Capacity, Priority, StablePriority, Storage, TaskDoneError};

use super::BOTH_WAYS;
use super::crowd::Crowd;

thread_local! {
    static ARMED: Cell<bool> = const { Cell::new(false) };
}

/// Panics in one comparison after it has been armed.
#[derive(Clone, Debug)]
struct Touchy(u8);

impl PartialEq for Touchy {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Touchy {}

impl PartialOrd for Touchy {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Touchy {
    fn cmp(&self, other: &Self) -> Ordering {
        assert!(!ARMED.replace(false), "cannot compare");
        self.0.cmp(&other.0)
    }
}

/// Does something in which the next comparison panics.
#[track_caller]
fn blow_up<R>(action: impl FnOnce() -> R) {
    ARMED.set(true);
    assert!(catch_unwind(AssertUnwindSafe(action)).is_err(), "a comparison panics");
    assert!(!ARMED.get());
}

trait Heap: Storage<Item = Touchy> + FromIterator<Touchy> + Clone {}
impl Heap for Priority<Touchy> {}
impl Heap for StablePriority<Touchy> {}

fn crowd<S: Heap>(items: &[u8], capacity: usize, fairness: queue_core::Fairness) -> Crowd<S> {
    let capacity = Capacity::try_from(capacity).unwrap_or_default();
    Crowd::new(items.iter().copied().map(Touchy).collect(), capacity, fairness)
}

/// Gets until nothing is left, and returns what there was, sorted.
fn drain<S: Heap>(crowd: &mut Crowd<S>) -> Vec<u8> {
    let mut names: Vec<u8> = crowd.got.drain(..).map(|Touchy(name)| name).collect();
    while let Ok((Touchy(name), released)) = crowd.state.try_get() {
        names.push(name);
        crowd.settle(released);
    }
    names.extend(crowd.got.drain(..).map(|Touchy(name)| name));
    names.sort_unstable();
    names
}

fn in_push<S: Heap>() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd::<S>(&[5, 7], 4, fairness);
        blow_up(|| crowd.state.try_put(Touchy(6)));
        assert_eq!(crowd.state.unfinished(), crowd.state.len());
        assert!(crowd.state.recover().is_empty(), "nobody waits");
        assert_eq!(crowd.state.check(), Ok(()));
        // The item being put may be lost, and nothing else.
        assert!(matches!(drain(&mut crowd)[..], [5, 7] | [5, 6, 7]));
    }
}

/// An item may be stored although its push panicked: a getter has to hear of it.
fn in_push_beside_getters<S: Heap>() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd::<S>(&[], 4, fairness);
        let getters = [crowd.enter_get(), crowd.enter_get()];
        assert!(crowd.state.try_put(Touchy(5)).is_ok_and(|released| released == [getters[0]]));
        blow_up(|| crowd.state.try_put(Touchy(6)));
        assert_eq!(crowd.state.unfinished(), crowd.state.len());
        let released = crowd.state.recover();
        assert_eq!(released, [getters[1]], "released before is not released again");
        crowd.settle(Vec::from_iter(released).into_iter().chain([getters[0]]));
        crowd.assert_nobody_stranded();
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

fn in_pop<S: Heap>() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd::<S>(&[1, 2, 3, 4], 4, fairness);
        let putter = crowd.enter_put(Touchy(5));
        blow_up(|| crowd.state.try_get());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (3, 3), "{fairness:?}");
        let released = crowd.state.recover();
        assert_eq!(released, [putter]);
        crowd.settle(released);
        assert_eq!(crowd.state.unfinished(), crowd.state.len());
        crowd.assert_nobody_stranded();
        assert_eq!(crowd.state.check(), Ok(()));
        assert_eq!(drain(&mut crowd), [2, 3, 4, 5], "the item being got is lost, no other");
    }
}

/// Three of four items have been dealt with in advance: the one that is lost was the last to count.
fn in_pop_beside_a_joiner<S: Heap>() {
    for fairness in BOTH_WAYS {
        let state = &mut crowd::<S>(&[1, 2, 3, 4], 4, fairness).state;
        let ticket = state.enter_join(7);
        for _ in 0..3 {
            assert!(state.task_done().is_ok_and(|released| released.is_empty()));
        }
        blow_up(|| state.try_get());
        assert_eq!((state.len(), state.unfinished()), (3, 0));
        assert_eq!(state.recover(), [7], "nobody joins on an item that is gone");
        assert_eq!(state.ask_join(ticket), Asked::Ready(()));
        assert_eq!(state.task_done(), Err(TaskDoneError));
        assert_eq!(state.check(), Ok(()));
    }
}

/// A released getter asks, and its comparison fails: the others still get the rest.
fn in_a_released_getter<S: Heap>() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd::<S>(&[], 9, fairness);
        let getters: Vec<_> = (0..4).map(|_| crowd.enter_get()).collect();
        for name in 1..=4 {
            assert!(crowd.state.try_put(Touchy(name)).is_ok_and(|released| !released.is_empty()));
        }
        blow_up(|| crowd.settle([getters[0]]));
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (3, 3));
        assert!(crowd.state.recover().is_empty(), "all have been released");
        crowd.settle(getters[1..].iter().copied());
        assert_eq!(crowd.state.check(), Ok(()));
        assert_eq!(drain(&mut crowd), [2, 3, 4], "in some order: the heap was left half sorted");
    }
}

/// One comparison fails between a get and the put it admits: the item on its way out stays.
fn in_admission<S: Heap>() {
    let mut crowd = crowd::<S>(&[1, 2], 2, queue_core::Fairness::Fair);
    let (first, second) = (crowd.enter_put(Touchy(3)), crowd.enter_put(Touchy(4)));
    blow_up(|| crowd.state.try_get());
    assert_eq!(crowd.state.unfinished(), crowd.state.len());
    assert_eq!(crowd.state.check(), Ok(()), "consistent without recovering");
    let released = crowd.state.recover();
    assert_eq!(released, [first, second]);
    crowd.settle(released);
    crowd.assert_nobody_stranded();
    assert_eq!(crowd.state.check(), Ok(()));
    let left = drain(&mut crowd);
    assert!(matches!(left[..], [1, 2, 4] | [1, 2, 3, 4]), "{left:?}");
    assert_eq!(crowd.state.unfinished(), left.len());
    assert_eq!(crowd.state.waiting_putters(), 0);
}

/// The putters that a failed admission released give up instead of asking.
fn in_admission_and_all_leave<S: Heap>() {
    let mut crowd = crowd::<S>(&[1, 2], 2, queue_core::Fairness::Fair);
    let putters = [crowd.enter_put(Touchy(3)), crowd.enter_put(Touchy(4))];
    blow_up(|| crowd.state.try_get());
    assert_eq!(crowd.state.recover(), putters);
    let mut names: Vec<_> = putters
        .into_iter()
        .map(|putter| {
            let (released, item) = crowd.leave(putter);
            assert!(released.is_empty());
            item.expect("it was not admitted").0
        })
        .collect();
    assert_eq!(crowd.state.check(), Ok(()));
    names.extend(drain(&mut crowd));
    names.sort_unstable();
    assert!(matches!(names[..], [1, 2, 4] | [1, 2, 3, 4]), "{names:?}");
}

fn every_place<S: Heap>() {
    in_push::<S>();
    in_push_beside_getters::<S>();
    in_pop::<S>();
    in_pop_beside_a_joiner::<S>();
    in_a_released_getter::<S>();
    in_admission::<S>();
    in_admission_and_all_leave::<S>();
}

#[test]
fn in_a_heap() {
    every_place::<Priority<_>>();
}

#[test]
fn in_a_stable_heap() {
    every_place::<StablePriority<_>>();
}

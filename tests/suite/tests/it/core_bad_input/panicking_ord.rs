use std::cell::Cell;
use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{
    Capacity, Exchange, HeapOrder, Join, Keyed, Polled, Priority, RoundRobin, Storage,
    TaskDoneError,
};

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

/// A storage that compares, and what stands for an item with a name in it.
trait Order: Storage + FromIterator<Self::Item> {
    fn item(name: u8) -> Self::Item;
    fn name(item: Self::Item) -> u8;
}

impl Order for HeapOrder<Touchy> {
    fn item(name: u8) -> Touchy {
        Touchy(name)
    }

    fn name(Touchy(name): Touchy) -> u8 {
        name
    }
}

impl Order for Priority<Touchy> {
    fn item(name: u8) -> Touchy {
        Touchy(name)
    }

    fn name(Touchy(name): Touchy) -> u8 {
        name
    }
}

/// Each item has a key of its own, so each pop compares.
impl Order for RoundRobin<Touchy, ()> {
    fn item(name: u8) -> Keyed<Touchy, ()> {
        Keyed::new(Touchy(name), ())
    }

    fn name(item: Keyed<Touchy, ()>) -> u8 {
        item.key.0
    }
}

/// All items have the same key, so a pop that leaves some does not compare.
impl Order for RoundRobin<Touchy, u8> {
    fn item(name: u8) -> Keyed<Touchy, u8> {
        Keyed::new(Touchy(0), name)
    }

    fn name(item: Keyed<Touchy, u8>) -> u8 {
        item.item
    }
}

fn crowd<S: Order>(items: &[u8], capacity: usize, fairness: queue_core::Fairness) -> Crowd<S> {
    let capacity = Capacity::try_from(capacity).unwrap_or_default();
    Crowd::new(items.iter().copied().map(S::item).collect(), capacity, fairness)
}

/// Gets until nothing is left, and returns what there was, sorted.
fn drain<S: Order>(crowd: &mut Crowd<S>) -> Vec<u8> {
    let mut names: Vec<u8> = crowd.got.drain(..).map(S::name).collect();
    while let Ok(item) = crowd.try_get() {
        names.push(S::name(item));
        crowd.settle();
    }
    names.extend(crowd.got.drain(..).map(S::name));
    names.sort_unstable();
    names
}

fn in_push<S: Order>() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd::<S>(&[5, 7], 4, fairness);
        blow_up(|| crowd.try_put(S::item(6)));
        assert_eq!(crowd.state.unfinished(), crowd.state.len());
        crowd.recover();
        assert_eq!(crowd.take_notified(), [], "no operation waits");
        assert_eq!(crowd.state.check(), Ok(()));
        // The item being put may be lost, and nothing else.
        assert!(matches!(drain(&mut crowd)[..], [5, 7] | [5, 6, 7]));
    }
}

/// An item may be stored although its push panicked, so a get has to be notified.
fn in_push_beside_gets<S: Order>() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd::<S>(&[], 4, fairness);
        let [first, second] = [(); 2].map(|()| crowd.get());
        assert!(crowd.try_put(S::item(5)).is_ok());
        assert_eq!(crowd.take_notified(), [first]);
        blow_up(|| crowd.try_put(S::item(6)));
        assert_eq!(crowd.state.unfinished(), crowd.state.len());
        crowd.recover();
        assert_eq!(crowd.take_notified(), [second], "the first has been notified before");
        crowd.poll_all([second, first]);
        crowd.assert_none_stranded();
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

fn in_pop<S: Order>() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd::<S>(&[1, 2, 3, 4], 4, fairness);
        let put = crowd.put(S::item(5));
        blow_up(|| crowd.try_get());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (3, 3), "{fairness:?}");
        crowd.recover();
        assert_eq!(crowd.take_notified(), [put]);
        crowd.poll(put);
        assert_eq!(crowd.state.unfinished(), crowd.state.len());
        crowd.assert_none_stranded();
        assert_eq!(crowd.state.check(), Ok(()));
        assert_eq!(drain(&mut crowd), [2, 3, 4, 5], "the item being got is lost, no other");
    }
}

/// `task_done` was called for three of the four items before. The lost item is the last one that
/// counts.
fn in_pop_beside_a_join<S: Order>() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd::<S>(&[1, 2, 3, 4], 4, fairness);
        let (mut join, mut exchange) = (Join::new(), Exchange::with(7));
        assert_eq!(crowd.state.poll_join(&mut join, &mut exchange, |_| true), Polled::Pending);
        for _ in 0..3 {
            assert_eq!(crowd.task_done(), Ok(()));
        }
        blow_up(|| crowd.try_get());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (3, 0));
        crowd.recover();
        assert_eq!(crowd.take_notified(), [7], "a join does not wait for an item that is lost");
        assert_eq!(crowd.state.poll_join(&mut join, &mut exchange, |_| true), Polled::Ready(()));
        assert_eq!(crowd.task_done(), Err(TaskDoneError));
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

/// A notified get is polled, and its comparison fails: the others still get the rest.
fn in_a_notified_get<S: Order>() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd::<S>(&[], 9, fairness);
        let gets = [(); 4].map(|()| crowd.get());
        for name in 1..=4 {
            assert!(crowd.try_put(S::item(name)).is_ok());
        }
        assert_eq!(crowd.take_notified(), gets);
        blow_up(|| crowd.poll(gets[0]));
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (3, 3));
        crowd.recover();
        assert_eq!(crowd.take_notified(), [], "all have been notified");
        gets[1..].iter().for_each(|&get| assert!(!crowd.poll(get)));
        assert!(crowd.poll(gets[0]), "it took no item, and waits on");
        assert_eq!(crowd.state.check(), Ok(()));
        assert_eq!(drain(&mut crowd), [2, 3, 4], "in some order: the heap was left half sorted");
    }
}

/// A comparison panics while a get admits a put. The item that the get took out stays.
fn in_admission<S: Order>() {
    let mut crowd = crowd::<S>(&[1, 2], 2, queue_core::Fairness::Fair);
    let puts = [3, 4].map(|name| crowd.put(S::item(name)));
    blow_up(|| crowd.try_get());
    assert_eq!(crowd.state.unfinished(), crowd.state.len());
    // An item that is lost leaves room, of which no put knows before `recover`.
    if crowd.state.is_full() {
        assert_eq!(crowd.state.check(), Ok(()), "consistent without recovering");
    }
    crowd.recover();
    assert_eq!(crowd.take_notified(), puts);
    crowd.poll_all(puts);
    crowd.settle();
    crowd.assert_none_stranded();
    assert_eq!(crowd.state.check(), Ok(()));
    let left = drain(&mut crowd);
    assert!(matches!(left[..], [1, 2, 4] | [1, 2, 3, 4]), "{left:?}");
    assert_eq!(crowd.state.unfinished(), left.len());
    assert_eq!(crowd.state.waiting_putters(), 0);
}

/// The puts that a failed admission notified are cancelled instead of polled.
fn in_admission_and_all_are_cancelled<S: Order>() {
    let mut crowd = crowd::<S>(&[1, 2], 2, queue_core::Fairness::Fair);
    let puts = [3, 4].map(|name| crowd.put(S::item(name)));
    blow_up(|| crowd.try_get());
    crowd.recover();
    assert_eq!(crowd.take_notified(), puts);
    let cancelled = puts.map(|put| crowd.cancel(put).expect("it was not admitted"));
    let mut names = Vec::from(cancelled.map(S::name));
    assert_eq!(crowd.take_notified(), []);
    assert_eq!(crowd.state.check_at_rest(), Ok(()));
    names.extend(drain(&mut crowd));
    names.sort_unstable();
    assert!(matches!(names[..], [1, 2, 4] | [1, 2, 3, 4]), "{names:?}");
}

fn in_any_call<S: Order>() {
    in_push::<S>();
    in_push_beside_gets::<S>();
    in_pop::<S>();
    in_pop_beside_a_join::<S>();
    in_a_notified_get::<S>();
}

/// The push of the admitted item compares, and the pop before it does not.
fn in_any_admission<S: Order>() {
    in_admission::<S>();
    in_admission_and_all_are_cancelled::<S>();
}

#[test]
fn in_a_heap() {
    in_any_call::<HeapOrder<_>>();
    in_any_admission::<HeapOrder<_>>();
}

#[test]
fn in_a_stable_heap() {
    in_any_call::<Priority<_>>();
    in_any_admission::<Priority<_>>();
}

#[test]
fn in_a_round_robin() {
    in_any_call::<RoundRobin<_, ()>>();
    in_any_admission::<RoundRobin<_, u8>>();
}

fn round_robin(keys: &[u8]) -> RoundRobin<Touchy, ()> {
    keys.iter().map(|&key| Keyed::new(Touchy(key), ())).collect()
}

#[test]
fn after_a_panic_in_a_push_a_round_robin_is_as_before() {
    for key in 0..=4 {
        let mut storage = round_robin(&[1, 3, 1]);
        blow_up(|| storage.push(Keyed::new(Touchy(key), ())));
        assert_eq!(storage, round_robin(&[1, 3, 1]));
        _ = storage.push(Keyed::new(Touchy(key), ()));
        assert_eq!(storage, round_robin(&[1, 3, 1, key]));
    }
}

/// The flow of key 3 is where that of key 1 was, and key 1 does not get into it.
#[test]
fn after_a_panic_in_a_pop_a_round_robin_goes_on_without_the_item() {
    let mut storage = round_robin(&[1, 2, 2]);
    blow_up(|| storage.pop());
    assert_eq!(storage, round_robin(&[2, 2]));
    [3, 3, 1].into_iter().for_each(|key| _ = storage.push(Keyed::new(Touchy(key), ())));
    assert_eq!(storage.len(), 5);
    assert!(storage.into_items().map(|item| item.key.0).eq([2, 3, 1, 2, 3]));
}

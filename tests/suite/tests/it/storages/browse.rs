//! Looking at items and removing them, in every storage, beside a model that is a vector.

use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{
    Aging, Browse, Exchange, Fairness, Fifo, HeapOrder, Join, Keyed, Lifo, Polled, Priority, Put,
    RoundRobin, State, Storage, TryGetError, Weighed,
};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const BOTH_WAYS: [Fairness; 2] = [Fairness::Fair, Fairness::Barging];

type Item = Keyed<u32, u32>;

/// An item that is told from others by its name, and not by its key alone.
fn parts(item: &Item) -> (u32, u32) {
    (item.key, item.item)
}

/// Returns the items of a clone in the order in which they leave.
fn in_order<S: Storage<Item = Item> + Clone>(storage: &S) -> Vec<(u32, u32)> {
    storage.clone().into_items().map(|item| parts(&item)).collect()
}

fn looked_at<S: Browse<Item = Item>>(storage: &S) -> Vec<(u32, u32)> {
    Browse::iter(storage).map(parts).collect()
}

/// What a removal does to the order of the items that stay.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    Stays,
    /// The smallest key still leaves first.
    AmongEqualsMayChange,
    /// The model of the storage checks it.
    Changes,
}

#[track_caller]
fn assert_order(order: Order, before: &[(u32, u32)], after: &[(u32, u32)], what: &str) {
    match order {
        Order::Stays => assert_eq!(before, after, "{what}"),
        Order::AmongEqualsMayChange => {
            assert!(after.is_sorted_by_key(|(key, _)| key), "{what}");
        }
        Order::Changes => {}
    }
    let sorted = |items: &[(u32, u32)]| {
        let mut items = items.to_vec();
        items.sort_unstable();
        items
    };
    assert_eq!(sorted(before), sorted(after), "{what}");
}

/// Runs random programs, and compares each step with what the items of a clone, popped one by one, would do.
fn check<S: Browse<Item = Item> + Clone>(new: impl Fn() -> S, order: Order) {
    for seed in 0..150 {
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut storage, mut name) = (new(), 0);
        for round in 0..80 {
            let what = format!("seed {seed}, round {round}");
            let before = in_order(&storage);
            let shown = looked_at(&storage);
            assert_eq!(shown.len(), storage.len());
            assert_eq!(shown.first(), before.first(), "{what}: the next one is first");
            assert_eq!(Browse::peek(&storage).map(parts), before.first().copied(), "{what}");
            let key = rng.random_range(0..4);
            let wanted = |item: &Item| item.key == key;
            let is_wanted = |item: &(u32, u32)| item.0 == key;
            match rng.random_range(0..9) {
                0..5 => {
                    _ = storage.push(Keyed::new(key, name));
                    name += 1;
                }
                5 => {
                    let popped = storage.pop_if(wanted).map(|item| parts(&item));
                    assert_eq!(popped, before.first().copied().filter(is_wanted), "{what}");
                }
                6 => {
                    let removed = storage.remove(wanted).map(|item| parts(&item));
                    assert_eq!(removed, shown.iter().copied().find(is_wanted), "{what}");
                    let mut left = before;
                    left.retain(|item| Some(*item) != removed);
                    assert_order(order, &left, &in_order(&storage), &what);
                }
                7 => {
                    let mut removed = Vec::new();
                    let half = |name: u32| name % 2 == key % 2;
                    storage.remove_all(|item| half(item.item), &mut removed);
                    let removed: Vec<_> = removed.iter().map(parts).collect();
                    let found = shown.iter().filter(|(_, name)| half(*name));
                    assert!(removed.iter().eq(found), "{what}");
                    let mut left = before;
                    left.retain(|item| !removed.contains(item));
                    assert_order(order, &left, &in_order(&storage), &what);
                }
                _ => _ = storage.pop(),
            }
        }
        let mut all = Vec::new();
        let len = storage.len();
        storage.remove_all(|_| true, &mut all);
        assert_eq!((all.len(), storage.len(), storage.pop().is_none()), (len, 0, true));
        _ = storage.push(Keyed::new(0, name));
        assert_eq!(storage.pop().map(|item| item.item), Some(name), "it is usable");
    }
}

#[test]
fn first_in_first_out() {
    check(Fifo::default, Order::Stays);
}

#[test]
fn last_in_first_out() {
    check(Lifo::default, Order::Stays);
}

#[test]
fn a_priority() {
    check(Priority::default, Order::Stays);
}

#[test]
fn a_heap() {
    check(HeapOrder::default, Order::AmongEqualsMayChange);
}

#[test]
fn an_aging_priority() {
    check(|| Aging::new(3), Order::Stays);
}

/// `round_robin` compares the order with that of the model.
#[test]
fn a_round_robin() {
    check(RoundRobin::default, Order::Changes);
    check(|| RoundRobin::new(|key| key + 1, |name| name % 5), Order::Changes);
}

#[test]
fn weighed_items_and_their_sum() {
    let weigher = |item: &Item| item.item as usize % 7;
    check(move || Weighed::new(Fifo::default(), weigher), Order::Stays);
    check(move || Weighed::new(Priority::default(), weigher), Order::Stays);
    let mut storage = Weighed::new(Fifo::default(), |load: &usize| *load);
    storage.extend([1, 20, 300, 0]);
    assert_eq!((storage.remove(|load| *load == 20), storage.weight()), (Some(20), 302));
    let mut removed = Vec::new();
    storage.remove_all(|load| *load > 0, &mut removed);
    assert_eq!((removed, storage.weight()), (vec![1, 300], 1));
    assert_eq!((storage.pop_if(|load| *load == 0), storage.weight()), (Some(0), 0));
}

fn a_predicate_that_panics<S: Browse<Item = Item> + Clone + PartialEq>(mut storage: S) {
    (0..6).for_each(|name| _ = storage.push(Keyed::new(name % 3, name)));
    let before = storage.clone();
    for calls in 0..6 {
        let mut left = calls;
        let bomb = |item: &Item| {
            assert_ne!(left, 0, "bomb");
            left -= 1;
            item.item == 9
        };
        assert!(catch_unwind(AssertUnwindSafe(|| storage.remove(bomb))).is_err());
        let (mut left, mut removed) = (calls, Vec::new());
        let bomb = |_: &Item| {
            assert_ne!(left, 0, "bomb");
            left -= 1;
            true
        };
        let remove = || storage.remove_all(bomb, &mut removed);
        assert!(catch_unwind(AssertUnwindSafe(remove)).is_err());
        assert!(removed.is_empty() && storage == before);
    }
    let pop = || storage.pop_if(|_| panic!("bomb"));
    assert!(catch_unwind(AssertUnwindSafe(pop)).is_err());
    assert!(storage == before);
}

#[test]
fn a_predicate_that_panics_changes_no_storage() {
    a_predicate_that_panics(Fifo::default());
    a_predicate_that_panics(Lifo::default());
    a_predicate_that_panics(Priority::default());
    a_predicate_that_panics(HeapOrder::default());
    a_predicate_that_panics(Aging::new(2));
    a_predicate_that_panics(RoundRobin::default());
    a_predicate_that_panics(Weighed::new(Fifo::default(), |_| 1));
}

/// In the heap that is built of those that stay.
#[test]
fn an_order_that_panics_in_a_removal_loses_no_item() {
    use std::cell::Cell;
    use std::cmp::Ordering;

    thread_local! {
        static COMPARES: Cell<u32> = const { Cell::new(u32::MAX) };
    }

    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Bad(u32);

    impl Ord for Bad {
        fn cmp(&self, other: &Self) -> Ordering {
            let left = COMPARES.get();
            assert_ne!(left, 0, "bomb");
            COMPARES.set(left - 1);
            self.0.cmp(&other.0)
        }
    }

    impl PartialOrd for Bad {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    fn check<S: Browse<Item = Bad> + FromIterator<Bad>>() {
        let mut panics = 0;
        for compares in 0..12 {
            let mut state = State::<S, u8>::new((0..8).map(Bad).collect(), Default::default());
            let (mut removed, mut notified) = (Vec::new(), Default::default());
            COMPARES.set(compares);
            let remove = || state.remove_all(|bad| bad.0 < 3, &mut removed, &mut notified);
            panics += u32::from(catch_unwind(AssertUnwindSafe(remove)).is_err());
            COMPARES.set(u32::MAX);
            state.recover(&mut notified);
            assert_eq!((state.len(), state.unfinished()), (5, 5));
            let mut all: Vec<_> = state.into_storage().into_items().chain(removed).collect();
            all.sort_unstable_by_key(|bad| bad.0);
            assert!(all.into_iter().eq((0..8).map(Bad)));
        }
        assert!(panics > 0);
    }

    check::<Priority<Bad>>();
    check::<HeapOrder<Bad>>();
}

type Full = (State<Fifo<u8>, u8>, Exchange<u8>, Vec<Put<u8>>);

/// A full state with room for three, and three puts that wait.
fn full(way: Fairness) -> Full {
    let items = Fifo::from_iter([1, 2, 3]);
    let mut state = State::with_fairness(items, 3.try_into().unwrap(), way);
    let (mut exchange, mut puts) = (Exchange::default(), Vec::new());
    for item in [4, 5, 6] {
        let mut put = Put::new(item);
        exchange.waiter = Some(item);
        assert_eq!(state.poll_put(&mut put, &mut exchange, |_| true), Polled::Pending);
        puts.push(put);
    }
    (state, exchange, puts)
}

#[test]
fn items_that_are_removed_give_their_room_to_puts_that_wait() {
    for way in BOTH_WAYS {
        let (mut state, mut exchange, mut puts) = full(way);
        let mut removed = Vec::new();
        state.remove(|item| *item == 9, &mut removed, &mut exchange.notified);
        assert!(exchange.notified.is_empty());
        state.remove(|item| *item == 2, &mut removed, &mut exchange.notified);
        assert_eq!(removed, [2]);
        assert_eq!(exchange.notified.take(), [4]);
        assert_eq!(state.poll_put(&mut puts[0], &mut exchange, |_| true), Polled::Ready(Ok(())));
        let mut removed = Vec::new();
        state.remove_all(|item| item % 2 == 1, &mut removed, &mut exchange.notified);
        assert_eq!((removed, exchange.notified.take().into_iter().len()), (vec![1, 3], 2));
        let (fair, barging) = (Fifo::from_iter([4, 5, 6]), Fifo::from_iter([4]));
        assert_eq!(state.storage(), if way == Fairness::Fair { &fair } else { &barging });
        assert_eq!((state.unfinished(), state.check()), (state.len(), Ok(())));
    }
}

#[test]
fn joins_are_notified_once_the_last_item_is_removed() {
    for way in BOTH_WAYS {
        let items = Fifo::from_iter([1, 2]);
        let mut state = State::<_, u8>::with_fairness(items, Default::default(), way);
        let (mut join, mut exchange) = (Join::new(), Exchange::with(7));
        assert_eq!(state.poll_join(&mut join, &mut exchange, |_| true), Polled::Pending);
        let mut removed = Vec::new();
        state.remove(|item| *item == 2, &mut removed, &mut exchange.notified);
        assert!(exchange.notified.is_empty());
        state.remove_all(|_| true, &mut removed, &mut exchange.notified);
        assert_eq!((removed, exchange.notified.len()), (vec![2, 1], 1));
        assert_eq!(state.unfinished(), 0);
    }
}

#[test]
fn an_item_that_is_got_if_it_is_wanted_counts_until_it_is_done() {
    for way in BOTH_WAYS {
        let (mut state, mut exchange, _puts) = full(way);
        let mut item = None;
        assert_eq!(
            state.try_get_if(|item| *item > 1, &mut item, &mut exchange.notified),
            Ok(false)
        );
        assert!(item.is_none() && exchange.notified.is_empty());
        assert_eq!(
            state.try_get_if(|item| *item == 1, &mut item, &mut exchange.notified),
            Ok(true)
        );
        assert_eq!(item, Some(1));
        assert_eq!(exchange.notified.take(), [4]);
        assert_eq!(state.unfinished(), if way == Fairness::Fair { 4 } else { 3 });
        assert_eq!(state.check(), Ok(()));
    }
}

#[test]
fn an_attempt_to_get_a_wanted_item_fails_as_any_if_there_is_none() {
    let (mut state, mut notified) = (State::<Fifo<u8>, u8>::default(), Default::default());
    let mut get = |state: &mut State<_, _>| state.try_get_if(|_| true, &mut None, &mut notified);
    assert_eq!(get(&mut state), Err(TryGetError::Empty));
    state.shutdown(&mut Default::default());
    assert_eq!(get(&mut state), Err(TryGetError::ShutDown));
}

/// In a queue that stores none, the next item is that of the oldest put.
#[test]
fn an_attempt_to_get_a_wanted_item_meets_a_put() {
    let rendezvous = queue_core::Capacity::Rendezvous;
    let mut state = State::<Fifo<u8>, u8>::new(Fifo::default(), rendezvous);
    let (mut put, mut exchange, mut item) = (Put::new(1), Exchange::with(7), None);
    let mut get = |state: &mut State<_, _>, wanted, notified: &mut _| {
        state.try_get_if(|item| *item == wanted, &mut item, notified)
    };
    assert_eq!(get(&mut state, 1, &mut exchange.notified), Err(TryGetError::Empty));
    assert_eq!(state.poll_put(&mut put, &mut exchange, |_| true), Polled::Pending);
    assert_eq!(get(&mut state, 2, &mut exchange.notified), Ok(false));
    assert!(exchange.notified.is_empty());
    assert_eq!(get(&mut state, 1, &mut exchange.notified), Ok(true));
    assert_eq!(item, Some(1));
    assert_eq!(exchange.notified.take(), [7]);
}

use std::collections::VecDeque;

use queue_core::{
    Aging, Browse, Capacity, Event, Exchange, Fairness, Fifo, Join, Keyed, Lifo, Polled, Priority,
    Pushed, Put, PutError, Reserve, RoundRobin, State, Storage, TryPutError, Until, Weighed,
};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::{every_item_is_got_once, what_is_left_is_taken_out_whole};

const BOTH_WAYS: [Fairness; 2] = [Fairness::Fair, Fairness::Barging];

type Loads = Weighed<Fifo<usize>>;

/// A load weighs what it says.
fn loads(items: impl IntoIterator<Item = usize>) -> Loads {
    Weighed::new(Fifo::from_iter(items), |load| *load)
}

/// A queue of loads whose waiters are numbers.
struct Scale {
    state: State<Loads, usize>,
    exchange: Exchange<usize>,
}

impl Scale {
    fn new(capacity: usize, fairness: Fairness, items: &[usize]) -> Self {
        let capacity = Capacity::try_from(capacity).expect("not zero");
        let state = State::with_fairness(loads(items.iter().copied()), capacity, fairness);
        Self { state, exchange: Exchange::default() }
    }

    fn poll(&mut self, put: &mut Put<usize>, waiter: usize) -> Polled<Result<(), PutError>> {
        self.exchange.waiter = Some(waiter);
        self.state.poll_put(put, &mut self.exchange, |in_line| *in_line == waiter)
    }

    /// Begins a put, which has to wait. Its load is its waiter.
    fn waiting_put(&mut self, load: usize) -> Put<usize> {
        let mut put = Put::new(load);
        assert_eq!(self.poll(&mut put, load), Polled::Pending);
        put
    }

    fn try_put(&mut self, load: usize) -> bool {
        let tried = self.state.try_put(load, &mut self.exchange.notified);
        assert!(matches!(tried, Ok(()) | Err(TryPutError::Full(_))));
        tried.is_ok()
    }

    /// Gets the next load, and returns it with the waiters that were notified.
    #[track_caller]
    fn get(&mut self) -> (usize, Vec<usize>) {
        let load = self.state.try_get(&mut self.exchange.notified).unwrap();
        (load, self.notified())
    }

    fn notified(&mut self) -> Vec<usize> {
        self.exchange.notified.take().into_iter().collect()
    }

    #[track_caller]
    fn assert_holds(&self, items: &[usize]) {
        assert_eq!(self.state.storage(), &loads(items.iter().copied()));
        assert_eq!((self.state.weight(), self.state.check()), (items.iter().sum(), Ok(())));
    }
}

#[test]
fn the_capacity_bounds_the_sum_of_the_weights() {
    for way in BOTH_WAYS {
        let mut scale = Scale::new(10, way, &[]);
        assert_eq!([6, 5, 4, 1].map(|load| scale.try_put(load)), [true, false, true, false]);
        assert!(scale.state.is_full());
        scale.assert_holds(&[6, 4]);
        assert_eq!(scale.get().0, 6);
        assert_eq!([7, 5].map(|load| scale.try_put(load)), [false, true]);
        scale.assert_holds(&[4, 5]);
    }
}

#[test]
fn an_item_of_weight_zero_counts_as_one() {
    let mut scale = Scale::new(2, Fairness::Fair, &[]);
    assert_eq!([0, 0, 0].map(|load| scale.try_put(load)), [true, true, false]);
    assert_eq!((scale.state.weight(), scale.get().0, scale.state.weight()), (2, 0, 1));
}

#[test]
fn an_item_heavier_than_the_capacity_gets_in_alone_and_in_its_turn() {
    let mut scale = Scale::new(10, Fairness::Fair, &[3, 4]);
    let mut heavy = scale.waiting_put(20);
    let mut light = scale.waiting_put(1);
    assert!(!scale.try_put(1), "nothing overtakes it");
    assert_eq!(scale.get(), (3, vec![]));
    assert_eq!(scale.get(), (4, vec![20]));
    scale.assert_holds(&[20]);
    assert_eq!(scale.poll(&mut heavy, 20), Polled::Ready(Ok(())));
    assert!(!scale.try_put(1));
    assert_eq!(scale.get(), (20, vec![1]));
    assert_eq!(scale.poll(&mut light, 1), Polled::Ready(Ok(())));
    scale.assert_holds(&[1]);
}

#[test]
fn an_item_heavier_than_the_capacity_gets_into_an_empty_queue_at_once() {
    for way in BOTH_WAYS {
        let mut scale = Scale::new(10, way, &[]);
        assert!(scale.try_put(11));
        scale.assert_holds(&[11]);
        assert!(!scale.try_put(1));
        assert_eq!(scale.get().0, 11);
        assert!(scale.try_put(1) && !scale.try_put(11));
    }
}

#[test]
fn a_light_put_overtakes_a_heavy_one_that_waits_only_in_a_barging_queue() {
    for way in BOTH_WAYS {
        let mut scale = Scale::new(10, way, &[8]);
        let mut heavy = scale.waiting_put(5);
        assert_eq!(scale.try_put(2), way == Fairness::Barging);
        if way == Fairness::Fair {
            let mut light = scale.waiting_put(1);
            assert_eq!(scale.poll(&mut light, 1), Polled::Pending, "not when it is polled either");
            assert_eq!(scale.get(), (8, vec![5, 1]), "both, in their order");
            scale.assert_holds(&[5, 1]);
        } else {
            assert_eq!(scale.get(), (8, vec![5]));
            assert_eq!(scale.poll(&mut heavy, 5), Polled::Ready(Ok(())));
            scale.assert_holds(&[2, 5]);
        }
    }
}

#[test]
fn a_heavy_item_that_leaves_makes_room_for_several_light_ones() {
    for way in BOTH_WAYS {
        let mut scale = Scale::new(10, way, &[9]);
        let mut puts = [2, 3, 4, 5].map(|load| scale.waiting_put(load));
        let (got, notified) = scale.get();
        assert_eq!(got, 9);
        if way == Fairness::Fair {
            assert_eq!(notified, [2, 3, 4]);
        } else {
            assert_eq!(notified, [2], "the others follow when it is polled");
            for (put, next) in puts.iter_mut().zip([3, 4, 5]) {
                assert_eq!(scale.poll(put, next - 1), Polled::Ready(Ok(())));
                assert_eq!(scale.notified(), [next]);
            }
        }
        scale.assert_holds(&[2, 3, 4]);
        assert_eq!(scale.poll(&mut puts[3], 5), Polled::Pending);
    }
}

#[test]
fn room_that_is_left_admits_no_put_that_it_does_not_suffice_for() {
    let mut scale = Scale::new(10, Fairness::Fair, &[2, 8]);
    let _heavy = scale.waiting_put(5);
    assert_eq!(scale.get(), (2, vec![]));
    scale.assert_holds(&[8]);
    assert_eq!(scale.get(), (8, vec![5]));
}

#[test]
fn a_barging_put_that_was_notified_of_too_little_room_lets_a_lighter_one_have_it() {
    let mut scale = Scale::new(10, Fairness::Barging, &[5, 5]);
    let (mut heavy, mut light) = (scale.waiting_put(10), scale.waiting_put(3));
    assert_eq!(scale.get(), (5, vec![10]));
    assert_eq!(scale.poll(&mut heavy, 10), Polled::Pending);
    assert_eq!(scale.notified(), [3]);
    assert_eq!(scale.poll(&mut light, 3), Polled::Ready(Ok(())));
    assert_eq!(scale.notified(), [10], "of the room that is left");
    assert_eq!(scale.poll(&mut heavy, 10), Polled::Pending);
    assert_eq!(scale.get(), (5, vec![10]));
    assert_eq!(scale.poll(&mut heavy, 10), Polled::Pending);
    assert_eq!(scale.get(), (3, vec![10]));
    assert_eq!(scale.poll(&mut heavy, 10), Polled::Ready(Ok(())));
}

#[test]
fn a_permit_reserves_weight() {
    for way in BOTH_WAYS {
        let mut scale = Scale::new(10, way, &[]);
        let permit = scale.state.try_reserve(6).unwrap();
        assert_eq!([5, 4].map(|load| scale.try_put(load)), [false, true]);
        let mut put = Put::new(6);
        let notified = &mut scale.exchange.notified;
        assert_eq!(scale.state.put_reserved(permit, &mut put, notified), Ok(()));
        scale.assert_holds(&[4, 6]);
    }
}

#[test]
fn an_item_lighter_than_its_permit_leaves_the_rest_to_the_next_put() {
    for way in BOTH_WAYS {
        let mut scale = Scale::new(10, way, &[]);
        let permit = scale.state.try_reserve(10).unwrap();
        let _put = scale.waiting_put(7);
        let notified = &mut scale.exchange.notified;
        assert_eq!(scale.state.put_reserved(permit, &mut Put::new(2), notified), Ok(()));
        assert_eq!(scale.notified(), [7]);
        let items = if way == Fairness::Fair { &[2, 7][..] } else { &[2] };
        scale.assert_holds(items);
    }
}

/// An item that is heavier than the capacity waits until no permit is left, too.
#[test]
fn a_reserve_and_an_item_heavier_than_the_capacity_do_not_mix() {
    let mut scale = Scale::new(10, Fairness::Fair, &[20]);
    let (mut reserve, mut permit) = (Reserve::room(3), None);
    scale.exchange.waiter = Some(3);
    let (state, exchange) = (&mut scale.state, &mut scale.exchange);
    let polled = state.poll_reserve(&mut reserve, &mut permit, exchange, |_| true);
    assert_eq!(polled, Polled::Pending);
    let _heavy = scale.waiting_put(30);
    assert_eq!(scale.get(), (20, vec![3]));
    let (state, exchange) = (&mut scale.state, &mut scale.exchange);
    let polled = state.poll_reserve(&mut reserve, &mut permit, exchange, |_| true);
    assert_eq!(polled, Polled::Ready(Ok(())));
    assert_eq!(scale.notified(), []);
    scale.state.release(permit.unwrap(), &mut scale.exchange.notified);
    assert_eq!(scale.notified(), [30]);
    scale.assert_holds(&[30]);
}

#[test]
fn a_forced_put_displaces_as_many_items_as_it_weighs() {
    for way in BOTH_WAYS {
        let mut scale = Scale::new(10, way, &[2, 3, 4]);
        let mut displaced = Vec::new();
        let (state, notified) = (&mut scale.state, &mut scale.exchange.notified);
        assert_eq!(state.force_put(&mut Put::new(6), &mut displaced, notified), Ok(()));
        assert_eq!((displaced, scale.state.unfinished()), (vec![2, 3], 2));
        scale.assert_holds(&[4, 6]);
    }
}

#[test]
fn a_shutdown_ends_puts_that_wait_and_returns_the_items() {
    for way in BOTH_WAYS {
        let mut scale = Scale::new(10, way, &[4, 6]);
        let (mut heavy, mut join) = (scale.waiting_put(20), Join::new());
        scale.exchange.waiter = Some(1);
        let polled = scale.state.poll_join(&mut join, &mut scale.exchange, |_| true);
        assert_eq!(polled, Polled::Pending);
        let left = scale.state.shutdown_now(&mut scale.exchange.notified);
        assert_eq!((left.weight(), left), (10, loads([4, 6])));
        assert_eq!(scale.notified(), [1, 20]);
        assert_eq!((scale.state.weight(), scale.state.unfinished()), (0, 0));
        assert_eq!(scale.poll(&mut heavy, 20), Polled::Ready(Err(PutError::ShutDown(()))));
        assert_eq!(heavy.take_item(), Some(20));
        let polled = scale.state.poll_join(&mut join, &mut scale.exchange, |_| true);
        assert_eq!((polled, scale.state.check_at_rest()), (Polled::Ready(()), Ok(())));
    }
}

#[test]
fn a_join_counts_items_and_not_their_weights() {
    let mut scale = Scale::new(10, Fairness::Fair, &[3, 7]);
    assert_eq!(scale.state.unfinished(), 2);
    for _ in 0..2 {
        scale.get();
        scale.state.task_done(&mut scale.exchange.notified).unwrap();
    }
    let polled = scale.state.poll_join(&mut Join::new(), &mut scale.exchange, |_| true);
    assert_eq!(polled, Polled::Ready(()));
}

#[test]
fn room_is_an_event_once_the_weights_leave_any() {
    let mut scale = Scale::new(10, Fairness::Fair, &[12, 3]);
    let mut until = Until::new(Event::Room);
    scale.exchange.waiter = Some(1);
    let polled = scale.state.poll_until(&mut until, &mut scale.exchange, |_| true);
    assert_eq!(polled, Polled::Pending);
    assert_eq!(scale.get(), (12, vec![1]));
}

/// Orders, weights and sums beside those of a vector.
#[test]
fn random_programs_keep_the_order_and_the_sum() {
    for seed in 0..200 {
        let mut rng = StdRng::seed_from_u64(seed);
        let (mut storage, mut model) = (loads([]), VecDeque::new());
        for _ in 0..200 {
            match rng.random_range(0..8) {
                0..4 => {
                    let load = rng.random_range(0..9);
                    assert!(matches!(storage.push(load), Pushed::Stored));
                    model.push_back(load);
                }
                4..6 => assert_eq!(storage.pop(), model.pop_front(), "seed {seed}"),
                6 => assert_eq!(storage.evict(), model.pop_front(), "seed {seed}"),
                _ => storage.shrink_to_fit(),
            }
            let weight = model.iter().map(|load| (*load).max(1)).sum();
            assert_eq!((storage.weight(), storage.len()), (weight, model.len()), "seed {seed}");
            assert_eq!(storage.is_empty(), model.is_empty());
        }
    }
}

/// Holds two items. A third displaces the oldest, an equal one merges, and a zero is refused.
#[derive(Clone, Default, PartialEq)]
struct Two(Fifo<usize>);

impl Storage for Two {
    type Item = usize;

    fn push(&mut self, item: usize) -> Pushed<usize> {
        if item == 0 {
            return Pushed::Refused(item);
        }
        if self.0.iter().any(|stored| *stored == item) {
            return Pushed::Merged;
        }
        _ = self.0.push(item);
        let oldest = if self.0.len() > 2 { self.0.pop() } else { None };
        oldest.map_or(Pushed::Stored, Pushed::Displaced)
    }

    fn pop(&mut self) -> Option<usize> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

impl Browse for Two {
    fn peek(&self) -> Option<&usize> {
        self.0.peek()
    }

    fn iter(&self) -> impl Iterator<Item = &usize> {
        self.0.iter()
    }

    fn remove_at(&mut self, positions: &[usize], removed: &mut Vec<usize>) {
        self.0.remove_at(positions, removed);
    }
}

#[test]
fn the_sum_follows_what_became_of_an_item() {
    let mut storage = Weighed::new(Two::default(), |load| *load);
    let mut push = |item| (storage.push(item), storage.weight());
    assert_eq!(push(5), (Pushed::Stored, 5));
    assert_eq!(push(5), (Pushed::Merged, 5));
    assert_eq!(push(0), (Pushed::Refused(0), 5));
    assert_eq!(push(20), (Pushed::Stored, 25));
    assert_eq!(push(300), (Pushed::Displaced(5), 320));
}

#[test]
fn the_storage_inside_decides_the_order() {
    let lifo = Weighed::new(Lifo::from_iter([1, 2, 3]), |load| *load);
    assert!(lifo.into_items().eq([3, 2, 1]));
    let mut least = Weighed::new(Priority::from_iter([2, 3, 1]), |load| *load);
    assert_eq!((least.evict(), least.weight()), (Some(3), 3), "the one that would leave last");
    assert!(least.into_iter().eq([1, 2]));
}

#[test]
fn storages_are_equal_if_their_items_and_weights_are() {
    assert_eq!(loads([1, 2]), loads([1, 2]).clone());
    assert_ne!(loads([1, 2]), loads([2, 1]));
    let one: Loads = Weighed::new(Fifo::from_iter([1, 2]), |_| 1);
    assert_ne!(loads([1, 2]), one);
    let mut popped = loads([7, 1, 2]);
    assert_eq!(popped.pop(), Some(7));
    assert_eq!(popped, loads([1, 2]));
}

#[test]
fn a_storage_is_shown_with_its_weight_and_taken_out_whole() {
    let mut storage = loads([1, 2]);
    assert_eq!(format!("{storage:?}"), "Weighed { storage: [1, 2], weight: 3, .. }");
    let taken = storage.take();
    assert_eq!((taken.weight(), storage.weight(), storage.len()), (3, 0, 0));
    storage.extend([5]);
    assert_eq!((storage.weight(), storage.into_storage()), (5, Fifo::from_iter([5])));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tasks_share_a_queue_of_it() {
    let weigher: fn(&Keyed<u32, u32>) -> usize = |item| item.item as usize % 5;
    every_item_is_got_once(Weighed::new(Fifo::default(), weigher)).await;
    every_item_is_got_once(Weighed::new(RoundRobin::default(), weigher)).await;
    every_item_is_got_once(Weighed::new(Aging::new(3), weigher)).await;
}

#[test]
fn a_state_of_it_admits_counts_and_shuts_down() {
    let weigher = |_: &Keyed<u32, u32>| 1;
    what_is_left_is_taken_out_whole(Weighed::new(Fifo::default(), weigher), [0, 1, 2]);
}

//! The values of the core: when they are equal, how they are shown, and how many waiters are left.

use std::cmp::Ordering;
use std::num::NonZeroUsize;

use queue_core::{
    Capacity, Exchange, Fairness, Fifo, Get, HeapOrder, Join, Keyed, Lifo, Polled, Priority, Put,
    PutError, ShutDown, State, Storage, TryGetError, TryPutError, Waiters,
};

type Numbers = State<Fifo<u8>, u8>;

/// The name of a property, and a change of that property alone.
type Change = (&'static str, fn(&mut Numbers));

const ONE: Capacity = Capacity::Bounded(NonZeroUsize::MIN);

/// Full, with an unfinished task.
fn full() -> Numbers {
    Numbers::new(Fifo::from_iter([1]), ONE)
}

fn poll_get<S: Storage>(state: &mut State<S, u8>, get: &mut Get, waiter: u8) {
    let polled = state.poll_get(get, &mut None, &mut Exchange::with(waiter), |_| true);
    assert_eq!(polled, Polled::Pending);
}

fn poll_put<S: Storage>(state: &mut State<S, u8>, put: &mut Put<S::Item>, waiter: u8) {
    let polled = state.poll_put(put, &mut Exchange::with(waiter), |_| true);
    assert_eq!(polled, Polled::Pending);
}

fn poll_join(state: &mut Numbers, join: &mut Join, waiter: u8) {
    assert_eq!(state.poll_join(join, &mut Exchange::with(waiter), |_| true), Polled::Pending);
}

/// Notifies this many joins, whose waiters are 1, 2, 3 and so on.
fn notified(joins: u8) -> Waiters<u8> {
    let (mut state, mut notified) = (full(), Waiters::default());
    (1..=joins).for_each(|waiter| poll_join(&mut state, &mut Join::new(), waiter));
    assert_eq!(state.task_done(&mut notified), Ok(()));
    notified
}

#[test]
fn states_differ_in_each_thing_that_decides_what_comes_next() {
    let changes: [Change; 8] = [
        ("items", |state| *state = State::new(Fifo::from_iter([2]), ONE)),
        ("capacity", |state| *state = State::new(Fifo::from_iter([1]), Capacity::Unbounded)),
        ("count", |state| assert_eq!(state.task_done(&mut Waiters::default()), Ok(()))),
        ("shutdown", |state| state.shutdown(&mut Waiters::default())),
        ("fairness", |state| {
            *state = State::with_fairness(Fifo::from_iter([1]), ONE, Fairness::Barging);
        }),
        ("gets", |state| {
            *state = State::new(Fifo::default(), ONE);
            poll_get(state, &mut Get::new(), 7);
            assert_eq!(state.try_put(1, &mut Waiters::default()), Ok(()));
        }),
        ("puts", |state| poll_put(state, &mut Put::new(2), 7)),
        ("joins", |state| poll_join(state, &mut Join::new(), 7)),
    ];
    assert!(full() == full());
    for (what, change) in changes {
        let mut other = full();
        change(&mut other);
        assert!(full() != other, "{what}");
    }
}

#[test]
fn waiters_are_equal_if_they_are_the_same_in_the_same_order() {
    let waiting = |waiters: &[u8]| {
        let mut state = Numbers::default();
        waiters.iter().for_each(|&waiter| poll_get(&mut state, &mut Get::new(), waiter));
        state
    };
    assert!(waiting(&[7, 8]) == waiting(&[7, 8]));
    assert!(waiting(&[7, 8]) != waiting(&[8, 7]));
    assert!(waiting(&[7, 8]) != waiting(&[7]));
    let mut abandonable = Numbers::default();
    poll_get(&mut abandonable, &mut Get::abandonable(), 7);
    assert!(waiting(&[7]) != abandonable, "an abandonable get notifies the next one too");
}

#[test]
fn heaps_are_equal_if_they_give_the_same_from_then_on() {
    assert!(Priority::from_iter([1, 2, 3]) == Priority::from_iter([3, 2, 1]));
    assert!(Priority::from_iter([1, 2]) != Priority::from_iter([1, 3]));
    // Among equals the place in the heap decides.
    assert!(HeapOrder::from_iter([1, 2, 3]) == HeapOrder::from_iter([1, 2, 3]));
    assert!(HeapOrder::from_iter([1, 2, 3]) != HeapOrder::from_iter([1, 3, 2]));
}

#[test]
fn waiters_are_counted_shown_and_given_out_in_order() {
    assert!(notified(2) == [1, 2] && notified(2) != [2, 1] && notified(2) != [1]);
    // More waiters than a list holds in place.
    for joins in 1..=6 {
        let all = Vec::from_iter(1..=joins);
        let waiters = notified(joins);
        assert_eq!((waiters.len(), waiters.is_empty()), (all.len(), false));
        assert_eq!(format!("{waiters:?}"), format!("{all:?}"));
        assert!(waiters.iter().eq(&all));
        let mut left = waiters.into_iter();
        assert_eq!((left.len(), format!("{left:?}")), (all.len(), format!("{all:?}")));
        assert_eq!(left.next(), Some(1));
        assert_eq!((left.len(), format!("{left:?}")), (all.len() - 1, format!("{:?}", &all[1..])));
        assert!(left.eq(2..=joins));
    }
}

#[test]
fn a_list_of_waiters_is_empty_until_an_operation_is_notified_and_once_they_are_taken() {
    let mut waiters = notified(0);
    assert!(waiters.is_empty() && waiters == Waiters::default());
    assert_eq!((waiters.len(), waiters.iter().next()), (0, None));
    assert_eq!(waiters.take().into_iter().next(), None);
    waiters = notified(1);
    assert_eq!(waiters.take(), [1]);
    assert!(waiters.is_empty());
}

/// One call notifies one operation, the other notifies all.
#[test]
fn lists_of_waiters_are_equal_if_they_hold_the_same() {
    for items in 1..=6 {
        let mut state = Numbers::default();
        (1..=items).for_each(|waiter| poll_get(&mut state, &mut Get::new(), waiter));
        let (mut one_by_one, mut all) = (Waiters::default(), Waiters::default());
        state.clone().shutdown(&mut all);
        for item in 0..items {
            assert!(one_by_one != all);
            assert_eq!(state.try_put(item, &mut one_by_one), Ok(()));
        }
        assert_eq!(one_by_one, all);
    }
}

#[test]
fn a_waiter_is_taken_alone_only_if_it_is_alone() {
    assert_eq!(notified(0).take_only(), None);
    let mut waiters = notified(1);
    assert_eq!((waiters.take_only(), waiters.len(), waiters.take_only()), (Some(1), 0, None));
    waiters = notified(2);
    assert_eq!((waiters.take_only(), waiters.take()), (None, notified(2)));
}

/// An extra wake does no harm. A lost waiter might.
#[test]
fn a_waiter_that_comes_out_beside_one_that_was_left_is_notified() {
    let mut state = Numbers::default();
    let (mut gets, mut exchange) = ([(); 3].map(|()| Get::new()), Exchange::default());
    gets.iter_mut().zip([1, 2, 3]).for_each(|(get, waiter)| poll_get(&mut state, get, waiter));
    gets.iter_mut().for_each(|get| state.cancel_get(get, &mut exchange));
    assert!(exchange.spent == Some(1) && exchange.notified == [2, 3]);
}

#[test]
fn calls_append_to_a_list_of_waiters() {
    let mut state = full();
    poll_put(&mut state, &mut Put::new(2), 7);
    poll_join(&mut state, &mut Join::new(), 8);
    let mut notified = Waiters::default();
    assert_eq!(state.try_get(&mut notified), Ok(1));
    assert_eq!(state.shutdown_now(&mut notified), Fifo::from_iter([2]));
    assert_eq!(notified, [7]);
    assert_eq!(state.task_done(&mut notified), Ok(()));
    assert_eq!(notified, [7, 8]);
}

/// A get that has been notified has no waiter inside.
#[test]
fn every_waiter_and_every_item_that_is_held_can_be_walked_over() {
    for (fairness, held) in [(Fairness::Fair, vec![&2, &3]), (Fairness::Barging, vec![])] {
        let mut state = State::with_fairness(Fifo::default(), ONE, fairness);
        assert_eq!((state.waiters().count(), state.held_items().count()), (0, 0));
        let (mut gets, mut puts) = ([Get::new(), Get::new()], [Put::new(2), Put::new(3)]);
        gets.iter_mut().zip([1, 2]).for_each(|(get, waiter)| poll_get(&mut state, get, waiter));
        assert_eq!(state.try_put(1, &mut Waiters::default()), Ok(()));
        puts.iter_mut().zip([3, 4]).for_each(|(put, waiter)| poll_put(&mut state, put, waiter));
        poll_join(&mut state, &mut Join::new(), 5);
        let mut waiters: Vec<_> = state.waiters().copied().collect();
        waiters.sort_unstable();
        assert_eq!(waiters, [2, 3, 4, 5]);
        assert_eq!(state.held_items().collect::<Vec<_>>(), held, "in the order of their slots");
        let kept: Vec<_> = puts.iter().filter_map(Put::item).collect();
        assert_eq!(
            (held.len() + kept.len(), kept.len() % 2),
            (2, 0),
            "the state or the put has it"
        );
    }
}

#[test]
fn a_state_returns_its_fairness() {
    let way = |way| State::<Fifo<u8>, u8>::with_fairness(Fifo::default(), ONE, way).fairness();
    assert_eq!([Fairness::Fair, Fairness::Barging].map(way), [Fairness::Fair, Fairness::Barging]);
    assert_eq!(full().fairness(), Fairness::Fair);
}

#[test]
fn a_capacity_is_shown_as_its_number() {
    assert_eq!(Capacity::from(NonZeroUsize::MIN), ONE);
    assert_eq!([ONE, Capacity::Unbounded].map(|capacity| capacity.to_string()), ["1", "unbounded"]);
}

#[test]
fn an_error_gives_its_item_back_and_tells_which_it_is() {
    assert_eq!(PutError::ShutDown(7).into_item(), 7);
    assert_eq!(PutError::Refused(()).with_item(7).into_item(), 7);
    for (error, is_refused) in [(PutError::ShutDown(7), false), (PutError::Refused(7), true)] {
        assert_eq!((error.is_refused(), error.is_shutdown()), (is_refused, !is_refused));
    }
    for (error, is_full) in [(TryPutError::Full(7), true), (TryPutError::ShutDown(7), false)] {
        assert_eq!((error.is_full(), error.is_shutdown()), (is_full, !is_full));
        assert_eq!(error.into_item(), 7);
    }
    for (error, is_empty) in [(TryGetError::Empty, true), (TryGetError::ShutDown, false)] {
        assert_eq!((error.is_empty(), error.is_shutdown()), (is_empty, !is_empty));
    }
    assert_eq!(TryPutError::from(PutError::ShutDown(7)), TryPutError::ShutDown(7));
    assert_eq!(TryGetError::from(ShutDown), TryGetError::ShutDown);
}

/// The item may not implement `Debug`, or may be a secret.
#[test]
fn errors_and_puts_are_shown_without_their_item() {
    struct Secret;
    assert_eq!(format!("{:?}", PutError::ShutDown(Secret)), "ShutDown(..)");
    assert_eq!(format!("{:?}", TryPutError::Full(Secret)), "Full(..)");
    assert_eq!(format!("{:?}", TryPutError::ShutDown(Secret)), "ShutDown(..)");
    assert_eq!(format!("{:?}", Put::new(Secret)), "Put(New)");
}

#[test]
fn storages_are_shown_as_lists_and_a_state_by_its_counts() {
    assert_eq!(format!("{:?}", Fifo::from_iter([3, 1, 2])), "[3, 1, 2]");
    assert_eq!(format!("{:?}", Lifo::from_iter([3, 1, 2])), "[3, 1, 2]");
    assert_eq!(format!("{:?}", HeapOrder::from_iter([3, 1, 2])), "[1, 3, 2]");
    assert_eq!(format!("{:?}", Priority::from_iter([3, 1, 2])), "[1, 3, 2]");
    let mut state = full();
    poll_put(&mut state, &mut Put::new(2), 7);
    assert_eq!(
        format!("{state:?}"),
        "State { len: 1, capacity: Bounded(1), fairness: Fair, unfinished: 1, is_shutdown: false, \
         waiting_getters: 0, waiting_putters: 1, waiting_joiners: 0, .. }"
    );
}

#[test]
fn operations_that_have_finished_are_equal_whatever_they_went_through() {
    let mut state = State::<Fifo<u8>, u8>::new(Fifo::from_iter([1]), 1.try_into().unwrap());
    let [mut admitted, mut refused] = [2, 3].map(Put::new);
    for put in [&mut admitted, &mut refused] {
        assert_eq!(state.poll_put(put, &mut Exchange::with(7), |_| true), Polled::Pending);
    }
    let mut exchange = Exchange::default();
    assert_eq!(state.try_get(&mut exchange.notified), Ok(1));
    assert_eq!(state.poll_put(&mut admitted, &mut exchange, |_| true), Polled::Ready(Ok(())));
    state.shutdown(&mut exchange.notified);
    let _ = state.poll_put(&mut refused, &mut exchange, |_| true);
    assert_eq!(refused.take_item(), Some(3));
    assert!(refused == Put::finished(), "as if it had never begun");
    let mut at_once = Put::new(4);
    let mut other = State::<Fifo<u8>, u8>::default();
    let _ = other.poll_put(&mut at_once, &mut exchange, |_| true);
    assert!(admitted == at_once && admitted != refused, "one has put, the other has not");

    let mut state = State::<Fifo<u8>, u8>::default();
    let mut gets = [Get::new(), Get::abandonable(), Get::new(), Get::new()];
    for get in &mut gets {
        let polled = state.poll_get(get, &mut None, &mut Exchange::with(7), |_| true);
        assert_eq!(polled, Polled::Pending);
    }
    state.with_storage(&mut exchange.notified, |items| [1, 2].map(|item| _ = items.push(item)));
    let [got, stream, notified, waiting] = &mut gets;
    let polled = state.poll_get(got, &mut None, &mut exchange, |_| true);
    assert_eq!(polled, Polled::Ready(Ok(())));
    for get in [stream, notified, waiting] {
        state.cancel_get(get, &mut exchange);
    }
    assert!(gets.iter().all(|get| *get == Get::finished()));
}

#[test]
fn keyed_items_are_compared_by_their_keys_alone() {
    let [low, same, high] = [(1, 'b'), (1, 'a'), (2, 'a')].map(Keyed::from);
    assert!(low == same && low != high);
    assert_eq!(low.cmp(&same), Ordering::Equal);
    assert_eq!(low.partial_cmp(&high), Some(Ordering::Less));
    assert_eq!(Keyed::new(f64::NAN, 'a').partial_cmp(&Keyed::new(f64::NAN, 'a')), None);
    assert_eq!((high.key, high.item), (2, 'a'));
}

use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{
    Capacity, Exchange, Fairness, Fifo, Get, Join, Polled, Put, PutError, ShutDown, State, Waiters,
};

use super::BOTH_WAYS;

type Numbers = State<Fifo<u8>, u8>;

fn empty(fairness: Fairness) -> Numbers {
    State::with_fairness(Fifo::default(), Capacity::try_from(1).expect("not zero"), fairness)
}

fn full() -> Numbers {
    let mut state = empty(Fairness::Fair);
    assert_eq!(state.try_put(1, &mut Waiters::default()), Ok(()));
    state
}

fn waiting_get(state: &mut Numbers, waiter: u8) -> Get {
    let mut get = Get::new();
    let polled = state.poll_get(&mut get, &mut None, &mut Exchange::with(waiter), |_| true);
    assert_eq!(polled, Polled::Pending);
    get
}

fn waiting_put(state: &mut Numbers, item: u8, waiter: u8) -> Put<u8> {
    let mut put = Put::new(item);
    let polled = state.poll_put(&mut put, &mut Exchange::with(waiter), |_| true);
    assert_eq!(polled, Polled::Pending);
    put
}

fn waiting_join(state: &mut Numbers, waiter: u8) -> Join {
    let mut join = Join::new();
    let polled = state.poll_join(&mut join, &mut Exchange::with(waiter), |_| true);
    assert_eq!(polled, Polled::Pending);
    join
}

fn cancel_get(state: &mut Numbers, get: &mut Get) -> Exchange<u8> {
    let mut exchange = Exchange::default();
    state.cancel_get(get, &mut exchange);
    exchange
}

#[test]
#[should_panic(expected = "this operation does not wait in this queue")]
fn foreign_get() {
    let mut get = waiting_get(&mut empty(Fairness::Fair), 1);
    let mut other = empty(Fairness::Fair);
    let polled = other.poll_get(&mut get, &mut None, &mut Exchange::default(), |_| true);
    unreachable!("{polled:?}");
}

/// It is in no line, and would enter at the place of its arrival in the other queue.
#[test]
#[should_panic(expected = "this operation does not wait in this queue")]
fn foreign_get_that_lost_the_race() {
    let mut home = empty(Fairness::Fair);
    let mut get = waiting_get(&mut home, 1);
    let mut notified = Waiters::default();
    assert_eq!(home.try_put(1, &mut notified), Ok(()));
    assert_eq!(notified.take(), [1]);
    assert_eq!(home.try_get(&mut notified), Ok(1));
    let polled = home.poll_get(&mut get, &mut None, &mut Exchange::default(), |_| true);
    assert_eq!(polled, Polled::NeedsWaiter);
    let mut other = empty(Fairness::Fair);
    let polled = other.poll_get(&mut get, &mut None, &mut Exchange::with(1), |_| true);
    unreachable!("{polled:?}");
}

#[test]
#[should_panic(expected = "this operation does not wait in this queue")]
fn foreign_put() {
    let mut put = waiting_put(&mut full(), 2, 1);
    full().cancel_put(&mut put, &mut Exchange::default());
}

#[test]
#[should_panic(expected = "this operation does not wait in this queue")]
fn foreign_join() {
    let join = waiting_join(&mut full(), 1);
    let waiter = full().joiner(&join).copied();
    unreachable!("{waiter:?}");
}

#[test]
#[should_panic(expected = "this operation does not wait in this queue")]
fn get_finished_twice() {
    let mut state = empty(Fairness::Fair);
    let mut get = waiting_get(&mut state, 1);
    let mut twin = get.for_clone();
    assert_eq!(cancel_get(&mut state, &mut get).spent, Some(1));
    let exchange = cancel_get(&mut state, &mut twin);
    unreachable!("{exchange:?}");
}

#[test]
#[should_panic(expected = "this operation does not wait in this queue")]
fn put_finished_twice() {
    let mut state = full();
    let mut put = waiting_put(&mut state, 2, 1);
    let mut twin = put.for_clone();
    state.cancel_put(&mut put, &mut Exchange::default());
    assert_eq!(put.take_item(), Some(2));
    let polled = state.poll_put(&mut twin, &mut Exchange::default(), |_| true);
    unreachable!("{polled:?}");
}

#[test]
#[should_panic(expected = "this operation does not wait in this queue")]
fn join_finished_twice() {
    let mut state = full();
    let mut join = waiting_join(&mut state, 1);
    let mut twin = join.for_clone();
    state.cancel_join(&mut join, &mut Exchange::default());
    let polled = state.poll_join(&mut twin, &mut Exchange::default(), |_| true);
    unreachable!("{polled:?}");
}

/// The second get reuses the slot of the first, so the slot alone does not tell them apart.
#[test]
#[should_panic(expected = "this operation does not wait in this queue")]
fn get_finished_twice_does_not_reach_the_next_in_its_slot() {
    let mut state = empty(Fairness::Fair);
    let mut get = waiting_get(&mut state, 1);
    let mut twin = get.for_clone();
    assert_eq!(cancel_get(&mut state, &mut get).spent, Some(1));
    let _next = waiting_get(&mut state, 2);
    let exchange = cancel_get(&mut state, &mut twin);
    unreachable!("{exchange:?}");
}

/// On a barging queue, a get that lost the race takes a new place in line. Its earlier place is stale.
#[test]
#[should_panic(expected = "this operation does not wait in this queue")]
fn get_copied_before_it_lost_the_race() {
    let mut state = empty(Fairness::Barging);
    let mut get = waiting_get(&mut state, 1);
    let twin = get.for_clone();
    let mut exchange = Exchange::with(1);
    assert_eq!(state.try_put(1, &mut exchange.notified), Ok(()));
    assert_eq!(state.try_get(&mut exchange.notified), Ok(1));
    assert_eq!(state.poll_get(&mut get, &mut None, &mut exchange, |_| true), Polled::Pending);
    let waiter = state.getter(&twin);
    unreachable!("{waiter:?}");
}

/// The item in the slot is the caller's, so the poll panics and does not overwrite it.
#[test]
fn get_polled_with_a_slot_that_is_not_empty() {
    for fairness in BOTH_WAYS {
        let mut state = empty(fairness);
        let mut get = waiting_get(&mut state, 1);
        let (mut exchange, mut slot) = (Exchange::with(2), Some(9));
        assert_eq!(state.try_put(1, &mut exchange.notified), Ok(()));
        let mut poll = || state.poll_get(&mut get, &mut slot, &mut exchange, |_| true);
        assert!(catch_unwind(AssertUnwindSafe(&mut poll)).is_err());
        assert_eq!((slot.take(), exchange.waiter, state.len()), (Some(9), Some(2), 1));
        let polled = state.poll_get(&mut get, &mut slot, &mut exchange, |_| true);
        assert_eq!((polled, slot), (Polled::Ready(Ok(())), Some(1)));
    }
}

#[test]
fn an_operation_polled_or_cancelled_after_it_has_finished_says_so_and_changes_nothing() {
    for fairness in BOTH_WAYS {
        let mut state = empty(fairness);
        let (mut get, mut put, mut join) = (Get::new(), Put::new(1), Join::new());
        let (mut item, mut exchange) = (None, Exchange::with(7));
        assert_eq!(state.poll_join(&mut join, &mut exchange, |_| true), Polled::Ready(()));
        assert_eq!(state.poll_put(&mut put, &mut exchange, |_| true), Polled::Ready(Ok(())));
        let polled = state.poll_get(&mut get, &mut item, &mut exchange, |_| true);
        assert_eq!(polled, Polled::Ready(Ok(())));
        assert_eq!(state.try_put(2, &mut exchange.notified), Ok(()));
        let before = (state.clone(), exchange.clone());
        item = None;
        let polled = state.poll_get(&mut get, &mut item, &mut exchange, |_| true);
        assert_eq!(polled, Polled::Finished);
        assert_eq!(state.poll_put(&mut put, &mut exchange, |_| true), Polled::Finished);
        assert_eq!(state.poll_join(&mut join, &mut exchange, |_| true), Polled::Finished);
        state.cancel_get(&mut get, &mut exchange);
        state.cancel_put(&mut put, &mut exchange);
        state.cancel_join(&mut join, &mut exchange);
        assert!((state, exchange) == before);
        assert_eq!(item, None);
    }
}

#[test]
fn an_operation_that_begins_after_a_shutdown_fails_and_does_not_wait() {
    for fairness in BOTH_WAYS {
        let (mut state, mut exchange) = (empty(fairness), Exchange::with(7));
        state.shutdown(&mut exchange.notified);
        let (mut get, mut put) = (Get::new(), Put::new(1));
        let polled = state.poll_get(&mut get, &mut None, &mut exchange, |_| true);
        assert_eq!(polled, Polled::Ready(Err(ShutDown)));
        let polled = state.poll_put(&mut put, &mut exchange, |_| true);
        assert_eq!(polled, Polled::Ready(Err(PutError::ShutDown(()))));
        assert_eq!((put.take_item(), exchange.waiter), (Some(1), Some(7)));
        assert_eq!(state.check_at_rest(), Ok(()));
    }
}

#[test]
fn a_poll_of_a_get_that_finds_nothing_and_has_its_waiter_changes_nothing() {
    for fairness in BOTH_WAYS {
        let mut state = empty(fairness);
        let mut get = waiting_get(&mut state, 1);
        let (before, mut exchange) = (state.clone(), Exchange::with(2));
        let polled = state.poll_get(&mut get, &mut None, &mut exchange, |waiter| *waiter == 1);
        assert!(polled == Polled::Pending && state == before && exchange == Exchange::with(2));
    }
}

#[test]
fn a_put_whose_item_was_taken_out_has_finished() {
    for mut state in BOTH_WAYS.map(empty) {
        let mut put = Put::new(1);
        assert_eq!(put.take_item(), Some(1));
        assert!(put.is_finished());
        let polled = state.poll_put(&mut put, &mut Exchange::with(7), |_| true);
        assert_eq!((polled, state.check_at_rest()), (Polled::Finished, Ok(())));
    }
}

/// Neither the state nor the operation changes.
#[test]
fn an_operation_of_another_state_is_refused_before_anything_changes() {
    for fairness in BOTH_WAYS {
        let mut home = empty(fairness);
        let mut get = waiting_get(&mut home, 7);
        let mut other = State::with_fairness(Fifo::from_iter([1]), home.capacity(), fairness);
        let before = other.clone();
        let mut refused = |call: &mut dyn FnMut(&mut Numbers, &mut Get)| {
            let call = AssertUnwindSafe(|| call(&mut other, &mut get));
            assert!(catch_unwind(call).is_err());
        };
        refused(&mut |state, get| {
            let _ = state.poll_get(get, &mut None, &mut Exchange::default(), |_| true);
        });
        refused(&mut |state, get| state.cancel_get(get, &mut Exchange::default()));
        assert!(other == before && home.getter(&get) == Some(&7));
    }
}

/// The cancel acts on the get that has this place in the line, abandonable or not.
#[test]
fn a_get_of_another_state_acts_on_the_get_whose_place_it_has() {
    for fairness in BOTH_WAYS {
        for new in [Get::new, Get::abandonable] {
            let (mut state, mut other) = (empty(fairness), empty(fairness));
            let mut gets = [new(), Get::new()];
            for (get, waiter) in gets.iter_mut().zip([1, 2]) {
                let polled = state.poll_get(get, &mut None, &mut Exchange::with(waiter), |_| true);
                assert_eq!(polled, Polled::Pending);
            }
            for new in [Get::abandonable, Get::new] {
                let (mut foreign, mut state) = (new(), state.clone());
                let exchange = &mut Exchange::with(3);
                assert_eq!(
                    other.poll_get(&mut foreign, &mut None, exchange, |_| true),
                    Polled::Pending
                );
                assert_eq!(state.try_put(1, &mut Waiters::default()), Ok(()));
                let mut twin = state.clone();
                let notified = cancel_get(&mut state, &mut foreign).notified;
                assert_eq!(notified, cancel_get(&mut twin, &mut gets[0].for_clone()).notified);
                assert!(state == twin && state.check().is_ok());
                other = empty(fairness);
            }
        }
    }
}

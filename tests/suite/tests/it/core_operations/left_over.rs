//! Room that one operation cannot use goes to another.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{
    Capacity, Event, Exchange, Fairness, Fifo, Polled, Pushed, Put, PutMany, Reserve, State,
    Storage, Until,
};

use super::BOTH_WAYS;

/// Items that weigh their own number. A method panics while the thread says so.
#[derive(Clone, Debug, Default, PartialEq)]
struct Heavy(Fifo<usize>);

thread_local! {
    static BOMB: Cell<Option<Method>> = const { Cell::new(None) };
}

#[derive(Clone, Copy, PartialEq)]
enum Method {
    Weigh,
    Push,
}

impl Storage for Heavy {
    type Item = usize;

    fn push(&mut self, item: usize) -> Pushed<usize> {
        assert!(BOMB.get() != Some(Method::Push), "bomb");
        self.0.push(item)
    }

    fn pop(&mut self) -> Option<usize> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn weigh(&self, item: &usize) -> usize {
        assert!(BOMB.get() != Some(Method::Weigh), "bomb");
        *item
    }

    fn weight(&self) -> usize {
        self.0.iter().sum()
    }

    fn take(&mut self) -> Self {
        Self(self.0.take())
    }
}

fn heavy(capacity: usize, way: Fairness, items: &[usize]) -> State<Heavy, u8> {
    let storage = Heavy(items.iter().copied().collect());
    State::with_fairness(storage, Capacity::try_from(capacity).unwrap(), way)
}

/// Begins a put, which has to wait.
fn put<S: Storage>(state: &mut State<S, u8>, item: S::Item, waiter: u8) -> Put<S::Item> {
    let mut put = Put::new(item);
    let polled = state.poll_put(&mut put, &mut Exchange::with(waiter), |_| true);
    assert_eq!(polled, Polled::Pending);
    put
}

/// The one with the waiter 1 needs more room than the get leaves, and the one with the waiter 2 does not.
#[test]
fn a_barging_operation_that_needs_more_room_passes_its_wake_on() {
    let operations: [Box<dyn Poll>; 4] = [
        Box::new(Put::new(5)),
        Box::new(PutMany::new([5, 1].into())),
        Box::new(PutMany::all([1, 1, 1, 1, 1].into())),
        Box::new((Reserve::room(5), None)),
    ];
    for mut first in operations {
        let (mut state, mut exchange) = (heavy(6, Fairness::Barging, &[2, 4]), Exchange::with(1));
        assert!(first.poll(&mut state, &mut exchange));
        let mut second = put(&mut state, 2, 2);
        assert_eq!((state.try_get(&mut exchange.notified), state.check()), (Ok(2), Ok(())));
        assert_eq!(exchange.notified.take(), [1]);
        exchange.waiter = Some(1);
        assert!(first.poll(&mut state, &mut exchange));
        assert_eq!((taken(&mut exchange), state.check()), (vec![2], Ok(())));
        let polled = state.poll_put(&mut second, &mut exchange, |_| true);
        assert_eq!((polled, state.check()), (Polled::Ready(Ok(())), Ok(())));
        assert_eq!(state.try_get(&mut exchange.notified), Ok(4));
        assert_eq!((taken(&mut exchange), state.check()), (vec![1], Ok(())));
    }
}

fn taken(exchange: &mut Exchange<u8>) -> Vec<u8> {
    exchange.notified.take().into_iter().collect()
}

trait Poll {
    /// Returns whether it waits.
    fn poll(&mut self, state: &mut State<Heavy, u8>, exchange: &mut Exchange<u8>) -> bool;
}

impl Poll for Put<usize> {
    fn poll(&mut self, state: &mut State<Heavy, u8>, exchange: &mut Exchange<u8>) -> bool {
        state.poll_put(self, exchange, |_| true) == Polled::Pending
    }
}

impl Poll for PutMany<usize> {
    fn poll(&mut self, state: &mut State<Heavy, u8>, exchange: &mut Exchange<u8>) -> bool {
        state.poll_put_many(self, exchange, |_| true) == Polled::Pending
    }
}

impl Poll for (Reserve, Option<queue_core::Permit>) {
    fn poll(&mut self, state: &mut State<Heavy, u8>, exchange: &mut Exchange<u8>) -> bool {
        state.poll_reserve(&mut self.0, &mut self.1, exchange, |_| true) == Polled::Pending
    }
}

#[test]
fn two_barging_operations_that_need_more_room_do_not_wake_each_other() {
    let mut state = heavy(6, Fairness::Barging, &[2, 4]);
    let mut reserves = [(Reserve::room(5), None), (Reserve::room(5), None)];
    for (reserve, waiter) in reserves.iter_mut().zip([1, 2]) {
        assert!(reserve.poll(&mut state, &mut Exchange::with(waiter)));
    }
    let mut exchange = Exchange::default();
    assert_eq!(state.try_get(&mut exchange.notified), Ok(2));
    assert_eq!(exchange.notified.take(), [1]);
    exchange.waiter = Some(1);
    assert!(reserves[0].poll(&mut state, &mut exchange));
    assert!(exchange.notified.is_empty());
    assert_eq!(state.check(), Ok(()));
}

#[test]
fn room_that_a_forced_put_leaves_over_admits_or_notifies_a_put() {
    for way in BOTH_WAYS {
        let mut state = heavy(6, way, &[4, 2]);
        let (mut until, mut exchange) = (Until::new(Event::Room), Exchange::with(9));
        assert_eq!(state.poll_until(&mut until, &mut exchange, |_| true), Polled::Pending);
        let _waits = put(&mut state, 2, 1);
        let mut displaced = Vec::new();
        state.force_put(&mut Put::new(1), &mut displaced, &mut exchange.notified).unwrap();
        assert_eq!(displaced, [4]);
        let notified = taken(&mut exchange);
        assert_eq!((notified, state.check()), (vec![1, 9], Ok(())));
    }
}

#[test]
fn a_permit_whose_item_panics_when_it_is_weighed_or_stored_gives_its_room_back() {
    let cases = BOTH_WAYS.map(|way| [Method::Weigh, Method::Push].map(|method| (way, method)));
    for (way, method) in cases.into_iter().flatten() {
        let mut state = heavy(2, way, &[]);
        let (permit, mut exchange) = (state.try_reserve(2).unwrap(), Exchange::default());
        let _waits = put(&mut state, 1, 1);
        BOMB.set(Some(method));
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            let _ = state.put_reserved(permit, &mut Put::new(1), &mut exchange.notified);
        }));
        BOMB.set(None);
        assert!(panicked.is_err());
        assert_eq!(state.reserved(), 0);
        state.recover(&mut exchange.notified);
        assert_eq!(exchange.notified.take(), [1]);
    }
}

use std::collections::VecDeque;

use queue_core::{
    Capacity, Exchange, Fairness, Get, Polled, Pushed, Put, PutError, PutMany, State, Storage,
    Waiters,
};

use super::BOTH_WAYS;

/// Makes two of each item, and says that nothing came in. It refuses zeros.
#[derive(Default)]
struct Twins(VecDeque<u8>);

impl Storage for Twins {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        if item == 0 {
            return Pushed::Refused(item);
        }
        self.0.extend([item, item]);
        Pushed::Merged
    }

    fn pop(&mut self) -> Option<u8> {
        self.0.pop_front()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

fn state(fairness: Fairness) -> State<Twins, u8> {
    State::with_fairness(Twins::default(), Capacity::Unbounded, fairness)
}

fn wait_to_get(state: &mut State<Twins, u8>, waiter: u8) -> Get {
    let mut get = Get::new();
    let polled = state.poll_get(&mut get, &mut None, &mut Exchange::with(waiter), |_| true);
    assert_eq!(polled, Polled::Pending);
    get
}

#[test]
fn a_forced_put_that_makes_two_items_notifies_two_gets() {
    for fairness in BOTH_WAYS {
        let (mut state, mut notified) = (state(fairness), Waiters::default());
        let _gets = [7, 8].map(|waiter| wait_to_get(&mut state, waiter));
        let mut displaced = Vec::new();
        state.force_put(&mut Put::new(1), &mut displaced, &mut notified).expect("it is open");
        assert_eq!(notified, [7, 8]);
        assert_eq!(state.check(), Ok(()));
    }
}

#[test]
fn a_batch_that_makes_two_items_notifies_two_gets() {
    for fairness in BOTH_WAYS {
        let mut state = state(fairness);
        let _gets = [7, 8].map(|waiter| wait_to_get(&mut state, waiter));
        let (mut batch, mut exchange) = (PutMany::from_iter([1]), Exchange::with(9));
        let polled = state.poll_put_many(&mut batch, &mut exchange, |_| true);
        assert!(matches!(polled, Polled::Ready(Ok(()))), "{polled:?}");
        assert_eq!(exchange.notified, [7, 8]);
        assert_eq!(state.check(), Ok(()));
    }
}

#[test]
fn the_room_of_a_batch_that_is_refused_goes_to_the_next_put() {
    let one = Capacity::try_from(1).expect("not zero");
    let mut state = State::with_fairness(Twins(VecDeque::from([9])), one, Fairness::Barging);
    let (mut batch, mut put) = (PutMany::from_iter([0]), Put::new(1));
    let polled = state.poll_put_many(&mut batch, &mut Exchange::with(7), |_| true);
    assert!(matches!(polled, Polled::Pending), "{polled:?}");
    let polled = state.poll_put(&mut put, &mut Exchange::with(8), |_| true);
    assert_eq!(polled, Polled::Pending);
    let mut exchange = Exchange::default();
    assert_eq!(state.try_get(&mut exchange.notified), Ok(9));
    assert_eq!(exchange.notified.take(), [7]);
    let polled = state.poll_put_many(&mut batch, &mut exchange, |_| true);
    assert!(matches!(polled, Polled::Ready(Err(PutError::Refused(())))), "{polled:?}");
    assert_eq!(exchange.notified, [8]);
    assert_eq!(state.check(), Ok(()));
}

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{
    Capacity, Exchange, Fairness, Fifo, Polled, Pushed, Put, PutError, State, Storage, Waiters,
};

use super::BOTH_WAYS;

/// First in, first out. Refuses zero, and panics at any other item above nine.
#[derive(Default)]
struct Bomb(Fifo<u8>);

impl Storage for Bomb {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        assert!(item < 10, "bomb");
        if item == 0 { Pushed::Refused(item) } else { self.0.push(item) }
    }

    fn pop(&mut self) -> Option<u8> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        mem::take(self)
    }
}

fn bounded<S: Storage + Default>(capacity: usize, way: Fairness) -> State<S, u8> {
    State::with_fairness(S::default(), Capacity::try_from(capacity).expect("not zero"), way)
}

fn wait_to_put<S: Storage>(state: &mut State<S, u8>, item: S::Item, waiter: u8) -> Put<S::Item> {
    let mut put = Put::new(item);
    let polled = state.poll_put(&mut put, &mut Exchange::with(waiter), |_| true);
    assert_eq!(polled, Polled::Pending);
    put
}

#[test]
fn a_permit_whose_put_panics_in_the_storage_gives_all_of_its_room_back() {
    for way in BOTH_WAYS {
        let (mut state, mut notified) = (bounded::<Bomb>(3, way), Waiters::default());
        let permit = state.try_reserve(3).expect("there is room");
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            state.put_reserved(permit, &mut Put::new(10), &mut notified)
        }));
        assert!(panicked.is_err());
        state.recover(&mut notified);
        assert_eq!((state.reserved(), state.check()), (0, Ok(())));
    }
}

#[test]
fn a_permit_whose_item_is_refused_gives_all_of_its_room_to_the_next_put() {
    for way in BOTH_WAYS {
        let (mut state, mut notified) = (bounded::<Bomb>(1, way), Waiters::default());
        let permit = state.try_reserve(1).expect("there is room");
        let _put = wait_to_put(&mut state, 1, 7);
        let put = state.put_reserved(permit, &mut Put::new(0), &mut notified);
        assert_eq!((put, state.check()), (Err(PutError::Refused(())), Ok(())));
        assert_eq!(notified, [7]);
    }
}

/// It has cost the wake of the get that made room.
#[test]
fn a_barging_put_that_is_dropped_costs_no_wake_of_a_permit() {
    let (mut state, mut notified) = (bounded::<Fifo<u8>>(1, Fairness::Barging), Waiters::default());
    assert_eq!(state.try_put(1, &mut notified), Ok(()));
    drop(wait_to_put(&mut state, 2, 7));
    assert_eq!((state.try_get(&mut notified), notified.take_only()), (Ok(1), Some(7)));
    for _ in 0..2 {
        let permit = state.try_reserve(1).expect("there is room");
        let mut put = wait_to_put(&mut state, 3, 8);
        state.release(permit, &mut notified);
        assert_eq!(notified.take_only(), Some(8));
        state.cancel_put(&mut put, &mut Exchange::default());
    }
}

use queue_core::{
    Capacity, Event, Exchange, Fairness, Polled, Pushed, Put, PutMany, State, Storage, Until,
    Waiters,
};

use super::BOTH_WAYS;

/// Keeps the latest item of each ten. An item weighs its last digit.
struct Latest(Vec<u8>);

impl Storage for Latest {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        match self.0.iter_mut().find(|other| **other / 10 == item / 10) {
            Some(other) => Pushed::Displaced(std::mem::replace(other, item)),
            None => {
                self.0.push(item);
                Pushed::Stored
            }
        }
    }

    fn pop(&mut self) -> Option<u8> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn weigh(&self, item: &u8) -> usize {
        (item % 10).into()
    }

    fn weight(&self) -> usize {
        self.0.iter().map(|item| self.weigh(item)).sum()
    }

    fn take(&mut self) -> Self {
        Self(std::mem::take(&mut self.0))
    }
}

fn holding(item: u8, way: Fairness) -> State<Latest, u8> {
    State::with_fairness(Latest(vec![item]), Capacity::try_from(5).expect("not zero"), way)
}

type Call = fn(&mut State<Latest, u8>, &mut Waiters<u8>);

fn force(state: &mut State<Latest, u8>, notified: &mut Waiters<u8>) {
    let mut put = Put::new(11);
    assert_eq!(state.force_put(&mut put, &mut Vec::new(), notified), Ok(()));
    assert!(put.take_displaced().is_some());
}

#[test]
fn an_item_that_displaces_a_heavier_one_leaves_no_put_beside_room() {
    let calls: [(Fairness, Call); 4] = [
        (Fairness::Fair, force),
        (Fairness::Barging, force),
        (Fairness::Barging, |state, notified| {
            assert_eq!(state.try_put(11, notified), Ok(()));
        }),
        (Fairness::Barging, |state, notified| {
            let mut puts = PutMany::from_iter([11]);
            assert_eq!(state.try_put_many(&mut puts, notified), Ok(()));
            assert_eq!(puts.take_displaced(), [14]);
        }),
    ];
    for (way, call) in calls {
        let (mut state, mut put) = (holding(14, way), Put::new(23));
        let polled = state.poll_put(&mut put, &mut Exchange::with(7), |_| true);
        assert_eq!(polled, Polled::Pending);
        let mut exchange = Exchange::with(7);
        call(&mut state, &mut exchange.notified);
        assert_eq!(exchange.notified.take(), [7], "{way:?}");
        assert_eq!(state.check(), Ok(()));
        let polled = state.poll_put(&mut put, &mut exchange, |_| true);
        assert_eq!((polled, state.len(), state.check()), (Polled::Ready(Ok(())), 2, Ok(())));
    }
}

#[test]
fn an_item_that_displaces_a_heavier_one_makes_room_that_is_an_event() {
    for way in BOTH_WAYS {
        let (mut state, mut until) = (holding(15, way), Until::new(Event::Room));
        let polled = state.poll_until(&mut until, &mut Exchange::with(7), |_| true);
        assert_eq!(polled, Polled::Pending);
        let mut notified = Waiters::default();
        force(&mut state, &mut notified);
        assert_eq!(notified, [7]);
        assert_eq!(state.check(), Ok(()));
    }
}

use std::collections::VecDeque;

use queue_core::{
    Capacity, Exchange, Fairness, Fifo, Polled, Pushed, Reserve, State, Storage, TaskDoneError,
    TryGetError, TryPutError, Waiters, ZeroCapacity,
};

use super::BOTH_WAYS;
use super::crowd::Crowd;

/// Claims to hold one item less than can be counted, until its first `pop`.
#[derive(Default)]
struct Boaster {
    claimed: usize,
    items: VecDeque<u8>,
}

impl Storage for Boaster {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        self.items.push_back(item);
        Pushed::Stored
    }

    fn pop(&mut self) -> Option<u8> {
        self.claimed = 0;
        self.items.pop_front()
    }

    fn len(&self) -> usize {
        self.claimed + self.items.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

/// Makes a queue in which one more put brings the count of unfinished tasks to its limit. Until the
/// count is at the limit, an unbounded queue has room.
fn almost_at_limit(capacity: Capacity, fairness: Fairness) -> Crowd<Boaster> {
    let boaster = Boaster { claimed: usize::MAX - 1, items: VecDeque::new() };
    let mut crowd = Crowd::new(boaster, capacity, fairness);
    assert_eq!(crowd.try_get(), Err(TryGetError::Empty));
    assert_eq!((crowd.state.len(), crowd.state.unfinished()), (0, usize::MAX - 1));
    crowd
}

#[test]
fn capacity_zero() {
    assert_eq!(Capacity::try_from(0), Err(ZeroCapacity));
    assert_eq!(ZeroCapacity.to_string(), "a queue's capacity is at least one");
}

#[test]
fn task_done_too_many() {
    let (mut state, mut notified) = (State::<Fifo<u8>, u8>::default(), Waiters::default());
    assert_eq!(state.task_done(&mut notified), Err(TaskDoneError));
    assert_eq!(state.try_put(1, &mut notified), Ok(()));
    assert_eq!(state.task_done(&mut notified), Ok(()));
    let before = state.clone();
    assert_eq!(state.task_done(&mut notified), Err(TaskDoneError));
    assert!(state == before, "a refused call changes nothing");
    assert_eq!(TaskDoneError.to_string(), "task_done() called too many times");
}

#[test]
fn count_at_its_limit_reports_full() {
    for fairness in BOTH_WAYS {
        let mut crowd = almost_at_limit(Capacity::Unbounded, fairness);
        assert!(!crowd.state.is_full());
        assert_eq!(crowd.try_put(1), Ok(()));
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (1, usize::MAX));
        assert!(crowd.state.is_full());
        assert_eq!(crowd.try_put(2), Err(TryPutError::Full(2)));
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (1, usize::MAX));
    }
}

#[test]
fn a_put_waits_until_task_done_makes_room_below_the_limit() {
    for fairness in BOTH_WAYS {
        let mut crowd = almost_at_limit(Capacity::Unbounded, fairness);
        assert_eq!(crowd.try_put(1), Ok(()));
        for put in [2, 3].map(|item| crowd.put(item)) {
            assert_eq!(crowd.task_done(), Ok(()));
            assert_eq!(crowd.take_notified(), [put]);
            crowd.poll(put);
            assert_eq!(crowd.state.unfinished(), usize::MAX, "the put counts in its turn");
            assert_eq!(crowd.state.check(), Ok(()));
        }
        let items = crowd.state.into_storage().into_items();
        assert!(items.eq([1, 2, 3]));
    }
}

#[test]
fn a_get_at_the_limit_makes_no_room() {
    for fairness in BOTH_WAYS {
        let mut crowd = almost_at_limit(Capacity::try_from(1).expect("not zero"), fairness);
        assert_eq!(crowd.try_put(1), Ok(()));
        let put = crowd.put(2);
        assert_eq!(crowd.try_get(), Ok(1));
        crowd.settle();
        assert_eq!((crowd.state.len(), crowd.state.waiting_putters()), (0, 1), "{fairness:?}");
        assert_eq!(crowd.task_done(), Ok(()));
        assert_eq!(crowd.take_notified(), [put]);
        crowd.poll(put);
        assert_eq!(crowd.state.len(), 1);
        crowd.assert_none_stranded();
    }
}

/// A put that finds room below the limit notifies a get, as any put does.
#[test]
fn a_put_that_waited_for_the_limit_reaches_a_get() {
    for fairness in BOTH_WAYS {
        let mut crowd = almost_at_limit(Capacity::Unbounded, fairness);
        let [first, _second] = [(); 2].map(|()| crowd.get());
        assert_eq!(crowd.try_put(1), Ok(()));
        assert_eq!(crowd.take_notified(), [first]);
        let _put = crowd.put(2);
        crowd.poll(first);
        assert_eq!(crowd.task_done(), Ok(()));
        crowd.settle();
        assert_eq!(crowd.got, [1, 2], "{fairness:?}");
        crowd.assert_none_stranded();
    }
}

#[test]
fn a_queue_of_usize_max_zero_sized_items_stays_full_after_task_done() {
    let storage = Fifo::from_iter(vec![(); usize::MAX]);
    let mut state = State::<_, u8>::new(storage, Capacity::Unbounded);
    let mut notified = Waiters::default();
    assert_eq!(state.task_done(&mut notified), Ok(()));
    assert!(state.is_full());
    assert_eq!(state.try_put((), &mut notified), Err(TryPutError::Full(())));
}

#[test]
fn at_the_limit_a_get_of_a_rendezvous_waits_until_task_done() {
    let boaster = Boaster { claimed: usize::MAX, items: VecDeque::new() };
    let mut crowd = Crowd::new(boaster, Capacity::Rendezvous, Fairness::Fair);
    assert_eq!(crowd.try_get(), Err(TryGetError::Empty));
    let get = crowd.get();
    let put = crowd.put(1);
    assert_eq!(crowd.take_notified(), [get]);
    crowd.poll(get);
    assert_eq!((crowd.state.waiting_getters(), crowd.state.unfinished()), (1, usize::MAX));
    assert_eq!(crowd.task_done(), Ok(()));
    assert_eq!(crowd.take_notified(), [get]);
    crowd.poll(get);
    assert_eq!(crowd.got, [1]);
    assert_eq!(crowd.take_notified(), [put]);
}

#[test]
fn a_reserve_of_no_room_is_ready_at_the_limit() {
    for fairness in BOTH_WAYS {
        let mut crowd = almost_at_limit(Capacity::Unbounded, fairness);
        assert_eq!(crowd.try_put(1), Ok(()));
        let (mut reserve, mut permit) = (Reserve::room(0), None);
        let mut exchange = Exchange::with(7);
        let polled = crowd.state.poll_reserve(&mut reserve, &mut permit, &mut exchange, |_| true);
        assert_eq!((polled, crowd.state.check()), (Polled::Ready(Ok(())), Ok(())));
    }
}

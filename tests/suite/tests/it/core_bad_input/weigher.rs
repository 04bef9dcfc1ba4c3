//! Weighers that lie, panic or return the greatest numbers.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{
    Browse, Capacity, Exchange, Fairness, Fifo, Join, Polled, Put, PutError, State, Storage,
    TryPutError, Weighed,
};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::BOTH_WAYS;
use super::crowd::Crowd;

thread_local! {
    /// The call of the weigher that panics: the next is zero.
    static FUSE: Cell<Option<u32>> = const { Cell::new(None) };
    static ANSWERS: Cell<usize> = const { Cell::new(0) };
}

type Loads = Weighed<Fifo<usize>>;

fn moody(items: &[usize]) -> Loads {
    Weighed::new(Fifo::from_iter(items.iter().copied()), |load| {
        match FUSE.get() {
            Some(0) => {
                FUSE.set(None);
                panic!("no scale");
            }
            Some(calls) => FUSE.set(Some(calls - 1)),
            None => {}
        }
        *load
    })
}

fn crowd(items: &[usize], fairness: Fairness) -> Crowd<Loads> {
    let capacity = Capacity::try_from(10).expect("not zero");
    Crowd::new(moody(items), capacity, fairness)
}

/// Runs `action`, in which the weigher panics after so many other calls.
#[track_caller]
fn blow_up<R>(calls: u32, action: impl FnOnce() -> R) {
    FUSE.set(Some(calls));
    assert!(catch_unwind(AssertUnwindSafe(action)).is_err(), "the weigher panics");
    assert_eq!(FUSE.get(), None);
}

/// Drains a crowd, and checks that it gives these items and that no operation is left.
#[track_caller]
fn assert_gives(mut crowd: Crowd<Loads>, items: &[usize]) {
    crowd.settle();
    let mut left = Vec::new();
    while let Ok(item) = crowd.try_get() {
        left.push(item);
        crowd.settle();
    }
    assert_eq!(left, items);
    assert_eq!((crowd.state.weight(), crowd.state.operations()), (0, 0));
    assert_eq!(crowd.try_put(9), Ok(()), "it is usable");
    assert_eq!(crowd.state.weight(), 9);
}

#[test]
fn a_weigher_that_panics_in_an_attempt_to_put_loses_that_item_and_no_other() {
    for fairness in BOTH_WAYS {
        for calls in 0..2 {
            let mut crowd = crowd(&[3], fairness);
            blow_up(calls, || crowd.try_put(2));
            assert_eq!((crowd.state.unfinished(), crowd.state.weight()), (1, 3));
            assert_eq!(crowd.state.check(), Ok(()));
            crowd.recover();
            assert_gives(crowd, &[3]);
        }
    }
}

/// The first call asks whether there is room, and the second is in the push.
#[test]
fn a_weigher_that_panics_before_the_item_of_a_put_is_in_leaves_the_item_to_the_put() {
    for fairness in BOTH_WAYS {
        for calls in 0..2 {
            let ten = Capacity::try_from(10).unwrap();
            let mut state = State::<Loads, u8>::with_fairness(moody(&[]), ten, fairness);
            let (mut put, mut exchange) = (Put::new(2), Exchange::with(7));
            blow_up(calls, || state.poll_put(&mut put, &mut exchange, |_| true));
            state.recover(&mut exchange.notified);
            assert_eq!((state.len(), state.unfinished(), state.operations()), (0, 0, 0));
            assert_eq!(put.take_item(), (calls == 0).then_some(2));
        }
    }
}

#[test]
fn a_weigher_that_panics_in_a_get_loses_that_item_and_no_other() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[4, 5], fairness);
        let _puts = [3, 2].map(|load| crowd.put(load));
        blow_up(0, || crowd.try_get());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (1, 1));
        crowd.recover();
        crowd.settle();
        assert_gives(crowd, &[5, 3, 2]);
    }
}

/// The sum is too great until the storage is empty. So the queue holds less for a while, but no put is
/// stranded.
#[test]
fn a_sum_that_is_wrong_after_a_panic_is_right_again_once_the_storage_is_empty() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[9, 1], fairness);
        blow_up(0, || crowd.try_get());
        crowd.recover();
        assert_eq!((crowd.state.len(), crowd.state.weight()), (1, 10));
        assert_eq!(crowd.try_put(5), Err(TryPutError::Full(5)));
        let _put = crowd.put(5);
        assert_eq!(crowd.try_get(), Ok(1));
        crowd.settle();
        assert_eq!((crowd.state.len(), crowd.state.weight()), (1, 5));
        assert_gives(crowd, &[5]);
    }
}

#[test]
fn a_weigher_that_panics_at_the_last_item_leaves_no_weight_behind() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[9], fairness);
        blow_up(0, || crowd.try_get());
        crowd.recover();
        assert_eq!((crowd.state.len(), crowd.state.weight()), (0, 0));
        assert_eq!(crowd.try_put(4), Ok(()));
        assert_eq!(crowd.state.weight(), 4);
        assert_gives(crowd, &[4]);
    }
}

/// The get has weighed the item that leaves. Then it weighs that of the first put, whose place the item on its
/// way out takes.
#[test]
fn a_weigher_that_panics_while_a_get_admits_a_put_loses_the_item_of_that_put_and_no_other() {
    let mut crowd = crowd(&[10], Fairness::Fair);
    let [first, _second] = [3, 2].map(|load| crowd.put(load));
    let (mut join, mut exchange) = (Join::new(), Exchange::with(99));
    assert_eq!(crowd.state.poll_join(&mut join, &mut exchange, |_| true), Polled::Pending);
    blow_up(1, || crowd.try_get());
    assert_eq!((crowd.state.len(), crowd.state.unfinished()), (0, 0));
    assert!(crowd.state.held_items().eq(&[10, 2]));
    crowd.recover();
    assert_eq!(crowd.take_notified(), [99, first, first + 1], "and the join");
    let polled = crowd.state.poll_join(&mut join, &mut exchange, |_| true);
    assert_eq!(polled, Polled::Ready(()));
    crowd.poll_all([first, first + 1]);
    assert_gives(crowd, &[10, 2]);
}

/// As a storage that panics in a push.
#[test]
fn a_weigher_that_panics_in_the_push_of_an_admission_loses_the_same() {
    let mut crowd = crowd(&[10], Fairness::Fair);
    let _puts = [3, 2].map(|load| crowd.put(load));
    blow_up(2, || crowd.try_get());
    assert!(crowd.state.held_items().eq(&[10, 2]));
    crowd.recover();
    assert_gives(crowd, &[10, 2]);
}

#[test]
fn a_weigher_that_panics_while_items_are_removed_changes_nothing() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[2, 3, 5], fairness);
        let mut notified = Default::default();
        let mut removed = Vec::new();
        blow_up(1, || {
            crowd.state.remove_all(|load| *load != 3, &mut removed, &mut notified);
        });
        assert_eq!((removed.len(), crowd.state.unfinished(), crowd.state.weight()), (0, 3, 10));
        crowd.recover();
        assert_gives(crowd, &[2, 3, 5]);
    }
}

#[test]
fn the_greatest_weights_overflow_nothing() {
    const MOST: usize = usize::MAX;
    let mut storage: Loads = Weighed::new(Fifo::from_iter([MOST, MOST]), |load| *load);
    storage.extend([5, MOST]);
    assert_eq!(storage.weight(), MOST);
    assert_eq!([storage.pop(), storage.pop()], [Some(MOST); 2]);
    assert_eq!((storage.pop(), storage.weight()), (Some(5), MOST));
    storage.extend([1]);
    assert_eq!(storage.remove(|load| *load == MOST), Some(MOST));
    assert_eq!(storage.weight(), 1, "no weight was lost in the sum");

    let mut crowd = Crowd::new(moody(&[]), Capacity::Unbounded, Fairness::Fair);
    assert_eq!(crowd.try_put(MOST), Ok(()));
    assert_eq!(crowd.try_put(1), Err(TryPutError::Full(1)), "an unbounded queue is full, too");
    let put = crowd.put(1);
    assert_eq!(crowd.try_get(), Ok(MOST));
    assert_eq!(crowd.take_notified(), [put]);
    crowd.poll(put);
    assert_gives(crowd, &[1]);
}

#[test]
fn a_weigher_that_lies_loses_nothing_and_strands_no_put() {
    for seed in 0..100 {
        for fairness in BOTH_WAYS {
            let mut rng = StdRng::seed_from_u64(seed);
            let liar: Loads = Weighed::new(Fifo::default(), |_| {
                ANSWERS.set(ANSWERS.get().wrapping_mul(31).wrapping_add(7));
                ANSWERS.get() % 12
            });
            let mut crowd = Crowd::new(liar, Capacity::try_from(10).unwrap(), fairness);
            let (mut puts, mut got) = (0, 0);
            for _ in 0..100 {
                if rng.random_range(0..5) < 3 {
                    if crowd.try_put(puts).is_err() {
                        crowd.begin_put(puts);
                    }
                    puts += 1;
                } else {
                    got += usize::from(crowd.try_get().is_ok());
                }
                crowd.settle();
                let weight = crowd.state.weight();
                assert!(weight >= crowd.state.len() && (weight == 0) == crowd.state.is_empty());
            }
            while crowd.try_get().is_ok() {
                got += 1;
                crowd.settle();
            }
            assert_eq!((got, crowd.state.waiting_putters()), (puts, 0), "seed {seed}");
            assert_eq!((crowd.state.operations(), crowd.state.weight()), (0, 0));
        }
    }
}

#[test]
fn room_whose_item_is_too_heavy_for_it_goes_to_the_next_put() {
    for fairness in BOTH_WAYS {
        let loads = Weighed::new(Fifo::from_iter([1]), |load: &usize| *load);
        let capacity = Capacity::try_from(2).unwrap();
        let mut state = State::<_, u8>::with_fairness(loads, capacity, fairness);
        let (permit, mut exchange) = (state.try_reserve(1).unwrap(), Exchange::with(7));
        let (mut waits, mut heavy) = (Put::new(1), Put::new(2));
        assert_eq!(state.poll_put(&mut waits, &mut exchange, |_| true), Polled::Pending);
        let refused = state.put_reserved(permit, &mut heavy, &mut exchange.notified);
        assert_eq!((refused, heavy.take_item()), (Err(PutError::Refused(())), Some(2)));
        assert_eq!(exchange.notified.take(), [7]);
        assert_eq!(state.reserved(), 0);
        assert_eq!(state.poll_put(&mut waits, &mut exchange, |_| true), Polled::Ready(Ok(())));
        assert_eq!((state.len(), state.check_at_rest()), (2, Ok(())));
    }
}

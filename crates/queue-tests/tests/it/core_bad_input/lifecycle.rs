use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use queue_core::{Capacity, Fifo, State, Storage, TryGetError, TryPutError};

use super::BOTH_WAYS;

#[test]
fn dropped_with_items_and_waiters_inside() {
    for fairness in BOTH_WAYS {
        let (item, waiter) = (Rc::new(()), Rc::new(()));
        let capacity = Capacity::try_from(2).expect("not zero");
        let mut state = State::with_fairness(Fifo::default(), capacity, fairness);
        let getter = state.enter_get(Rc::clone(&waiter));
        assert_eq!(state.try_put(Rc::clone(&item)).map(|released| released.iter().count()), Ok(1));
        assert!(state.try_put(Rc::clone(&item)).is_ok());
        let putters = [(); 2].map(|()| state.enter_put(Rc::clone(&item), Rc::clone(&waiter)));
        let joiner = state.enter_join(Rc::clone(&waiter));
        let copy = state.clone();
        assert_eq!(Rc::strong_count(&waiter), 1 + 2 * 3, "three wait in each state");
        drop((getter, putters, joiner));
        drop(state);
        drop(copy);
        assert_eq!((Rc::strong_count(&item), Rc::strong_count(&waiter)), (1, 1));
    }
}

#[test]
fn shut_down_twice_in_any_order() {
    for fairness in BOTH_WAYS {
        for [first_now, second_now] in [[false, false], [false, true], [true, false], [true, true]]
        {
            let mut state = State::with_fairness(
                Fifo::from_iter([1]),
                Capacity::try_from(1).expect("not zero"),
                fairness,
            );
            let _putter = state.enter_put(2, "putter");
            let _joiner = state.enter_join("joiner");
            let mut shut_down = |now: bool| match now {
                false => (Vec::new(), Vec::from_iter(state.shut_down())),
                true => {
                    let (items, released) = state.shut_down_now();
                    (items.into_items().collect(), released.into_iter().collect())
                }
            };
            let (first, second) = (shut_down(first_now), shut_down(second_now));
            let both = (vec![1], vec!["joiner", "putter"]);
            let (expected_first, expected_second) = match [first_now, second_now] {
                [true, _] => (both, (vec![], vec![])),
                [false, true] => ((vec![], vec!["putter"]), (vec![1], vec!["joiner"])),
                [false, false] => ((vec![], vec!["putter"]), (vec![], vec![])),
            };
            assert_eq!((first, second), (expected_first, expected_second));
            assert!(state.is_shut_down());
            assert_eq!(state.check(), Ok(()));
            assert_eq!(state.try_put(3), Err(TryPutError::ShutDown(3)));
            if !first_now && !second_now {
                assert_eq!(state.try_get().map(|(item, _)| item), Ok(1));
            }
            assert_eq!(state.try_get().map(|(item, _)| item), Err(TryGetError::ShutDown));
        }
    }
}

/// A queue may be made from more items than fit: then it is full until enough have left.
#[test]
fn made_with_more_items_than_fit() {
    for fairness in BOTH_WAYS {
        let capacity = Capacity::try_from(1).expect("not zero");
        let mut crowd = super::crowd::Crowd::new(Fifo::from_iter([1, 2, 3]), capacity, fairness);
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (3, 3));
        let _putter = crowd.enter_put(4);
        for left in [2, 1] {
            let (_, released) = crowd.state.try_get().expect("an item");
            crowd.settle(released);
            assert_eq!((crowd.state.len(), crowd.state.waiting_putters()), (left, 1));
        }
        let (item, released) = crowd.state.try_get().expect("an item");
        assert_eq!(item, 3);
        crowd.settle(released);
        assert_eq!((crowd.state.len(), crowd.state.waiting_putters()), (1, 0));
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

/// What lies there is the caller's, and not to be lost.
#[test]
fn a_place_that_is_taken() {
    for fairness in BOTH_WAYS {
        let capacity = Capacity::try_from(1).expect("not zero");
        let mut state = State::with_fairness(Fifo::from_iter(['a']), capacity, fairness);
        let ticket = state.enter_put('b', "putter");
        let mut place = Some('x');
        assert!(catch_unwind(AssertUnwindSafe(|| state.try_get_into(&mut place))).is_err());
        assert_eq!((place, state.len(), state.putter(&ticket)), (Some('x'), 1, Some(&"putter")));
        assert!(state.try_get_into(&mut None).is_ok_and(|released| released == ["putter"]));
        assert_eq!(state.check(), Ok(()));
    }
}

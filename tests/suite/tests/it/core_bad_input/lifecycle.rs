use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::rc::Rc;
use std::{env, thread};

use queue_core::{
    Capacity, Exchange, Fifo, Get, Join, Polled, Put, State, Storage, TryGetError, TryPutError,
    Waiters,
};

use super::BOTH_WAYS;
use super::crowd::Crowd;

#[test]
fn dropped_with_items_and_waiters_inside() {
    for fairness in BOTH_WAYS {
        let (item, waiter) = (Rc::new(()), Rc::new(()));
        let capacity = Capacity::try_from(2).expect("not zero");
        let mut state = State::with_fairness(Fifo::default(), capacity, fairness);
        let exchange = || Exchange::with(Rc::clone(&waiter));
        let (mut get, mut join) = (Get::new(), Join::new());
        let polled = state.poll_get(&mut get, &mut None, &mut exchange(), |_| true);
        assert_eq!(polled, Polled::Pending);
        let mut notified = Waiters::default();
        for _ in 0..2 {
            assert_eq!(state.try_put(Rc::clone(&item), &mut notified), Ok(()));
        }
        assert_eq!(notified.take().len(), 1);
        let mut puts = [(); 2].map(|()| Put::new(Rc::clone(&item)));
        for put in &mut puts {
            assert_eq!(state.poll_put(put, &mut exchange(), |_| true), Polled::Pending);
        }
        assert_eq!(state.poll_join(&mut join, &mut exchange(), |_| true), Polled::Pending);
        let copy = state.clone();
        assert_eq!(Rc::strong_count(&waiter), 1 + 2 * 3, "three wait in each state");
        drop((get, puts, join));
        drop((state, copy));
        assert_eq!((Rc::strong_count(&item), Rc::strong_count(&waiter)), (1, 1));
    }
}

#[test]
fn shut_down_twice_in_any_order() {
    for fairness in BOTH_WAYS {
        for [first_now, second_now] in [[false, false], [false, true], [true, false], [true, true]]
        {
            let capacity = Capacity::try_from(1).expect("not zero");
            let mut crowd = Crowd::new(Fifo::from_iter([1]), capacity, fairness);
            let put = crowd.put(2);
            let (mut join, mut exchange) = (Join::new(), Exchange::with(9));
            let polled = crowd.state.poll_join(&mut join, &mut exchange, |_| true);
            assert_eq!(polled, Polled::Pending);
            let mut shutdown = |now: bool| {
                let mut items = Fifo::default();
                if now {
                    items = crowd.shutdown_now();
                } else {
                    crowd.shutdown();
                }
                (items.into_items().collect::<Vec<_>>(), crowd.take_notified())
            };
            let (first, second) = (shutdown(first_now), shutdown(second_now));
            let (expected_first, expected_second) = match [first_now, second_now] {
                [true, _] => ((vec![1], vec![9, put]), (vec![], vec![])),
                [false, true] => ((vec![], vec![put]), (vec![1], vec![9])),
                [false, false] => ((vec![], vec![put]), (vec![], vec![])),
            };
            assert_eq!((first, second), (expected_first, expected_second));
            assert!(crowd.state.is_shutdown());
            assert_eq!(crowd.state.check(), Ok(()));
            assert_eq!(crowd.try_put(3), Err(TryPutError::ShutDown(3)));
            if !first_now && !second_now {
                assert_eq!(crowd.try_get(), Ok(1));
            }
            assert_eq!(crowd.try_get(), Err(TryGetError::ShutDown));
        }
    }
}

/// A queue may be made from more items than fit: then it is full until enough have left.
#[test]
fn made_with_more_items_than_fit() {
    for fairness in BOTH_WAYS {
        let capacity = Capacity::try_from(1).expect("not zero");
        let mut crowd = Crowd::new(Fifo::from_iter([1, 2, 3]), capacity, fairness);
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (3, 3));
        let _put = crowd.put(4);
        for (item, left) in [(1, 2), (2, 1)] {
            assert_eq!(crowd.try_get(), Ok(item));
            crowd.settle();
            assert_eq!((crowd.state.len(), crowd.state.waiting_putters()), (left, 1));
        }
        assert_eq!(crowd.try_get(), Ok(3));
        crowd.settle();
        assert_eq!((crowd.state.len(), crowd.state.waiting_putters()), (1, 0));
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

#[test]
fn a_put_that_has_begun() {
    for fairness in BOTH_WAYS {
        let capacity = Capacity::try_from(1).expect("not zero");
        let mut state = State::with_fairness(Fifo::from_iter(['a']), capacity, fairness);
        let (mut waiting, mut exchange) = (Put::new('b'), Exchange::with("putter"));
        assert_eq!(state.poll_put(&mut waiting, &mut exchange, |_| true), Polled::Pending);
        for put in [&mut waiting, &mut Put::finished()] {
            let before = state.clone();
            let put = || state.try_put_from(put, &mut exchange.notified);
            assert!(catch_unwind(AssertUnwindSafe(put)).is_err());
            assert!(state == before && exchange.notified.is_empty());
        }
        assert_eq!(state.try_get(&mut exchange.notified), Ok('a'));
        assert_eq!(state.poll_put(&mut waiting, &mut exchange, |_| true), Polled::Ready(Ok(())));
        assert_eq!(state.check_at_rest(), Ok(()));
    }
}

/// The item in the slot is the caller's, so the call panics and does not overwrite it.
#[test]
fn a_slot_that_is_not_empty() {
    for fairness in BOTH_WAYS {
        let capacity = Capacity::try_from(1).expect("not zero");
        let mut state = State::with_fairness(Fifo::from_iter(['a']), capacity, fairness);
        let (mut put, mut exchange) = (Put::new('b'), Exchange::with("putter"));
        assert_eq!(state.poll_put(&mut put, &mut exchange, |_| true), Polled::Pending);
        let (mut slot, notified) = (Some('x'), &mut exchange.notified);
        let get = || state.try_get_into(&mut slot, notified);
        assert!(catch_unwind(AssertUnwindSafe(get)).is_err());
        assert_eq!((slot.take(), state.len(), state.putter(&put)), (Some('x'), 1, Some(&"putter")));
        assert_eq!(state.try_get_into(&mut slot, &mut exchange.notified), Ok(()));
        assert!(slot == Some('a') && exchange.notified == ["putter"]);
        assert_eq!(state.check(), Ok(()));
    }
}

/// Prints its name and panics when it is dropped.
struct Grenade(u8);

impl Drop for Grenade {
    fn drop(&mut self) {
        eprintln!("grenade {}", self.0);
        panic!("as it is dropped");
    }
}

/// The process aborts, so the test starts itself again in a process of its own. An environment
/// variable says what to drop there.
#[test]
fn two_items_that_panic_when_dropped_abort_as_in_a_vec() {
    const TOLD: &str = "DROP_GRENADES_IN";
    let grenades = || [1, 2].map(Grenade);
    match env::var(TOLD).as_deref() {
        Ok("a queue") => {
            drop(State::<_, ()>::new(Fifo::from_iter(grenades()), Capacity::Unbounded));
        }
        Ok(_) => drop(Vec::from(grenades())),
        Err(_) => {
            let name = thread::current().name().map(str::to_owned).expect("a test has a name");
            let ends = ["a queue", "a vec"].map(|kind| {
                let mut test = Command::new(env::current_exe().expect("it runs"));
                let test = test.args(["--exact", &name, "--nocapture"]).env(TOLD, kind);
                let output = test.output().expect("it starts");
                // A test that fails ends with the code 101; one that aborts has none.
                assert_ne!(output.status.code(), Some(101));
                assert!(!output.status.success());
                let text = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(text.contains("grenade 1") && text.contains("grenade 2"), "{text}");
                output.status
            });
            assert_eq!(ends[0], ends[1]);
        }
    }
}

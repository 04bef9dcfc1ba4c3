use std::cell::Cell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{Capacity, Fairness, Storage};

use super::BOTH_WAYS;
use super::crowd::Crowd;

thread_local! {
    static ARMED: Cell<Option<Method>> = const { Cell::new(None) };
}

/// The method that is to panic.
#[derive(Clone, Copy, PartialEq)]
enum Method {
    Push,
    Pop,
    Take,
    /// Having taken the items, which are lost.
    TakeLate,
}

impl Method {
    fn may_panic(self) {
        if ARMED.get() == Some(self) {
            ARMED.set(None);
            panic!("not in the mood");
        }
    }
}

/// Panics before it does anything, and so loses the item it was to push.
#[derive(Default)]
struct Picky(VecDeque<u8>);

impl Storage for Picky {
    type Item = u8;

    fn push(&mut self, item: u8) {
        Method::Push.may_panic();
        self.0.push_back(item);
    }

    fn pop(&mut self) -> Option<u8> {
        Method::Pop.may_panic();
        self.0.pop_front()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        Method::Take.may_panic();
        let taken = std::mem::take(self);
        Method::TakeLate.may_panic();
        taken
    }
}

fn crowd(items: &[u8], fairness: Fairness) -> Crowd<Picky> {
    let capacity = Capacity::try_from(2).expect("not zero");
    Crowd::new(Picky(items.iter().copied().collect()), capacity, fairness)
}

#[track_caller]
fn blow_up<R>(method: Method, action: impl FnOnce() -> R) {
    ARMED.set(Some(method));
    assert!(catch_unwind(AssertUnwindSafe(action)).is_err(), "the storage panics");
}

#[test]
fn in_push() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[1], fairness);
        blow_up(Method::Push, || crowd.state.try_put(2));
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (1, 1));
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

#[test]
fn in_pop() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[1, 2], fairness);
        let _putter = crowd.enter_put(3);
        blow_up(Method::Pop, || crowd.state.try_get());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (2, 2));
        let released = crowd.state.recover();
        crowd.settle(released);
        assert_eq!(crowd.state.waiting_putters(), 1, "no room was made");
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

#[test]
fn in_take_when_the_items_are_gone() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[1, 2], fairness);
        let _ticket = crowd.state.enter_join(9);
        blow_up(Method::TakeLate, || crowd.state.shut_down_now());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (0, 0));
        assert!(!crowd.state.is_shut_down());
        assert_eq!(crowd.state.recover(), [9], "a join does not wait for what is lost");
    }
}

/// The item being admitted is lost with the push; the one on its way out waits in its stead.
#[test]
fn in_admission() {
    let mut crowd = crowd(&[1, 2], Fairness::Fair);
    let _putters = [crowd.enter_put(3), crowd.enter_put(4)];
    blow_up(Method::Push, || crowd.state.try_get());
    assert_eq!((crowd.state.len(), crowd.state.unfinished()), (1, 1));
    let released = crowd.state.recover();
    crowd.settle(released);
    crowd.assert_nobody_stranded();
    assert_eq!(crowd.state.check(), Ok(()));
    let mut left = Vec::new();
    while let Ok((item, released)) = crowd.state.try_get() {
        left.push(item);
        crowd.settle(released);
    }
    assert_eq!(left, [2, 1, 4]);
    assert_eq!((crowd.state.waiting_putters(), crowd.state.unfinished()), (0, 3));
}

/// A put that was released to try again panics: the next still gets the room.
#[test]
fn in_a_released_putter() {
    let mut crowd = crowd(&[1, 2], Fairness::Barging);
    let putters = [crowd.enter_put(3), crowd.enter_put(4)];
    let (_, released) = crowd.state.try_get().expect("an item");
    assert_eq!(released, [putters[0]]);
    blow_up(Method::Push, || crowd.settle([putters[0]]));
    let released = crowd.state.recover();
    assert_eq!(released, [putters[1]]);
    crowd.settle(released);
    assert_eq!((crowd.state.len(), crowd.state.unfinished()), (2, 3));
    assert_eq!(crowd.state.check(), Ok(()));
}

#[test]
fn in_an_immediate_shutdown() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[1, 2], fairness);
        let putter = crowd.enter_put(3);
        blow_up(Method::Take, || crowd.state.shut_down_now());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (2, 2), "nothing was taken");
        let (_, released) = crowd.state.shut_down_now();
        assert_eq!(released, [putter], "a second try succeeds");
        assert_eq!(crowd.state.unfinished(), 0);
    }
}

use std::cell::Cell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{Capacity, Exchange, Fairness, Join, Polled, Pushed, Storage, Waiters};

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
    /// `take`, after the items are lost.
    TakeLate,
    /// `shrink_to_fit`, after the items are lost, which it should keep.
    Shrink,
}

impl Method {
    fn may_panic(self) {
        if ARMED.get() == Some(self) {
            ARMED.set(None);
            panic!("not in the mood");
        }
    }
}

/// A storage that panics before it changes anything. A `push` that panics loses its item.
#[derive(Default)]
struct Picky(VecDeque<u8>);

impl Storage for Picky {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        Method::Push.may_panic();
        self.0.push_back(item);
        Pushed::Stored
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

    fn shrink_to_fit(&mut self) {
        if ARMED.get() == Some(Method::Shrink) {
            self.0.clear();
        }
        Method::Shrink.may_panic();
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
        blow_up(Method::Push, || crowd.try_put(2));
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (1, 1));
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

#[test]
fn in_pop() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[1, 2], fairness);
        let _put = crowd.put(3);
        blow_up(Method::Pop, || crowd.try_get());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (2, 2));
        crowd.recover();
        crowd.settle();
        assert_eq!(crowd.state.waiting_putters(), 1, "no room was made");
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

#[test]
fn in_take_when_the_items_are_gone() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[1, 2], fairness);
        let (mut join, mut exchange) = (Join::new(), Exchange::with(9));
        assert_eq!(crowd.state.poll_join(&mut join, &mut exchange, |_| true), Polled::Pending);
        blow_up(Method::TakeLate, || crowd.shutdown_now());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (0, 0));
        assert!(!crowd.state.is_shutdown());
        crowd.recover();
        assert_eq!(crowd.take_notified(), [9], "a join does not wait for what is lost");
    }
}

/// The item being admitted is lost in the push. The item on its way out then waits in the put instead.
#[test]
fn in_admission() {
    let mut crowd = crowd(&[1, 2], Fairness::Fair);
    let _puts = [3, 4].map(|item| crowd.put(item));
    blow_up(Method::Push, || crowd.try_get());
    assert_eq!((crowd.state.len(), crowd.state.unfinished()), (1, 1));
    crowd.recover();
    crowd.settle();
    crowd.assert_none_stranded();
    assert_eq!(crowd.state.check(), Ok(()));
    let mut left = Vec::new();
    while let Ok(item) = crowd.try_get() {
        left.push(item);
        crowd.settle();
    }
    assert_eq!(left, [2, 1, 4]);
    assert_eq!((crowd.state.waiting_putters(), crowd.state.unfinished()), (0, 3));
}

/// The item being admitted is lost in the push. Its put has finished, and does not hold up those behind it.
#[test]
fn in_admission_by_a_larger_capacity() {
    let mut crowd = crowd(&[1, 2], Fairness::Fair);
    let puts = [3, 4, 5].map(|item| crowd.put(item));
    let capacity = Capacity::try_from(4).expect("not zero");
    blow_up(Method::Push, || crowd.state.set_capacity(capacity, &mut Waiters::default()));
    assert_eq!((crowd.state.len(), crowd.state.unfinished()), (2, 2));
    crowd.recover();
    crowd.settle();
    crowd.assert_none_stranded();
    assert_eq!(crowd.state.check(), Ok(()));
    assert_eq!((crowd.state.len(), crowd.state.unfinished()), (4, 4));
    assert!(puts.into_iter().all(|put| crowd.is_finished(put)));
}

/// A notified put panics: its item is lost, it has finished, and the next put gets the room.
#[test]
fn in_a_notified_put() {
    let mut crowd = crowd(&[1, 2], Fairness::Barging);
    let [first, second] = [3, 4].map(|item| crowd.put(item));
    assert_eq!(crowd.try_get(), Ok(1));
    assert_eq!(crowd.take_notified(), [first]);
    blow_up(Method::Push, || crowd.poll(first));
    assert!(crowd.is_finished(first));
    crowd.recover();
    assert_eq!(crowd.take_notified(), [second]);
    crowd.poll(second);
    assert_eq!((crowd.state.len(), crowd.state.unfinished()), (2, 3));
    assert_eq!(crowd.state.check(), Ok(()));
}

/// The get took no item, so it waits in its line as before.
#[test]
fn in_a_get_that_waits_or_was_notified() {
    for fairness in BOTH_WAYS {
        for is_notified in [false, true] {
            let mut crowd = crowd(&[], fairness);
            let [first, second] = [(); 2].map(|()| crowd.get());
            assert_eq!(crowd.try_put(1), Ok(()));
            let get = if is_notified { first } else { second };
            blow_up(Method::Pop, || crowd.poll(get));
            assert!(!crowd.is_finished(get));
            assert_eq!((crowd.state.operations(), crowd.state.waiting_getters()), (2, 1));
            assert_eq!(crowd.state.check(), Ok(()));
            crowd.poll(get);
            assert_eq!(crowd.got, [1]);
        }
    }
}

#[test]
fn in_shrink_to_fit_when_the_items_are_gone() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[1, 2], fairness);
        let (mut join, mut exchange) = (Join::new(), Exchange::with(9));
        assert_eq!(crowd.state.poll_join(&mut join, &mut exchange, |_| true), Polled::Pending);
        blow_up(Method::Shrink, || crowd.state.shrink_to_fit());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (0, 0));
        crowd.recover();
        assert_eq!(crowd.take_notified(), [9], "a join does not wait for what is lost");
    }
}

#[test]
fn in_an_immediate_shutdown() {
    for fairness in BOTH_WAYS {
        let mut crowd = crowd(&[1, 2], fairness);
        let put = crowd.put(3);
        blow_up(Method::Take, || crowd.shutdown_now());
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (2, 2), "nothing was taken");
        assert!(crowd.shutdown_now().0.into_iter().eq([1, 2]), "a second try succeeds");
        assert_eq!(crowd.take_notified(), [put]);
        assert_eq!(crowd.state.unfinished(), 0);
    }
}

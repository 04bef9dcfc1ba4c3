use queue_core::{Capacity, Fairness, Pushed, Storage, TryGetError, TryPutError};

use super::BOTH_WAYS;
use super::crowd::Crowd;

fn bounded(limit: usize) -> Capacity {
    Capacity::try_from(limit).expect("not zero")
}

fn poll_or_cancel<S: Storage>(crowd: &mut Crowd<S>, operation: usize, is_cancelled: bool) {
    if is_cancelled {
        crowd.cancel(operation);
    } else {
        crowd.poll(operation);
    }
}

/// Claims to hold an item, and never gives it out.
#[derive(Default)]
struct Miser(usize);

impl Storage for Miser {
    type Item = u8;

    fn push(&mut self, _: u8) -> Pushed<u8> {
        self.0 += 1;
        Pushed::Stored
    }

    fn pop(&mut self) -> Option<u8> {
        None
    }

    fn len(&self) -> usize {
        self.0
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[test]
fn pop_gives_none_though_len_says_one() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Miser::default(), bounded(1), fairness);
        let [first, _second] = [(); 2].map(|()| crowd.get());
        assert_eq!(crowd.try_put(1), Ok(()));
        assert_eq!(crowd.take_notified(), [first]);
        crowd.poll(first);
        assert_eq!(crowd.state.waiting_getters(), 2, "a get that finds nothing waits again");
        assert_eq!(crowd.try_get(), Err(TryGetError::Empty));
        crowd.shutdown();
        crowd.settle();
        assert_eq!((crowd.got.len(), crowd.state.operations()), (0, 0), "both have finished");
        assert_eq!(crowd.try_get(), Err(TryGetError::ShutDown));
        assert_eq!(crowd.state.unfinished(), 1);
        assert_eq!(crowd.state.into_storage().into_items().count(), 0);
    }
}

/// First in, first out; refuses every item below ten.
#[derive(Default)]
struct Sieve(Vec<u8>);

impl Storage for Sieve {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        if item < 10 {
            return Pushed::Refused(item);
        }
        self.0.push(item);
        Pushed::Stored
    }

    fn pop(&mut self) -> Option<u8> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[test]
fn an_item_that_is_refused_comes_back_and_does_not_count() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Sieve::default(), bounded(1), fairness);
        let _get = crowd.get();
        assert_eq!(crowd.try_put(1), Err(TryPutError::Refused(1)));
        assert_eq!(crowd.take_notified(), []);
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (0, 0));
        assert_eq!(crowd.try_put(10), Ok(()));
        crowd.settle();
        assert_eq!(crowd.got, [10]);
        assert_eq!(crowd.state.unfinished(), 1);
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

/// If the storage refuses the item of a put, the next put gets the room. It makes no difference whether
/// the first put is polled or cancelled.
#[test]
fn items_of_waiting_puts_that_are_refused_come_back_and_strand_no_put() {
    for fairness in BOTH_WAYS {
        for is_cancelled in [false, true] {
            let mut crowd = Crowd::new(Sieve::default(), bounded(1), fairness);
            assert_eq!(crowd.try_put(10), Ok(()));
            let [first, ..] = [1, 2, 3, 11, 12].map(|item| crowd.put(item));
            assert_eq!(crowd.try_get(), Ok(10));
            if fairness == Fairness::Fair {
                assert_eq!(crowd.state.storage().0, [11], "a get admits past those refused");
            }
            let notified = crowd.take_notified();
            assert_eq!(notified[0], first);
            poll_or_cancel(&mut crowd, first, is_cancelled);
            crowd.poll_all(notified.into_iter().filter(|&index| index != first));
            crowd.settle();
            assert_eq!(crowd.state.storage().0, [11], "{fairness:?}");
            crowd.refused.sort_unstable();
            assert_eq!(crowd.refused, if is_cancelled { vec![2, 3] } else { vec![1, 2, 3] });
            assert_eq!((crowd.state.waiting_putters(), crowd.state.unfinished()), (1, 2));
            crowd.assert_none_stranded();
            assert_eq!(crowd.state.check(), Ok(()));
        }
    }
}

/// A put that is polled may admit another, whose item then notifies a get.
#[test]
fn an_item_that_is_refused_beside_a_get_strands_none() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Sieve::default(), bounded(1), fairness);
        let _gets = [(); 2].map(|()| crowd.get());
        assert_eq!(crowd.try_put(10), Ok(()));
        let _puts = [1, 11].map(|item| crowd.put(item));
        crowd.settle();
        assert_eq!(crowd.got, [10, 11], "{fairness:?}");
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

/// First in, first out; forgets all items below ten when it is asked for one.
#[derive(Default)]
struct Forgetful(Vec<u8>);

impl Storage for Forgetful {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        self.0.push(item);
        Pushed::Stored
    }

    fn pop(&mut self) -> Option<u8> {
        self.0.retain(|&item| item >= 10);
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

/// One get makes room for two puts.
#[test]
fn pop_drops_items_and_gives_one() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Forgetful(vec![1, 2, 10]), bounded(3), fairness);
        let _puts = [11, 12, 13, 14].map(|item| crowd.put(item));
        assert_eq!(crowd.try_get(), Ok(10));
        crowd.settle();
        assert_eq!(crowd.state.storage().0, [11, 12, 13], "{fairness:?}");
        crowd.assert_none_stranded();
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

/// All the room that a pop leaves goes to the puts at the front of the line, in one step.
#[test]
fn room_that_a_pop_leaves_admits_as_many_fair_puts() {
    let mut crowd = Crowd::new(Forgetful(vec![1, 2, 10]), bounded(3), Fairness::Fair);
    let puts = [11, 12, 13, 14].map(|item| crowd.put(item));
    assert_eq!(crowd.try_get(), Ok(10));
    assert_eq!(crowd.take_notified(), puts[..3]);
    assert_eq!(crowd.state.storage().0, [11, 12, 13]);
    assert_eq!(crowd.state.waiting_putters(), 1);
}

/// Such a storage breaks its contract. A get that finds nothing notifies no put of the room that it
/// made; `recover` does.
#[test]
fn pop_drops_items_and_gives_none() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Forgetful(vec![1, 2]), bounded(2), fairness);
        let _puts = [11, 12, 13].map(|item| crowd.put(item));
        assert_eq!(crowd.try_get(), Err(TryGetError::Empty));
        crowd.recover();
        crowd.settle();
        assert_eq!(crowd.state.storage().0, [11, 12], "{fairness:?}");
        crowd.assert_none_stranded();
    }
}

/// Holds each item once, smallest first.
#[derive(Default)]
struct Set(std::collections::BTreeSet<u8>);

impl Storage for Set {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        if self.0.insert(item) { Pushed::Stored } else { Pushed::Merged }
    }

    fn pop(&mut self) -> Option<u8> {
        self.0.pop_first()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[test]
fn merged_items_leave_room_to_the_next_put() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Set([1, 2].into()), bounded(2), fairness);
        let _puts = [2, 2, 2, 3, 4].map(|item| crowd.put(item));
        assert_eq!(crowd.try_get(), Ok(1));
        crowd.settle();
        assert!(crowd.state.storage().0.iter().eq(&[2, 3]), "{fairness:?}");
        assert_eq!((crowd.state.waiting_putters(), crowd.state.unfinished()), (1, 3));
        crowd.assert_none_stranded();
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

#[test]
fn merged_items_strand_no_get() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Set::default(), bounded(2), fairness);
        let _gets = [(); 3].map(|()| crowd.get());
        for item in [1, 1, 2] {
            assert_eq!(crowd.try_put(item), Ok(()));
        }
        crowd.settle();
        assert_eq!(crowd.got, [1, 2]);
        assert_eq!((crowd.state.waiting_getters(), crowd.state.unfinished()), (1, 2));
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

/// Gives every item out twice, so it reports twice the number of items that were put.
#[derive(Default)]
struct Twice(Vec<u8>);

impl Storage for Twice {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        self.0.extend([item, item]);
        Pushed::Stored
    }

    fn pop(&mut self) -> Option<u8> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[test]
fn one_push_serves_two_gets() {
    for fairness in BOTH_WAYS {
        for is_cancelled in [false, true] {
            let mut crowd = Crowd::new(Twice::default(), Capacity::Unbounded, fairness);
            let [first, ..] = [(); 3].map(|()| crowd.get());
            assert_eq!(crowd.try_put(1), Ok(()));
            assert_eq!(crowd.take_notified(), [first]);
            poll_or_cancel(&mut crowd, first, is_cancelled);
            crowd.settle();
            assert_eq!(crowd.got, [1, 1], "{fairness:?}");
            crowd.assert_none_stranded();
            assert_eq!(crowd.state.check(), Ok(()));
        }
    }
}

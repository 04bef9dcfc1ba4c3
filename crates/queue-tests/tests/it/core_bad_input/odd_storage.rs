use queue_core::{Capacity, Storage, TryGetError};

use super::BOTH_WAYS;
use super::crowd::Crowd;

fn bounded(limit: usize) -> Capacity {
    Capacity::try_from(limit).expect("not zero")
}

/// Says that it holds an item and never gives it out.
#[derive(Default)]
struct Miser(usize);

impl Storage for Miser {
    type Item = u8;

    fn push(&mut self, _: u8) {
        self.0 += 1;
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
        let getters = [crowd.enter_get(), crowd.enter_get()];
        let released = crowd.state.try_put(1).expect("room");
        assert_eq!(released, [getters[0]]);
        crowd.settle(released);
        assert_eq!(crowd.state.waiting_getters(), 2, "whoever finds nothing waits again");
        assert_eq!(crowd.state.try_get().map(|(item, _)| item), Err(TryGetError::Empty));
        let released = crowd.state.shut_down();
        assert_eq!(released.len(), 2);
        crowd.settle(released);
        assert!(crowd.got.is_empty(), "a shutdown ends the wait");
        assert_eq!(crowd.state.try_get().map(|(item, _)| item), Err(TryGetError::ShutDown));
        assert_eq!(crowd.state.unfinished(), 1);
        assert_eq!(crowd.state.into_storage().into_items().count(), 0);
    }
}

/// First in, first out; drops every item below ten as it comes in.
#[derive(Default)]
struct Sieve(Vec<u8>);

impl Storage for Sieve {
    type Item = u8;

    fn push(&mut self, item: u8) {
        if item >= 10 {
            self.0.push(item);
        }
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
fn push_drops_the_item() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Sieve::default(), bounded(1), fairness);
        let _getter = crowd.enter_get();
        let released = crowd.state.try_put(1).expect("room");
        crowd.settle(released);
        assert_eq!((crowd.state.len(), crowd.state.unfinished()), (0, 1), "a put counts");
        assert_eq!(crowd.state.waiting_getters(), 1, "released for nothing, it waits again");
        let released = crowd.state.try_put(10).expect("room");
        crowd.settle(released);
        assert_eq!(crowd.got, [10]);
        assert_eq!(crowd.state.unfinished(), 2);
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

/// Whether they come back or give up, those whose items are dropped leave the room to the next.
#[test]
fn push_drops_the_items_of_waiting_puts() {
    for fairness in BOTH_WAYS {
        for gives_up in [false, true] {
            let mut crowd = Crowd::new(Sieve::default(), bounded(1), fairness);
            assert!(crowd.state.try_put(10).is_ok());
            let first = crowd.enter_put(1);
            let _others = [2, 3, 11, 12].map(|item| crowd.enter_put(item));
            let (item, released) = crowd.state.try_get().expect("an item");
            assert_eq!(item, 10);
            assert_eq!(released, [first]);
            if gives_up {
                let (released, _) = crowd.leave(first);
                crowd.settle(released);
            } else {
                crowd.settle(released);
            }
            assert_eq!(crowd.state.storage().0, [11], "{fairness:?}");
            assert_eq!(crowd.state.waiting_putters(), 1);
            crowd.assert_nobody_stranded();
            assert_eq!(crowd.state.check(), Ok(()));
        }
    }
}

/// A putter that comes back may admit an item, and then a getter has to hear of it.
#[test]
fn push_drops_the_item_of_a_waiting_put_beside_a_getter() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Sieve::default(), bounded(1), fairness);
        let getters = [crowd.enter_get(), crowd.enter_get()];
        assert!(crowd.state.try_put(10).is_ok_and(|released| released == [getters[0]]));
        let _putters = [1, 11].map(|item| crowd.enter_put(item));
        crowd.settle([getters[0]]);
        assert_eq!(crowd.got, [10, 11], "{fairness:?}");
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

/// First in, first out; forgets all items below ten when it is asked for one.
#[derive(Default)]
struct Forgetful(Vec<u8>);

impl Storage for Forgetful {
    type Item = u8;

    fn push(&mut self, item: u8) {
        self.0.push(item);
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
        let _putters = [11, 12, 13, 14].map(|item| crowd.enter_put(item));
        let (item, released) = crowd.state.try_get().expect("an item");
        assert_eq!(item, 10);
        crowd.settle(released);
        assert_eq!(crowd.state.storage().0, [11, 12, 13], "{fairness:?}");
        crowd.assert_nobody_stranded();
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

/// Such a storage breaks its word: a get that finds nothing cannot say whom its room releases.
/// `recover` mends what it did.
#[test]
fn pop_drops_items_and_gives_none() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Forgetful(vec![1, 2]), bounded(2), fairness);
        let _putters = [11, 12, 13].map(|item| crowd.enter_put(item));
        assert_eq!(crowd.state.try_get().map(|(item, _)| item), Err(TryGetError::Empty));
        let released = crowd.state.recover();
        crowd.settle(released);
        assert_eq!(crowd.state.storage().0, [11, 12], "{fairness:?}");
        crowd.assert_nobody_stranded();
    }
}

/// Holds each item once, smallest first.
#[derive(Default)]
struct Set(std::collections::BTreeSet<u8>);

impl Storage for Set {
    type Item = u8;

    fn push(&mut self, item: u8) {
        self.0.insert(item);
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
        let _putters = [2, 2, 2, 3, 4].map(|item| crowd.enter_put(item));
        let (item, released) = crowd.state.try_get().expect("an item");
        assert_eq!(item, 1);
        crowd.settle(released);
        assert!(crowd.state.storage().0.iter().eq(&[2, 3]), "{fairness:?}");
        assert_eq!((crowd.state.waiting_putters(), crowd.state.unfinished()), (1, 6));
        crowd.assert_nobody_stranded();
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

#[test]
fn merged_items_strand_no_getter() {
    for fairness in BOTH_WAYS {
        let mut crowd = Crowd::new(Set::default(), bounded(2), fairness);
        let _getters = [(); 3].map(|()| crowd.enter_get());
        let mut released = Vec::new();
        for item in [1, 1, 2] {
            released.extend(crowd.state.try_put(item).expect("room"));
        }
        crowd.settle(released);
        assert_eq!(crowd.got, [1, 2]);
        assert_eq!((crowd.state.waiting_getters(), crowd.state.unfinished()), (1, 3));
        assert_eq!(crowd.state.check(), Ok(()));
    }
}

/// Gives every item out twice, and so says that it has twice as many.
#[derive(Default)]
struct Twice(Vec<u8>);

impl Storage for Twice {
    type Item = u8;

    fn push(&mut self, item: u8) {
        self.0.extend([item, item]);
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
fn one_push_serves_two_getters() {
    for fairness in BOTH_WAYS {
        for gives_up in [false, true] {
            let mut crowd = Crowd::new(Twice::default(), Capacity::Unbounded, fairness);
            let getters = [(); 3].map(|()| crowd.enter_get());
            let released = crowd.state.try_put(1).expect("room");
            assert_eq!(released, [getters[0]]);
            if gives_up {
                let (released, _) = crowd.leave(getters[0]);
                crowd.settle(released);
            } else {
                crowd.settle(released);
            }
            assert_eq!(crowd.got, [1, 1], "{fairness:?}");
            crowd.assert_nobody_stranded();
            assert_eq!(crowd.state.check(), Ok(()));
        }
    }
}

//! The four storages by themselves.

use queue_core::{Fifo, HeapOrder, Lifo, Priority, Storage};

/// Two ways to look at a storage of numbers: at its next item, and at all of them.
struct Look<S> {
    peek: fn(&S) -> Option<&u8>,
    all: fn(&S) -> Vec<&u8>,
}

impl<S: Storage<Item = u8> + FromIterator<u8>> Look<S> {
    /// Takes the items out one by one, and returns them.
    fn check(&self) -> Vec<u8> {
        let mut storage = S::from_iter([3, 1, 2, 3, 1]);
        let mut gone = Vec::new();
        while let Some(&next) = (self.peek)(&storage) {
            let all = (self.all)(&storage);
            assert_eq!((all.len(), all[0]), (storage.len(), &next));
            assert_eq!(storage.pop(), Some(next));
            gone.push(next);
        }
        assert!(storage.is_empty() && storage.pop().is_none());
        gone
    }
}

#[test]
fn what_peek_shows_is_what_leaves_next() {
    let fifo = Look { peek: Fifo::peek, all: |storage| storage.iter().collect() };
    assert_eq!(fifo.check(), [3, 1, 2, 3, 1]);
    let lifo = Look { peek: Lifo::peek, all: |storage| storage.iter().collect() };
    assert_eq!(lifo.check(), [1, 3, 2, 1, 3]);
    let stable = Look { peek: Priority::peek, all: |storage| storage.iter().collect() };
    assert_eq!(stable.check(), [1, 1, 2, 3, 3]);
    let heap = Look { peek: HeapOrder::peek, all: |storage| storage.iter().collect() };
    assert_eq!(heap.check(), [1, 1, 2, 3, 3]);
}

#[test]
fn iterating_over_a_storage_takes_its_items_out() {
    fn check<S>()
    where
        S: Storage<Item = u8> + FromIterator<u8> + IntoIterator<Item = u8>,
    {
        let items = || S::from_iter([3, 1, 2]);
        assert!(items().into_iter().eq(items().into_items()));
        assert_eq!(items().into_iter().count(), 3);
    }
    check::<Fifo<u8>>();
    check::<Lifo<u8>>();
    check::<Priority<u8>>();
    check::<HeapOrder<u8>>();
}

/// An immediate shutdown takes a storage out whole.
#[test]
fn a_storage_that_is_taken_out_whole_leaves_nothing_behind() {
    fn check<S: Storage<Item = u8> + FromIterator<u8>>() {
        let mut storage = S::from_iter([3, 1, 2]);
        assert_eq!(storage.take().into_items().count(), 3);
        assert_eq!((storage.len(), storage.pop()), (0, None));
    }
    check::<Fifo<u8>>();
    check::<Lifo<u8>>();
    check::<Priority<u8>>();
    check::<HeapOrder<u8>>();
}

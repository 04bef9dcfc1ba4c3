use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

use queue_core::{Fifo, Pushed, PutMany, State, Storage, Waiters};

/// First in, first out. Panics when it is to store or to give out a three.
#[derive(Default)]
struct NoThree(Fifo<u8>);

impl Storage for NoThree {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        assert!(item != 3, "three");
        self.0.push(item)
    }

    fn pop(&mut self) -> Option<u8> {
        assert!(self.0.peek() != Some(&3), "three");
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn take(&mut self) -> Self {
        mem::take(self)
    }
}

#[test]
fn a_batch_that_panics_in_the_storage_leaves_the_other_items_to_its_caller() {
    let (mut state, mut notified) = (State::<NoThree, u8>::default(), Waiters::default());
    let mut puts = PutMany::from_iter([1, 2, 3, 4]);
    let panicked = catch_unwind(AssertUnwindSafe(|| state.try_put_many(&mut puts, &mut notified)));
    assert!(panicked.is_err());
    assert_eq!((puts.take_items().into_iter().collect::<Vec<_>>(), state.len()), (vec![4], 2));
    assert_eq!((state.unfinished(), state.check()), (2, Ok(())));

    let storage = NoThree([1, 2, 3, 4].into_iter().collect());
    let mut state = State::<_, u8>::new(storage, Default::default());
    let mut items = Vec::new();
    let panicked =
        catch_unwind(AssertUnwindSafe(|| state.try_get_many(4, &mut items, &mut notified)));
    assert!(panicked.is_err());
    assert_eq!((items, state.len(), state.check()), (vec![1, 2], 2, Ok(())));
}

//! Bad input, and how a queue answers it.

use queue_async::{Capacity, Pushed, Storage, TryGetError, ZeroCapacity};

use super::super::Flavour;
use crate::task::Task;

type Queue<S> = queue_async::Queue<S, Flavour>;

#[test]
#[should_panic(expected = "a queue's capacity is at least one")]
fn a_capacity_of_zero_is_refused() {
    let _ = Queue::<queue_async::Fifo<u8>>::bounded(0);
}

#[test]
fn a_capacity_of_zero_can_be_refused_without_a_panic() {
    assert_eq!(Capacity::try_from(0), Err(ZeroCapacity));
}

/// Says that it has one more item than it gives out.
#[derive(Default)]
struct Lying(Vec<u8>);

impl Storage for Lying {
    type Item = u8;

    fn push(&mut self, item: u8) -> Pushed<u8> {
        self.0.push(item);
        Pushed::Stored
    }

    fn pop(&mut self) -> Option<u8> {
        self.0.pop()
    }

    fn len(&self) -> usize {
        self.0.len() + 1
    }

    fn take(&mut self) -> Self {
        std::mem::take(self)
    }
}

#[test]
fn a_storage_that_gives_nothing_is_empty_whatever_it_says() {
    let queue = Queue::<Lying>::bounded(3);
    let (a, b) = (Task::new(), Task::new());
    assert_eq!(queue.try_get(), Err(TryGetError::Empty));
    let (mut first, mut second) = (queue.get(), queue.get());
    assert!(a.poll(&mut first).is_pending());
    assert!(b.poll(&mut second).is_pending());
    queue.try_put(1).unwrap();
    assert_eq!(queue.try_get(), Ok(1));
    assert!(a.poll(&mut first).is_pending(), "it lost the race");
    queue.try_put(2).unwrap();
    assert!(a.poll(&mut first).is_ready());
    queue.shutdown();
    assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
    assert!(b.poll(&mut second).is_ready());
    assert_eq!(queue.shutdown_now().count(), 0);
}

/// A set: putting an item that is there changes nothing.
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
fn a_storage_that_merges_items_counts_what_it_stores_and_leaves_no_put_beside_room() {
    use queue_async::Fairness::{Barging, Fair};

    for way in [Fair, Barging] {
        let queue = Queue::<Set>::builder().bounded(2).fairness(way).build();
        let tasks = [Task::new(), Task::new(), Task::new()];
        queue.try_put(1).unwrap();
        queue.try_put(1).unwrap();
        queue.try_put(2).unwrap();
        assert_eq!((queue.len(), queue.unfinished()), (2, 2));
        let mut puts = [queue.put(2), queue.put(2), queue.put(3)];
        for (task, put) in tasks.iter().zip(&mut puts) {
            assert!(task.poll(put).is_pending());
        }
        assert_eq!(queue.try_get(), Ok(1));
        for (task, put) in tasks.iter().zip(&mut puts) {
            assert_eq!(task.wakes(), 1, "the room that one leaves is for the next");
            assert!(task.poll(put).is_ready());
        }
        assert_eq!((queue.len(), queue.unfinished()), (2, 3));
    }
}

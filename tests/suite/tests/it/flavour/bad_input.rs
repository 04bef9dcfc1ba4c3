//! Bad input, and how a queue answers it.

use std::cell::Cell;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use queue_async::{
    Capacity, Fairness, Fifo, Get, ItemStream, Pushed, Put, Storage, TryGetError, ZeroCapacity,
};

use super::super::Flavour;
use super::WAYS;
use queue_support::Task;

type Queue<S> = queue_async::Queue<S, Flavour>;

#[test]
#[should_panic(expected = "a queue's capacity is at least one")]
fn a_capacity_of_zero_is_refused() {
    let _ = Queue::<Fifo<u8>>::bounded(0);
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

/// A handle that points to one of two queues, as it is told.
#[derive(Clone)]
struct Fickle {
    queues: Rc<[Queue<Fifo<u8>>; 2]>,
    now: Rc<Cell<usize>>,
}

impl Fickle {
    fn new(way: Fairness) -> Self {
        Self { queues: Rc::new([(); 2].map(|()| super::queue(1, way))), now: Rc::default() }
    }

    fn point_to(&self, index: usize) {
        self.now.set(index);
    }
}

impl Deref for Fickle {
    type Target = Queue<Fifo<u8>>;

    fn deref(&self) -> &Self::Target {
        &self.queues[self.now.get()]
    }
}

#[track_caller]
fn is_refused<R>(f: impl FnOnce() -> R) {
    let panic = catch_unwind(AssertUnwindSafe(f)).err().expect("it panics");
    let message = panic.downcast_ref().copied();
    assert_eq!(message, Some("this operation does not wait in this queue"));
}

#[test]
fn a_handle_that_points_to_another_queue_is_refused_and_strands_no_other() {
    for way in WAYS {
        let (handle, tasks) = (Fickle::new(way), [(); 4].map(|()| Task::new()));
        let [first, second] = &*handle.queues;
        let mut get = Get::new(handle.clone());
        let mut stream = ItemStream::new(handle.clone());
        assert!(tasks[0].poll(&mut get).is_pending());
        assert!(tasks[1].poll_next(&mut stream).is_pending());
        let mut behind = first.get();
        assert!(tasks[2].poll(&mut behind).is_pending());

        handle.point_to(1);
        is_refused(|| tasks[0].poll(&mut get));
        is_refused(|| tasks[1].poll_next(&mut stream));
        is_refused(|| stream.cancel());
        assert_eq!((first.waiting_getters(), second.waiting_getters()), (3, 0));
        handle.point_to(0);
        first.try_put(1).unwrap();
        assert_eq!(tasks[0].poll(&mut get), Poll::Ready(Ok(1)), "as if it had not been polled");

        // A future that is dropped there counts as leaked in its own queue.
        let mut lost = Put::new(handle.clone(), 3);
        first.try_put(2).unwrap();
        assert!(tasks[3].poll(&mut lost).is_pending());
        handle.point_to(1);
        is_refused(|| drop(lost));
        assert_eq!(first.try_get(), Ok(2));
        assert_eq!((tasks[3].wakes(), tasks[3].wakers()), (1, 0));
        first.shutdown();
        assert!(tasks[2].poll(&mut behind).is_ready());
        assert_eq!((second.try_put(4), second.try_get()), (Ok(()), Ok(4)));
    }
}

#[test]
fn a_handle_that_points_to_another_queue_acts_on_the_get_whose_place_it_has() {
    for way in WAYS {
        let (handle, tasks) = (Fickle::new(way), [Task::new(), Task::new()]);
        let [_, second] = &*handle.queues;
        let (mut get, mut other) = (Get::new(handle.clone()), second.get());
        assert!(tasks[0].poll(&mut get).is_pending());
        assert!(tasks[1].poll(&mut other).is_pending());
        handle.point_to(1);
        drop(get);
        assert_eq!((second.waiting_getters(), tasks[1].wakers()), (0, 0));
        is_refused(|| tasks[1].poll(&mut other));
        is_refused(|| drop(other));
    }
}

//! Every future, dropped at every moment or forgotten, on fair and on barging queues.

mod forgotten;
mod get;
mod join;
mod put;
mod sink;
mod stream;

use std::rc::Rc;

use queue_async::{Fairness, Fifo};

use super::WAYS;
use queue_support::Task;

type Queue<T> = super::Queue<Fifo<T>>;

fn queue<T>(capacity: usize, way: Fairness) -> Queue<T> {
    super::queue(capacity, way)
}

/// Makes a full queue of capacity one.
fn full<T>(item: T, way: Fairness) -> Queue<T> {
    let queue = queue(1, way);
    assert!(queue.try_put(item).is_ok());
    queue
}

#[test]
fn a_future_dropped_before_its_first_poll_leaves_nothing() {
    for way in WAYS {
        let queue = queue(1, way);
        let item = Rc::new(());
        drop(queue.put(Rc::clone(&item)));
        drop(queue.get());
        drop(queue.join());
        assert_eq!((queue.len(), queue.unfinished(), Rc::strong_count(&item)), (0, 0, 1));
    }
}

#[test]
fn a_future_dropped_after_completion_changes_nothing() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        let (mut put, mut get, mut join) = (queue.put(1), queue.get(), queue.join());
        assert!(task.poll(&mut join).is_ready());
        assert!(task.poll(&mut put).is_ready());
        assert!(task.poll(&mut get).is_ready());
        let (mut notified, mut behind) = (queue.get(), queue.get());
        assert!(task.poll(&mut notified).is_pending());
        assert!(task.poll(&mut behind).is_pending());
        queue.try_put(2).unwrap();
        assert_eq!((task.wakes(), put.cancel()), (1, None));
        drop((put, get, join));
        assert_eq!((queue.len(), queue.unfinished(), task.wakes()), (1, 2, 0));
    }
}

#[test]
fn a_drain_that_is_dropped_leaves_the_rest() {
    for way in WAYS {
        let queue = queue(3, way);
        (1..=3).for_each(|item| queue.try_put(item).unwrap());
        let mut drain = queue.drain();
        assert_eq!(drain.next(), Some(1));
        drop(drain);
        assert_eq!((queue.len(), queue.try_get(), queue.unfinished()), (2, Ok(2), 3));
    }
}

#[test]
fn the_rest_of_an_immediate_shutdown_is_dropped_with_its_iterator() {
    for way in WAYS {
        for forgotten in [false, true] {
            let (queue, item) = (queue(3, way), Rc::new(()));
            (0..3).for_each(|_| queue.try_put(Rc::clone(&item)).unwrap());
            let mut items = queue.shutdown_now();
            assert!(items.next().is_some());
            assert_eq!((queue.len(), queue.unfinished(), Rc::strong_count(&item)), (0, 0, 3));
            if forgotten {
                std::mem::forget(items);
            } else {
                drop(items);
            }
            assert_eq!(Rc::strong_count(&item), if forgotten { 3 } else { 1 });
            assert!(queue.is_empty() && queue.is_shutdown());
        }
    }
}

//! Every future, dropped or forgotten in every state, both ways.

use std::mem;
use std::rc::Rc;
use std::task::Poll;

use queue_async::{Fairness, Fifo};

use super::WAYS;
use crate::task::Task;

type Queue<T> = super::Queue<Fifo<T>>;

fn queue<T>(capacity: usize, way: Fairness) -> Queue<T> {
    super::queue(capacity, way)
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
fn a_waiting_get_that_is_dropped_leaves_its_line() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut first, mut second) = (queue.get(), queue.get());
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        drop(first);
        assert_eq!((queue.waiting_getters(), a.wakers()), (1, 0));
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
        assert_eq!(b.poll(&mut second), Poll::Ready(Ok(1)));
    }
}

#[test]
fn a_released_get_that_is_dropped_passes_its_release_on() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut first, mut second) = (queue.get(), queue.get());
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (1, 0));
        drop(first);
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
        assert_eq!(b.poll(&mut second), Poll::Ready(Ok(1)));
    }
}

#[test]
fn a_released_get_that_was_robbed_and_is_dropped_wakes_nobody() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut first, mut second) = (queue.get(), queue.get());
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!(queue.try_get(), Ok(1));
        drop(first);
        assert_eq!(b.wakes(), 0);
    }
}

#[test]
fn a_waiting_put_that_is_dropped_never_puts() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        let item = Rc::new(());
        queue.try_put(Rc::clone(&item)).unwrap();
        let mut put = queue.put(Rc::clone(&item));
        assert!(task.poll(&mut put).is_pending());
        drop(put);
        assert_eq!((queue.waiting_putters(), task.wakers(), Rc::strong_count(&item)), (0, 0, 2));
        queue.try_get().unwrap();
        assert!(queue.is_empty());
    }
}

#[test]
fn cancel_gives_the_item_back_until_it_has_been_put() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        assert_eq!(queue.put(0).cancel(), Some(0));
        queue.try_put(1).unwrap();

        let mut put = queue.put(2);
        assert!(task.poll(&mut put).is_pending());
        assert_eq!((put.cancel(), put.cancel()), (Some(2), None));
        assert!(task.poll(&mut put).is_pending(), "it is over");

        let mut put = queue.put(3);
        assert!(task.poll(&mut put).is_pending());
        assert_eq!(queue.try_get(), Ok(1));
        assert_eq!(task.wakes(), 1);
        match way {
            Fairness::Fair => assert_eq!((put.cancel(), queue.try_get()), (None, Ok(3))),
            Fairness::Barging => assert_eq!((put.cancel(), queue.len()), (Some(3), 0)),
        }
    }
}

#[test]
fn a_released_put_that_is_dropped_passes_its_release_on() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        queue.try_put(0).unwrap();
        let (mut first, mut second) = (queue.put(1), queue.put(2));
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        assert_eq!(queue.try_get(), Ok(0));
        assert_eq!((a.wakes(), b.wakes()), (1, 0));
        drop(first);
        match way {
            // The first has put; the second's turn comes with the next get.
            Fairness::Fair => assert_eq!((b.wakes(), queue.try_get()), (0, Ok(1))),
            Fairness::Barging => {}
        }
        assert_eq!(b.wakes(), 1);
        assert_eq!(b.poll(&mut second), Poll::Ready(Ok(())));
        assert_eq!(queue.try_get(), Ok(2));
    }
}

#[test]
fn a_released_barging_put_that_was_robbed_and_is_dropped_wakes_nobody() {
    let queue = queue(1, Fairness::Barging);
    let (a, b) = (Task::new(), Task::new());
    queue.try_put(0).unwrap();
    let (mut first, mut second) = (queue.put(1), queue.put(2));
    assert!(a.poll(&mut first).is_pending());
    assert!(b.poll(&mut second).is_pending());
    assert_eq!(queue.try_get(), Ok(0));
    queue.try_put(3).unwrap();
    drop(first);
    assert_eq!(b.wakes(), 0);
}

#[test]
fn a_join_that_is_dropped_leaves_nothing() {
    let queue = Queue::from_iter([1]);
    let (a, b) = (Task::new(), Task::new());
    let (mut waiting, mut released) = (queue.join(), queue.join());
    assert!(a.poll(&mut waiting).is_pending());
    drop(waiting);
    assert_eq!((queue.waiting_joiners(), a.wakers()), (0, 0));
    assert!(b.poll(&mut released).is_pending());
    queue.task_done().unwrap();
    assert_eq!(b.wakes(), 1);
    drop(released);
    assert_eq!((a.wakes(), b.wakers()), (0, 0));
}

#[test]
fn a_waiting_get_that_is_forgotten_costs_one_release_and_one_slot() {
    for way in WAYS {
        let queue = queue(3, way);
        let (lost, task) = (Task::new(), Task::new());
        let (mut forgotten, mut get) = (queue.get(), queue.get());
        assert!(lost.poll(&mut forgotten).is_pending());
        mem::forget(forgotten);
        assert!(task.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((lost.wakes(), task.wakes()), (1, 0), "the release that it costs");
        queue.try_put(2).unwrap();
        assert_eq!(task.wakes(), 1, "no second one");
        assert_eq!(task.poll(&mut get), Poll::Ready(Ok(1)));
        assert_eq!(queue.try_get(), Ok(2));
    }
}

#[test]
fn a_waiting_put_that_is_forgotten_costs_one_release_and_one_slot() {
    for way in WAYS {
        let queue = queue(1, way);
        let (lost, task) = (Task::new(), Task::new());
        queue.try_put(0).unwrap();
        let (mut forgotten, mut put) = (queue.put(1), queue.put(2));
        assert!(lost.poll(&mut forgotten).is_pending());
        mem::forget(forgotten);
        assert!(task.poll(&mut put).is_pending());
        assert_eq!(queue.try_get(), Ok(0));
        assert_eq!((lost.wakes(), task.wakes()), (1, 0), "the release that it costs");
        match way {
            Fairness::Fair => assert_eq!(queue.try_get(), Ok(1), "admitted all the same"),
            Fairness::Barging => {
                queue.try_put(3).unwrap();
                assert_eq!(queue.try_get(), Ok(3));
            }
        }
        assert_eq!(task.wakes(), 1, "no second one");
        assert_eq!(task.poll(&mut put), Poll::Ready(Ok(())));
    }
}

#[test]
fn a_queue_dropped_with_items_and_forgotten_waiters_drops_them_once() {
    for way in WAYS {
        let (task, item) = (Task::new(), Rc::new(()));
        let full = queue(1, way);
        full.try_put(Rc::clone(&item)).unwrap();
        let (mut put, mut join) = (full.put(Rc::clone(&item)), full.join());
        assert!(task.poll(&mut put).is_pending());
        assert!(task.poll(&mut join).is_pending());
        mem::forget((put, join));
        let empty = queue::<()>(1, way);
        let mut get = empty.get();
        assert!(task.poll(&mut get).is_pending());
        mem::forget(get);
        assert_eq!(task.wakers(), 3);
        drop((full, empty));
        assert_eq!(task.wakers(), 0);
        // The barging way the forgotten future held its item.
        assert_eq!(Rc::strong_count(&item), if way == Fairness::Fair { 1 } else { 2 });
    }
}

//! Futures leaked with `mem::forget`.

use std::mem;
use std::rc::Rc;
use std::task::Poll;

use futures::SinkExt;
use queue_async::Fairness;

use super::{WAYS, full, queue};
use queue_support::Task;

#[test]
fn a_waiting_get_that_is_forgotten_costs_one_wake_and_one_slot() {
    for way in WAYS {
        let queue = queue(3, way);
        let (lost, task) = (Task::new(), Task::new());
        let (mut forgotten, mut get) = (queue.get(), queue.get());
        assert!(lost.poll(&mut forgotten).is_pending());
        mem::forget(forgotten);
        assert!(task.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((lost.wakes(), task.wakes()), (1, 0), "the wake that it costs");
        queue.try_put(2).unwrap();
        assert_eq!(task.wakes(), 1, "no second one");
        assert_eq!(task.poll(&mut get), Poll::Ready(Ok(1)));
        assert_eq!(queue.try_get(), Ok(2));
    }
}

#[test]
fn a_waiting_put_that_is_forgotten_costs_one_wake_and_one_slot() {
    for way in WAYS {
        let queue = full(0, way);
        let (lost, task) = (Task::new(), Task::new());
        let (mut forgotten, mut put) = (queue.put(1), queue.put(2));
        assert!(lost.poll(&mut forgotten).is_pending());
        mem::forget(forgotten);
        assert!(task.poll(&mut put).is_pending());
        assert_eq!(queue.try_get(), Ok(0));
        assert_eq!((lost.wakes(), task.wakes()), (1, 0), "the wake that it costs");
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
fn a_notified_get_that_is_forgotten_leaves_the_item_to_any_other_get() {
    for way in WAYS {
        let queue = queue(2, way);
        let (lost, task) = (Task::new(), Task::new());
        let (mut forgotten, mut get) = (queue.get(), queue.get());
        assert!(lost.poll(&mut forgotten).is_pending());
        assert!(task.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        mem::forget(forgotten);
        assert_eq!((task.wakes(), queue.len()), (0, 1), "its wake is lost with it");
        assert_eq!(queue.try_get(), Ok(1));
        queue.try_put(2).unwrap();
        assert_eq!(task.wakes(), 1, "one wake, and no more");
        assert_eq!(task.poll(&mut get), Poll::Ready(Ok(2)));
    }
}

#[test]
fn a_notified_put_that_is_forgotten_has_put_or_leaves_the_room_to_any_other_put() {
    for way in WAYS {
        let queue = full(0, way);
        let (lost, task) = (Task::new(), Task::new());
        let (mut forgotten, mut put) = (queue.put(1), queue.put(2));
        assert!(lost.poll(&mut forgotten).is_pending());
        assert!(task.poll(&mut put).is_pending());
        assert_eq!(queue.try_get(), Ok(0));
        mem::forget(forgotten);
        assert_eq!((lost.wakes(), task.wakes()), (1, 0));
        match way {
            Fairness::Fair => assert_eq!(queue.unfinished(), 2),
            Fairness::Barging => assert_eq!((queue.unfinished(), queue.try_put(1)), (1, Ok(()))),
        }
        assert_eq!((queue.try_get(), task.wakes()), (Ok(1), 1), "one wake, and no more");
        assert_eq!(task.poll(&mut put), Poll::Ready(Ok(())));
    }
}

#[test]
fn a_join_that_is_forgotten_costs_one_slot() {
    for way in WAYS {
        let queue = full(1, way);
        let (lost, task) = (Task::new(), Task::new());
        let (mut forgotten, mut join) = (queue.join(), queue.join());
        assert!(lost.poll(&mut forgotten).is_pending());
        mem::forget(forgotten);
        assert!(task.poll(&mut join).is_pending());
        queue.task_done().unwrap();
        assert_eq!((lost.wakes(), task.wakes()), (1, 1), "all are woken");
        assert!(task.poll(&mut join).is_ready());
    }
}

#[test]
fn a_sink_that_is_forgotten_costs_what_its_put_does() {
    for way in WAYS {
        let queue = full(0, way);
        let lost = Task::new();
        let mut sink = queue.sink();
        assert!(lost.poll(&mut sink.send(1)).is_pending());
        mem::forget(sink);
        assert_eq!((queue.try_get(), lost.wakes()), (Ok(0), 1));
        let kept = if way == Fairness::Fair { vec![1] } else { vec![] };
        assert!(queue.drain().eq(kept));
    }
}

#[test]
fn a_stream_that_is_forgotten_costs_one_slot() {
    for way in WAYS {
        let queue = queue(1, way);
        let (lost, task) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        assert!(lost.poll_next(&mut stream).is_pending());
        mem::forget(stream);
        assert!(task.poll(&mut get).is_pending());
        queue.try_put(2).unwrap();
        assert_eq!((lost.wakes(), task.wakes()), (1, 1), "the item notifies the get too");
        assert_eq!(task.poll(&mut get), Poll::Ready(Ok(2)));
    }
}

#[test]
fn a_queue_dropped_with_items_and_forgotten_waiters_drops_them_once() {
    for way in WAYS {
        let (task, item) = (Task::new(), Rc::new(()));
        let full = full(Rc::clone(&item), way);
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
        // On a barging queue the forgotten future held its item.
        assert_eq!(Rc::strong_count(&item), if way == Fairness::Fair { 1 } else { 2 });
    }
}

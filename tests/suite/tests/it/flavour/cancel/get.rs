use std::task::Poll;

use queue_async::TryGetError;

use super::{WAYS, queue};
use queue_support::Task;

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
fn a_waiting_get_that_is_dropped_leaves_the_others_in_order() {
    for way in WAYS {
        let queue = queue(2, way);
        let tasks = [(); 3].map(|()| Task::new());
        let mut gets = [(); 3].map(|()| queue.get());
        for (task, get) in tasks.iter().zip(&mut gets) {
            assert!(task.poll(get).is_pending());
        }
        let [mut first, middle, mut last] = gets;
        drop(middle);
        queue.try_put(1).unwrap();
        assert_eq!(tasks.each_ref().map(Task::wakes), [1, 0, 0]);
        queue.try_put(2).unwrap();
        assert_eq!(tasks.each_ref().map(Task::wakes), [0, 0, 1]);
        assert_eq!(tasks[0].poll(&mut first), Poll::Ready(Ok(1)));
        assert_eq!(tasks[2].poll(&mut last), Poll::Ready(Ok(2)));
    }
}

#[test]
fn a_notified_get_that_is_dropped_leaves_the_item_in_the_queue() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        let mut get = queue.get();
        assert!(task.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!(task.wakes(), 1);
        drop(get);
        assert_eq!((queue.len(), queue.unfinished(), queue.try_get()), (1, 1, Ok(1)));
    }
}

#[test]
fn a_notified_get_that_is_dropped_notifies_the_next_get() {
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
fn a_notified_get_that_lost_the_race_wakes_no_other_when_dropped() {
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

/// On a fair queue it waits in front of the other get again, on a barging queue behind it.
#[test]
fn a_get_that_lost_the_race_and_waits_again_leaves_its_line_when_dropped() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut lost, mut other) = (queue.get(), queue.get());
        assert!(a.poll(&mut lost).is_pending());
        assert!(b.poll(&mut other).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!(queue.try_get(), Ok(1));
        assert!(a.poll(&mut lost).is_pending());
        assert_eq!((a.wakes(), queue.waiting_getters()), (1, 2));
        drop(lost);
        assert_eq!((queue.waiting_getters(), a.wakers(), b.wakes()), (1, 0, 0));
        queue.try_put(2).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
        assert_eq!(b.poll(&mut other), Poll::Ready(Ok(2)));
    }
}

#[test]
fn a_get_dropped_after_a_shutdown_leaves_the_items() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut first, mut second) = (queue.get(), queue.get());
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        queue.try_put(1).unwrap();
        queue.shutdown();
        assert_eq!((a.wakes(), b.wakes()), (1, 1));
        drop((first, second));
        assert_eq!((a.wakes(), b.wakes(), queue.unfinished()), (0, 0, 1));
        assert_eq!((queue.try_get(), queue.try_get()), (Ok(1), Err(TryGetError::ShutDown)));
    }
}

use std::rc::Rc;
use std::task::Poll;

use queue_async::{Fairness, TryPutError};

use super::{WAYS, full, queue};
use queue_support::Task;

#[test]
fn a_waiting_put_that_is_dropped_never_puts() {
    for way in WAYS {
        let (task, item) = (Task::new(), Rc::new(()));
        let queue = full(Rc::clone(&item), way);
        let mut put = queue.put(Rc::clone(&item));
        assert!(task.poll(&mut put).is_pending());
        drop(put);
        assert_eq!((queue.waiting_putters(), task.wakers(), Rc::strong_count(&item)), (0, 0, 2));
        queue.try_get().unwrap();
        assert_eq!((queue.len(), queue.unfinished()), (0, 1));
    }
}

#[test]
fn a_waiting_put_that_is_dropped_leaves_the_others_in_order() {
    for way in WAYS {
        let queue = full(0, way);
        let tasks = [(); 3].map(|()| Task::new());
        let mut puts = [1, 2, 3].map(|item| queue.put(item));
        for (task, put) in tasks.iter().zip(&mut puts) {
            assert!(task.poll(put).is_pending());
        }
        let [mut first, middle, mut last] = puts;
        drop(middle);
        assert_eq!(queue.try_get(), Ok(0));
        assert_eq!(tasks.each_ref().map(Task::wakes), [1, 0, 0]);
        assert_eq!(tasks[0].poll(&mut first), Poll::Ready(Ok(())));
        assert_eq!(queue.try_get(), Ok(1));
        assert_eq!(tasks.each_ref().map(Task::wakes), [0, 0, 1]);
        assert_eq!(tasks[2].poll(&mut last), Poll::Ready(Ok(())));
        assert_eq!(queue.try_get(), Ok(3));
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
        assert!(task.poll(&mut put).is_pending(), "it has finished");

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
fn a_notified_put_that_is_dropped_keeps_no_wake_from_the_next_put() {
    for way in WAYS {
        let queue = full(0, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut first, mut second) = (queue.put(1), queue.put(2));
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        assert_eq!(queue.try_get(), Ok(0));
        assert_eq!((a.wakes(), b.wakes()), (1, 0));
        drop(first);
        match way {
            // The first has put. The next get admits the second.
            Fairness::Fair => assert_eq!((b.wakes(), queue.try_get()), (0, Ok(1))),
            Fairness::Barging => {}
        }
        assert_eq!(b.wakes(), 1);
        assert_eq!(b.poll(&mut second), Poll::Ready(Ok(())));
        assert_eq!(queue.try_get(), Ok(2));
    }
}

#[test]
fn a_notified_put_that_is_dropped_has_put_on_a_fair_queue_only() {
    for way in WAYS {
        let (task, item) = (Task::new(), Rc::new(()));
        let queue = full(Rc::clone(&item), way);
        let mut put = queue.put(Rc::clone(&item));
        assert!(task.poll(&mut put).is_pending());
        queue.try_get().unwrap();
        assert_eq!(task.wakes(), 1);
        drop(put);
        let put = usize::from(way == Fairness::Fair);
        assert_eq!(
            (queue.len(), queue.unfinished(), Rc::strong_count(&item)),
            (put, 1 + put, 1 + put)
        );
    }
}

#[test]
fn a_notified_barging_put_that_lost_the_race_wakes_no_other_when_dropped() {
    let queue = full(0, Fairness::Barging);
    let (a, b) = (Task::new(), Task::new());
    let (mut first, mut second) = (queue.put(1), queue.put(2));
    assert!(a.poll(&mut first).is_pending());
    assert!(b.poll(&mut second).is_pending());
    assert_eq!(queue.try_get(), Ok(0));
    queue.try_put(3).unwrap();
    drop(first);
    assert_eq!(b.wakes(), 0);
}

#[test]
fn a_barging_put_that_lost_the_race_waits_at_the_back_and_leaves_when_dropped() {
    let queue = full(0, Fairness::Barging);
    let (a, b) = (Task::new(), Task::new());
    let (mut lost, mut other) = (queue.put(1), queue.put(2));
    assert!(a.poll(&mut lost).is_pending());
    assert!(b.poll(&mut other).is_pending());
    assert_eq!((queue.try_get(), queue.try_put(3)), (Ok(0), Ok(())));
    assert!(a.poll(&mut lost).is_pending());
    assert_eq!((a.wakes(), queue.waiting_putters()), (1, 2));
    assert_eq!(queue.try_get(), Ok(3));
    assert_eq!((a.wakes(), b.wakes()), (0, 1), "it lost its place");
    assert_eq!(b.poll(&mut other), Poll::Ready(Ok(())));
    assert_eq!((lost.cancel(), queue.waiting_putters(), a.wakers()), (Some(1), 0, 0));
}

#[test]
fn a_put_dropped_after_a_shutdown_has_not_put() {
    for way in WAYS {
        let queue = full(0, way);
        let task = Task::new();
        let mut puts = [1, 2].map(|item| queue.put(item));
        for put in &mut puts {
            assert!(task.poll(put).is_pending());
        }
        queue.shutdown();
        assert_eq!(task.wakes(), 2);
        let [dropped, mut cancelled] = puts;
        drop(dropped);
        assert_eq!((cancelled.cancel(), task.wakes()), (Some(2), 0));
        assert_eq!((queue.len(), queue.unfinished()), (1, 1));
        assert_eq!(queue.try_put(3), Err(TryPutError::ShutDown(3)));
    }
}

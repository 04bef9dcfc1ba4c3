use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use futures::FutureExt;
use futures::future::FusedFuture;
use queue_async::{Fairness, GetMany, GetManyInto, ShutDown, TryGetError};

use super::{WAYS, at_rest, bomb, full, queue};
use queue_support::{Task, poll_with};

#[test]
fn a_get_of_several_takes_what_is_there() {
    for way in WAYS {
        let queue = Rc::new(full(1..=6, way));
        assert_eq!(queue.get_many(2).now_or_never(), Some(Ok(vec![1, 2])));
        assert_eq!(queue.try_get_many(2), Ok(vec![3, 4]));
        let get = GetMany::new(Rc::clone(&queue), usize::MAX);
        assert_eq!(get.now_or_never(), Some(Ok(vec![5, 6])));
        assert_eq!(queue.try_get_many(1), Err(TryGetError::Empty));
        assert_eq!((queue.len(), queue.unfinished()), (0, 6));
    }
}

#[test]
fn a_get_of_several_takes_the_items_of_waiting_puts_on_a_fair_queue() {
    for way in WAYS {
        let (queue, task) = (full([0], way), Task::new());
        let mut puts = [1, 2, 3].map(|item| queue.put(item));
        puts.iter_mut().for_each(|put| assert!(task.poll(put).is_pending()));
        let got = queue.get_many(3).now_or_never().unwrap().unwrap();
        match way {
            Fairness::Fair => assert_eq!((got, task.wakes()), (vec![0, 1, 2], 3)),
            Fairness::Barging => assert_eq!((got, task.wakes()), (vec![0], 1)),
        }
    }
}

#[test]
fn a_get_of_several_waits_for_the_first() {
    for way in WAYS {
        let (queue, task) = (queue(4, way), Task::new());
        let mut get = queue.get_many(3);
        assert!(task.poll(&mut get).is_pending());
        assert_eq!((task.wakers(), queue.waiting_getters()), (1, 1));
        queue.try_put_many([1, 2]).unwrap();
        assert_eq!((task.wakes(), task.wakers()), (1, 0));
        assert_eq!(queue.try_get_many(2), Ok(vec![1, 2]));
        assert!(task.poll(&mut get).is_pending(), "it lost the race");
        assert!(!get.is_terminated());
        queue.try_put(3).unwrap();
        assert_eq!(task.wakes(), 1);
        assert_eq!(task.poll(&mut get), Poll::Ready(Ok(vec![3])));
        assert!(task.poll(&mut get).is_pending() && get.is_terminated());
        at_rest(&queue);
    }
}

#[test]
fn a_get_of_several_that_is_dropped_loses_nothing() {
    for way in WAYS {
        let (queue, task, behind) = (queue(4, way), Task::new(), Task::new());
        drop(queue.get_many(2));
        let (mut waits, mut get) = (queue.get_many(2), queue.get());
        assert!(task.poll(&mut waits).is_pending());
        assert!(behind.poll(&mut get).is_pending());
        drop(waits);
        assert_eq!((task.wakers(), queue.waiting_getters()), (0, 1));
        queue.try_put(1).unwrap();
        assert_eq!((behind.wakes(), behind.poll(&mut get)), (1, Poll::Ready(Ok(1))));

        let (mut notified, mut get) = (queue.get_many(2), queue.get());
        assert!(task.poll(&mut notified).is_pending());
        assert!(behind.poll(&mut get).is_pending());
        queue.try_put(2).unwrap();
        assert_eq!((task.wakes(), behind.wakes()), (1, 0));
        drop(notified);
        assert_eq!((behind.wakes(), behind.poll(&mut get)), (1, Poll::Ready(Ok(2))));

        let mut returned = queue.get_many(0);
        assert!(task.poll(&mut returned).is_ready());
        drop(returned);
        at_rest(&queue);
    }
}

#[test]
fn a_get_of_several_that_is_forgotten_costs_one_wake() {
    for way in WAYS {
        let (queue, lost, task) = (queue(4, way), Task::new(), Task::new());
        let (mut forgotten, mut get) = (queue.get_many(2), queue.get_many(2));
        assert!(lost.poll(&mut forgotten).is_pending());
        mem::forget(forgotten);
        assert!(task.poll(&mut get).is_pending());
        queue.try_put_many([1, 2]).unwrap();
        assert_eq!((lost.wakes(), task.wakes()), (1, 1));
        assert_eq!(task.poll(&mut get), Poll::Ready(Ok(vec![1, 2])));
    }
}

#[test]
fn a_shutdown_lets_a_get_of_several_take_what_is_left() {
    for way in WAYS {
        for now in [false, true] {
            let (queue, task) = (queue(4, way), Task::new());
            let (mut notified, mut waits) = (queue.get_many(2), queue.get_many(2));
            assert!(task.poll(&mut notified).is_pending());
            assert!(task.poll(&mut waits).is_pending());
            queue.try_put(1).unwrap();
            if now {
                drop(queue.shutdown_now());
            } else {
                queue.shutdown();
            }
            assert_eq!((task.wakes(), task.wakers()), (2, 0));
            let got = if now { Err(ShutDown) } else { Ok(vec![1]) };
            assert_eq!(task.poll(&mut notified), Poll::Ready(got));
            assert_eq!(task.poll(&mut waits), Poll::Ready(Err(ShutDown)));
            assert_eq!(queue.try_get_many(2), Err(TryGetError::ShutDown));
            assert_eq!(queue.get_many(2).now_or_never(), Some(Err(ShutDown)));
        }
    }
}

#[test]
fn a_get_of_no_item_is_ready_at_once() {
    for way in WAYS {
        let queue = full([1], way);
        for _ in 0..2 {
            assert_eq!(queue.get_many(0).now_or_never(), Some(Ok(vec![])));
            assert_eq!(queue.get_at_least(1, 0).now_or_never(), Some(Ok(vec![])));
            assert_eq!(queue.try_get_many(0), Ok(vec![]));
            drop(queue.shutdown_now());
        }
    }
}

#[test]
fn items_got_by_a_get_of_several_whose_wake_panics_are_lost() {
    let (queue, item) = (full([Rc::new(0)], Fairness::Fair), Rc::new(1));
    let mut put = queue.put(Rc::clone(&item));
    assert!(poll_with(&bomb(), &mut put).is_pending());
    let mut get = queue.get_many(2);
    assert!(catch_unwind(AssertUnwindSafe(|| Task::new().poll(&mut get).is_ready())).is_err());
    assert!(get.is_terminated());
    assert_eq!((queue.len(), queue.unfinished(), Rc::strong_count(&item)), (0, 2, 1));
}

#[test]
fn a_get_into_a_vector_appends_and_counts() {
    for way in WAYS {
        let (queue, task, mut items) = (Rc::new(full(1..=5, way)), Task::new(), vec![0]);
        assert_eq!(queue.get_many_into(&mut items, 2).now_or_never(), Some(Ok(2)));
        assert_eq!(queue.try_get_many_into(&mut items, 1), Ok(1));
        let get = GetManyInto::new(Rc::clone(&queue), &mut items, usize::MAX);
        assert_eq!(get.now_or_never(), Some(Ok(2)));
        assert_eq!(items, [0, 1, 2, 3, 4, 5]);
        assert_eq!(queue.try_get_many_into(&mut items, 1), Err(TryGetError::Empty));
        assert_eq!(queue.try_get_many_into(&mut items, 0), Ok(0));
        let mut get = queue.get_many_into(&mut items, 2);
        assert!(task.poll(&mut get).is_pending() && !get.is_terminated());
        queue.try_put(6).unwrap();
        assert_eq!((task.wakes(), task.poll(&mut get)), (1, Poll::Ready(Ok(1))));
        assert!(task.poll(&mut get).is_pending() && get.is_terminated());
        drop(get);
        queue.shutdown();
        assert_eq!(queue.get_many_into(&mut items, 2).now_or_never(), Some(Err(ShutDown)));
        assert_eq!(queue.try_get_many_into(&mut items, 2), Err(TryGetError::ShutDown));
        assert_eq!(items, [0, 1, 2, 3, 4, 5, 6]);
    }
}

#[test]
fn a_get_into_a_vector_that_is_dropped_loses_nothing() {
    for way in WAYS {
        let (queue, task, behind) = (queue(4, way), Task::new(), Task::new());
        let mut items = vec![];
        let (mut notified, mut get) = (queue.get_many_into(&mut items, 2), queue.get());
        assert!(task.poll(&mut notified).is_pending());
        assert!(behind.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        drop(notified);
        assert_eq!((task.wakers(), behind.wakes(), items), (0, 1, vec![]));
        assert_eq!(behind.poll(&mut get), Poll::Ready(Ok(1)));
        at_rest(&queue);
    }
}

#[test]
fn items_got_into_a_vector_are_there_although_a_wake_panics() {
    let (queue, mut items) = (full([0], Fairness::Fair), vec![]);
    let mut put = queue.put(1);
    assert!(poll_with(&bomb(), &mut put).is_pending());
    let mut get = queue.get_many_into(&mut items, 2);
    assert!(catch_unwind(AssertUnwindSafe(|| Task::new().poll(&mut get).is_ready())).is_err());
    assert!(get.is_terminated());
    drop(get);
    assert_eq!((items, queue.len(), queue.unfinished()), (vec![0, 1], 0, 2));
}

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use futures::FutureExt;
use futures::future::FusedFuture;
use queue_async::{Fairness, PutError, PutMany, TryPutError};

use super::{WAYS, at_rest, bomb, full, queue};
use queue_support::{Task, poll_with};

#[test]
fn a_batch_for_which_there_is_room_is_put_at_once() {
    for way in WAYS {
        let queue = Rc::new(queue(9, way));
        assert_eq!(queue.put_many([1, 2]).now_or_never(), Some(Ok(())));
        assert_eq!(queue.put_all([3, 4]).now_or_never(), Some(Ok(())));
        assert_eq!((queue.try_put_many([5]), queue.try_put_all([6])), (Ok(()), Ok(())));
        assert_eq!(PutMany::new(Rc::clone(&queue), [7]).now_or_never(), Some(Ok(())));
        assert_eq!(PutMany::all(Rc::clone(&queue), [8]).now_or_never(), Some(Ok(())));
        assert_eq!(queue.unfinished(), 8);
        assert!(queue.drain().eq(1..=8));
        at_rest(&queue);
    }
}

#[test]
fn a_batch_of_nothing_is_put_at_once_whatever_the_queue() {
    for way in WAYS {
        let queue = full([0], way);
        for _ in 0..2 {
            assert_eq!(queue.put_many([]).now_or_never(), Some(Ok(())));
            assert_eq!(queue.put_all([]).now_or_never(), Some(Ok(())));
            assert_eq!((queue.try_put_many([]), queue.try_put_all([])), (Ok(()), Ok(())));
            queue.shutdown();
        }
    }
}

#[test]
fn a_batch_is_put_as_room_comes() {
    for way in WAYS {
        let (queue, task) = (full([0, 1], way), Task::new());
        let mut put = queue.put_many([2, 3, 4]);
        assert!(task.poll(&mut put).is_pending());
        assert_eq!((task.wakers(), queue.waiting_putters()), (1, 1));
        let mut wakes = 0;
        for item in 0..=4 {
            assert_eq!(queue.try_get(), Ok(item));
            let woken = task.wakes();
            wakes += woken;
            if woken > 0 {
                assert_eq!(task.poll(&mut put).is_ready(), item == 2);
            }
        }
        // On a fair queue once, at the end.
        assert_eq!((wakes, task.wakers()), (if way == Fairness::Fair { 1 } else { 3 }, 0));
        assert_eq!(queue.unfinished(), 5);
        at_rest(&queue);
    }
}

#[test]
fn on_a_fair_queue_no_put_comes_between_the_items_of_a_batch() {
    let (queue, task) = (full([0], Fairness::Fair), Task::new());
    let (mut batch, mut put) = (queue.put_many([1, 2]), queue.put(3));
    assert!(task.poll(&mut batch).is_pending());
    assert!(task.poll(&mut put).is_pending());
    assert_eq!((queue.try_get(), task.wakes()), (Ok(0), 0));
    assert_eq!(queue.try_put(4), Err(TryPutError::Full(4)));
    assert!(queue.drain().eq([1, 2, 3]));
    assert_eq!(task.wakes(), 2);
    assert!(task.poll(&mut batch).is_ready() && task.poll(&mut put).is_ready());
}

#[test]
fn a_batch_at_once_is_in_as_a_whole_or_not_at_all() {
    for way in WAYS {
        let (queue, task) = (full([0, 1], way), Task::new());
        assert_eq!(queue.try_put_all([2, 3]), Err(TryPutError::Full([2, 3].into())));
        let refused = TryPutError::Refused([2, 3, 4].into());
        assert_eq!(queue.try_put_all([2, 3, 4]), Err(refused));
        let refused = PutError::Refused([2, 3, 4].into());
        assert_eq!(queue.put_all([2, 3, 4]).now_or_never(), Some(Err(refused)));
        let mut put = queue.put_all([2, 3]);
        assert!(task.poll(&mut put).is_pending());
        assert_eq!((queue.try_get(), queue.len()), (Ok(0), 1));
        assert!(task.poll(&mut put).is_pending());
        assert_eq!((queue.try_get(), task.wakes() > 0), (Ok(1), true));
        assert_eq!((task.poll(&mut put), queue.len()), (Poll::Ready(Ok(())), 2));
        assert!(queue.drain().eq([2, 3]));
        at_rest(&queue);
    }
}

/// What is in, and what comes back, is the whole batch in order.
#[test]
fn a_batch_that_is_cancelled_says_what_is_not_in() {
    for way in WAYS {
        for gets in 0..=4 {
            let (queue, task) = (full([0, 0], way), Task::new());
            assert_eq!(queue.put_many([1, 2, 3]).cancel(), [1, 2, 3]);
            let mut put = queue.put_many([1, 2, 3]);
            assert!(task.poll(&mut put).is_pending() && !put.is_terminated());
            let mut all: Vec<_> = queue.drain().take(gets).collect();
            let in_before = if way == Fairness::Fair { gets.min(3) } else { 0 };
            let rest = put.cancel();
            assert_eq!(rest.len(), 3 - in_before);
            assert!(put.cancel().is_empty());
            assert!(task.poll(&mut put).is_pending() && put.is_terminated());
            assert_eq!((task.wakers(), queue.unfinished()), (0, 2 + in_before));
            all.extend(queue.drain());
            all.extend(rest);
            assert_eq!(all, [0, 0, 1, 2, 3]);
            at_rest(&queue);
        }
    }
}

#[test]
fn a_batch_at_once_that_is_cancelled_is_in_as_a_whole_or_not_at_all() {
    for way in WAYS {
        for gets in 0..=2 {
            let (queue, task) = (full([0, 0], way), Task::new());
            let mut put = queue.put_all([1, 2]);
            assert!(task.poll(&mut put).is_pending());
            (0..gets).for_each(|_| assert_eq!(queue.try_get(), Ok(0)));
            let is_in = gets == 2 && way == Fairness::Fair;
            assert_eq!(put.cancel().len(), if is_in { 0 } else { 2 });
            assert_eq!((task.wakers(), queue.len()), (0, if is_in { 2 } else { 2 - gets }));
            at_rest(&queue);
        }
    }
}

#[test]
fn a_batch_that_is_dropped_gives_its_room_to_the_put_behind_it() {
    for way in WAYS {
        for all in [false, true] {
            let (queue, item) = (full([Rc::new(0), Rc::new(1)], way), Rc::new(2));
            let (task, behind) = (Task::new(), Task::new());
            let items = [Rc::clone(&item), Rc::clone(&item)];
            let mut batch = if all { queue.put_all(items) } else { queue.put_many(items) };
            let mut put = queue.put(Rc::new(3));
            assert!(task.poll(&mut batch).is_pending());
            assert!(behind.poll(&mut put).is_pending());
            drop(queue.try_get());
            drop(batch);
            // One of many has been admitted by then, on a fair queue.
            let put_one = usize::from(way == Fairness::Fair && !all);
            assert_eq!((Rc::strong_count(&item), task.wakers()), (1 + put_one, 0));
            drop(queue.try_get());
            assert_eq!(behind.wakes(), 1);
            assert_eq!(behind.poll(&mut put), Poll::Ready(Ok(())));
            assert_eq!(queue.len(), 1 + put_one);
        }
    }
}

#[test]
fn a_shutdown_gives_the_rest_of_a_batch_back() {
    for way in WAYS {
        for now in [false, true] {
            let (queue, task) = (full([0, 1], way), Task::new());
            let mut put = queue.put_many([2, 3, 4]);
            assert!(task.poll(&mut put).is_pending());
            assert_eq!(queue.try_get(), Ok(0));
            assert_eq!(task.poll(&mut put), Poll::Pending);
            task.wakes();
            let left = if now { queue.shutdown_now().collect() } else { vec![] };
            queue.shutdown();
            assert_eq!((task.wakes(), task.wakers()), (1, 0));
            let error = PutError::ShutDown([3, 4].into());
            assert_eq!(task.poll(&mut put), Poll::Ready(Err(error)));
            assert_eq!(left.into_iter().chain(queue.drain()).collect::<Vec<_>>(), [1, 2]);
            let error = PutError::ShutDown([5].into());
            assert_eq!(queue.put_many([5]).now_or_never(), Some(Err(error)));
            assert_eq!(queue.try_put_all([5]), Err(TryPutError::ShutDown([5].into())));
            at_rest(&queue);
        }
    }
}

#[test]
fn a_batch_that_is_all_in_before_a_shutdown_has_put() {
    let (queue, task) = (full([0], Fairness::Fair), Task::new());
    let mut put = queue.put_many([1]);
    assert!(task.poll(&mut put).is_pending());
    assert_eq!(queue.try_get(), Ok(0));
    queue.shutdown();
    assert_eq!((task.poll(&mut put), queue.try_get()), (Poll::Ready(Ok(())), Ok(1)));
}

/// The items are collected before the queue is held.
#[test]
fn the_items_of_a_batch_may_come_from_the_queue_itself() {
    let queue = full([1, 2], Fairness::Fair);
    assert_eq!(queue.try_put_many(queue.drain().map(|item| item * 10)), Ok(()));
    assert_eq!(queue.put_all(queue.drain().map(|item| item + 1)).now_or_never(), Some(Ok(())));
    assert!(queue.drain().eq([11, 21]));
}

#[test]
fn a_batch_that_is_forgotten_puts_in_its_turn_on_a_fair_queue_only() {
    for way in WAYS {
        let (queue, task) = (full([0], way), Task::new());
        let mut put = queue.put_many([1, 2]);
        assert!(task.poll(&mut put).is_pending());
        mem::forget(put);
        let put: Vec<_> = queue.drain().collect();
        assert_eq!(put.len(), if way == Fairness::Fair { 3 } else { 1 });
    }
}

#[test]
fn a_batch_whose_wake_panics_has_put() {
    for way in WAYS {
        let queue = queue(3, way);
        let mut get = queue.get();
        assert!(poll_with(&bomb(), &mut get).is_pending());
        let mut put = queue.put_many([1, 2]);
        assert!(catch_unwind(AssertUnwindSafe(|| Task::new().poll(&mut put).is_ready())).is_err());
        assert!(put.is_terminated() && put.cancel().is_empty());
        assert_eq!((get.now_or_never(), queue.try_get()), (Some(Ok(1)), Ok(2)));
    }
}

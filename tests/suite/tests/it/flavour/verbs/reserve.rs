use std::task::Poll;

use futures::FutureExt;
use futures::future::FusedFuture;
use queue_async::{Fairness, PutError, TryPutError};

use super::{WAYS, at_rest, full, queue};
use queue_support::Task;

#[test]
fn a_reserve_beside_room_is_ready_at_once() {
    for way in WAYS {
        let queue = queue(2, way);
        let permits = [queue.reserve(), queue.reserve()].map(|r| r.now_or_never().unwrap());
        assert_eq!((queue.reserved(), queue.len(), queue.is_full()), (2, 0, true));
        assert_eq!(queue.try_put(0), Err(TryPutError::Full(0)));
        let put = permits.into_iter().zip([1, 2]).map(|(permit, item)| permit.unwrap().put(item));
        assert!(put.eq([Ok(()), Ok(())]));
        assert_eq!(queue.unfinished(), 2);
        assert!(queue.drain().eq([1, 2]));
        at_rest(&queue);
    }
}

#[test]
fn a_reserve_that_waits_is_notified_of_room() {
    for way in WAYS {
        let (queue, task) = (full([0], way), Task::new());
        let mut reserve = queue.reserve();
        assert!(task.poll(&mut reserve).is_pending());
        assert_eq!((task.wakers(), queue.waiting_putters()), (1, 1));
        assert_eq!((queue.try_get(), task.wakes(), task.wakers()), (Ok(0), 1, 0));
        // On a fair queue the room is its own from then on.
        let is_fair = way == Fairness::Fair;
        assert_eq!(queue.try_put(1).is_err(), is_fair);
        let polled = task.poll(&mut reserve);
        assert_eq!(polled.is_ready(), is_fair, "it lost the race");
        if let Poll::Ready(permit) = polled {
            assert_eq!(permit.unwrap().put(2), Ok(()));
        } else {
            assert_eq!((queue.try_get(), task.wakes()), (Ok(1), 1));
            let permit = reserve.now_or_never().unwrap();
            assert_eq!(permit.unwrap().put(2), Ok(()));
        }
        assert_eq!(queue.try_get(), Ok(2));
        at_rest(&queue);
    }
}

#[test]
fn reserves_and_puts_are_served_in_one_line() {
    let (queue, task) = (full([0], Fairness::Fair), Task::new());
    let (mut first, mut reserve, mut last) = (queue.put(1), queue.reserve(), queue.put(3));
    assert!(task.poll(&mut first).is_pending());
    assert!(task.poll(&mut reserve).is_pending());
    assert!(task.poll(&mut last).is_pending());
    assert_eq!(queue.try_get(), Ok(0));
    assert_eq!(queue.try_get(), Ok(1));
    assert_eq!((task.wakes(), queue.len()), (2, 0), "the room belongs to the reserve");
    let Poll::Ready(Ok(permit)) = task.poll(&mut reserve) else { panic!("it has room") };
    assert_eq!((permit.put(2), queue.try_get()), (Ok(()), Ok(2)));
    assert_eq!(queue.try_get(), Ok(3));
}

#[test]
fn a_reserve_that_is_dropped_gives_its_room_to_the_put_behind_it() {
    for way in WAYS {
        // Before its first poll it has nothing.
        let queue = full([0], way);
        drop(queue.reserve());
        at_rest(&queue);

        // While it waits.
        let (task, behind) = (Task::new(), Task::new());
        let (mut reserve, mut put) = (queue.reserve(), queue.put(1));
        assert!(task.poll(&mut reserve).is_pending());
        assert!(behind.poll(&mut put).is_pending());
        drop(reserve);
        assert_eq!((task.wakers(), queue.waiting_putters()), (0, 1));
        assert_eq!((queue.try_get(), behind.wakes()), (Ok(0), 1));
        assert_eq!(behind.poll(&mut put), Poll::Ready(Ok(())));

        // Once it has been notified.
        let (mut reserve, mut put) = (queue.reserve(), queue.put(2));
        assert!(task.poll(&mut reserve).is_pending());
        assert!(behind.poll(&mut put).is_pending());
        assert_eq!((queue.try_get(), task.wakes(), behind.wakes()), (Ok(1), 1, 0));
        drop(reserve);
        assert_eq!((behind.wakes(), queue.reserved()), (1, 0));
        assert_eq!(behind.poll(&mut put), Poll::Ready(Ok(())));
        assert_eq!(queue.try_get(), Ok(2));

        // After it has returned, the room is the permit's.
        let mut reserve = queue.reserve();
        let permit = task.poll(&mut reserve);
        drop(reserve);
        assert_eq!(queue.reserved(), 1);
        drop(permit);
        at_rest(&queue);
    }
}

#[test]
fn a_reserve_polled_after_completion_is_pending() {
    for way in WAYS {
        let (queue, task) = (queue::<u8>(3, way), Task::new());
        let (mut reserve, mut many) = (queue.reserve(), queue.reserve_many(2));
        assert!(!reserve.is_terminated() && !many.is_terminated());
        let permits = (task.poll(&mut reserve), task.poll(&mut many));
        assert!(permits.0.is_ready() && permits.1.is_ready());
        assert!(reserve.is_terminated() && many.is_terminated());
        assert!(task.poll(&mut reserve).is_pending() && task.poll(&mut many).is_pending());
        assert_eq!((task.wakers(), queue.reserved()), (0, 3));
    }
}

#[test]
fn a_shutdown_fails_the_reserves_that_have_no_room() {
    for way in WAYS {
        for now in [false, true] {
            let (queue, task) = (full([0], way), Task::new());
            let (mut notified, mut waits) = (queue.reserve(), queue.reserve());
            assert!(task.poll(&mut notified).is_pending());
            assert!(task.poll(&mut waits).is_pending());
            assert_eq!((queue.try_get(), task.wakes()), (Ok(0), 1));
            if now {
                drop(queue.shutdown_now());
            } else {
                queue.shutdown();
            }
            assert_eq!((task.wakes(), task.wakers()), (1, 0));
            let failed = Poll::Ready(Err(PutError::ShutDown(())));
            assert_eq!(task.poll(&mut waits).map_ok(drop), failed);
            // On a fair queue the other has had its room since the get.
            match (task.poll(&mut notified), way, now) {
                (Poll::Ready(Ok(permit)), Fairness::Fair, false) => {
                    assert_eq!((permit.put(1), queue.try_get()), (Ok(()), Ok(1)));
                }
                (Poll::Ready(Ok(permit)), Fairness::Fair, true) => {
                    assert_eq!(permit.put(1), Err(PutError::ShutDown(1)));
                }
                (polled, ..) => assert_eq!(polled.map_ok(drop), failed),
            }
            let error = queue.reserve().now_or_never().unwrap().map(drop);
            assert_eq!(error, Err(PutError::ShutDown(())));
            at_rest(&queue);
        }
    }
}

#[test]
fn room_for_several_is_reserved_all_at_once() {
    for way in WAYS {
        let (queue, task) = (full([0, 1, 2], way), Task::new());
        let mut many = queue.reserve_many(2);
        assert!(task.poll(&mut many).is_pending());
        assert_eq!(queue.try_get(), Ok(0));
        if way == Fairness::Barging {
            assert!(task.poll(&mut many).is_pending(), "there is room for one");
        }
        assert_eq!((queue.reserved(), queue.try_get()), (0, Ok(1)));
        let Poll::Ready(Ok(permits)) = task.poll(&mut many) else { panic!("there is room") };
        assert_eq!((permits.len(), queue.reserved(), queue.is_full()), (2, 2, true));
        permits.zip([3, 4]).for_each(|(permit, item)| permit.put(item).unwrap());
        assert!(queue.drain().eq([2, 3, 4]));
        at_rest(&queue);
    }
}

#[test]
fn room_for_more_than_the_capacity_is_refused_and_for_none_is_there() {
    for way in WAYS {
        let queue = full([0, 1], way);
        let refused = queue.reserve_many(3).now_or_never().unwrap().map(drop);
        assert_eq!(refused, Err(PutError::Refused(())));
        assert_eq!(queue.try_reserve_many(3).map(drop), Err(TryPutError::Refused(())));
        assert_eq!(queue.try_reserve_many(2).map(drop), Err(TryPutError::Full(())));
        let mut none = queue.reserve_many(0).now_or_never().unwrap().unwrap();
        assert_eq!((none.len(), none.next().is_none()), (0, true));
        assert_eq!(queue.try_reserve_many(0).map(|none| none.len()), Ok(0));
        at_rest(&queue);
    }
}

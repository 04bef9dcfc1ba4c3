use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

use futures::executor::LocalPool;
use futures::future::FusedFuture;
use futures::task::LocalSpawnExt;
use queue_async::{Fairness, TryPutError};

use super::{WAYS, queue};
use queue_support::Task;

#[test]
fn five_waiting_puts_are_served_first_in_first_out() {
    for way in WAYS {
        let queue = queue(1, way);
        queue.try_put(0).unwrap();
        let tasks: Vec<_> = (0..5).map(|_| Task::new()).collect();
        let mut puts: Vec<_> = (1..=5).map(|item| queue.put(item)).collect();
        for (task, put) in tasks.iter().zip(&mut puts) {
            assert!(task.poll(put).is_pending());
        }
        for item in 0..=5 {
            assert_eq!(queue.try_get(), Ok(item));
            let woken: Vec<_> = tasks.iter().map(Task::wakes).collect();
            let expected: Vec<_> = (0..5).map(|task| usize::from(task == item)).collect();
            assert_eq!(woken, expected, "one event wakes one, the oldest");
            if item < 5 {
                assert_eq!(tasks[item].poll(&mut puts[item]), Poll::Ready(Ok(())));
            }
        }
    }
}

#[test]
fn waiting_gets_are_notified_first_in_first_out() {
    for way in WAYS {
        let queue = queue(8, way);
        let tasks: Vec<_> = (0..8).map(|_| Task::new()).collect();
        let mut gets: Vec<_> = (0..8).map(|_| queue.get()).collect();
        for (task, get) in tasks.iter().zip(&mut gets) {
            assert!(task.poll(get).is_pending());
        }
        for item in 0..8 {
            queue.try_put(item).unwrap();
            let woken: Vec<_> = tasks.iter().map(Task::wakes).collect();
            assert_eq!(woken.iter().position(|&wakes| wakes == 1), Some(item));
            assert_eq!(woken.iter().sum::<usize>(), 1, "one event wakes one");
        }
        for (item, (task, get)) in tasks.iter().zip(&mut gets).enumerate() {
            assert_eq!(task.poll(get), Poll::Ready(Ok(item)));
        }
    }
}

#[test]
fn a_newcomer_overtakes_a_waiting_put_on_a_barging_queue_only() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        queue.try_put(0).unwrap();
        let mut put = queue.put(1);
        assert!(task.poll(&mut put).is_pending());
        assert_eq!(queue.try_get(), Ok(0));
        let newcomer = queue.try_put(2);
        match way {
            Fairness::Fair => assert_eq!(newcomer, Err(TryPutError::Full(2))),
            Fairness::Barging => assert_eq!(newcomer, Ok(())),
        }
    }
}

#[test]
fn a_get_that_lost_the_race_keeps_its_place_on_a_fair_queue_only() {
    for way in WAYS {
        let queue = queue(8, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut first, mut second) = (queue.get(), queue.get());
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!(queue.try_get(), Ok(1), "a newcomer takes it");
        assert_eq!(a.wakes(), 1);
        assert!(a.poll(&mut first).is_pending());
        queue.try_put(2).unwrap();
        match way {
            Fairness::Fair => assert_eq!((a.wakes(), b.wakes()), (1, 0)),
            Fairness::Barging => assert_eq!((a.wakes(), b.wakes()), (0, 1)),
        }
    }
}

#[test]
fn a_waiting_get_polled_beside_an_item_takes_it_though_another_was_notified() {
    for way in WAYS {
        let queue = queue(2, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut first, mut second) = (queue.get(), queue.get());
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (1, 0));
        assert_eq!((b.poll(&mut second), b.wakers()), (Poll::Ready(Ok(1)), 0));
        assert!(a.poll(&mut first).is_pending());
        queue.try_put(2).unwrap();
        assert_eq!((a.wakes(), a.poll(&mut first)), (1, Poll::Ready(Ok(2))));
    }
}

#[test]
fn a_waiting_barging_put_polled_beside_room_puts_though_another_was_notified() {
    let queue = queue(1, Fairness::Barging);
    let (a, b) = (Task::new(), Task::new());
    queue.try_put(0).unwrap();
    let (mut first, mut second) = (queue.put(1), queue.put(2));
    assert!(a.poll(&mut first).is_pending());
    assert!(b.poll(&mut second).is_pending());
    assert_eq!((queue.try_get(), a.wakes(), b.wakes()), (Ok(0), 1, 0));
    assert_eq!((b.poll(&mut second), b.wakers()), (Poll::Ready(Ok(())), 0));
    assert!(a.poll(&mut first).is_pending());
    assert_eq!((queue.try_get(), a.wakes()), (Ok(2), 1));
    assert_eq!((a.poll(&mut first), queue.try_get()), (Poll::Ready(Ok(())), Ok(1)));
}

#[test]
fn a_notified_get_that_is_never_polled_holds_no_item() {
    for way in WAYS {
        let queue = queue(1, way);
        let sleeper = Task::new();
        let mut get = queue.get();
        assert!(sleeper.poll(&mut get).is_pending());
        for item in 0..3 {
            queue.try_put(item).unwrap();
            assert_eq!(queue.try_get(), Ok(item), "it is free to take");
        }
        queue.try_put(3).unwrap();
        let newcomer = Task::new();
        assert_eq!(newcomer.poll(&mut queue.get()), Poll::Ready(Ok(3)));
        assert_eq!(sleeper.wakes(), 1);
    }
}

#[test]
fn a_notified_put_that_is_never_polled_does_not_stop_the_others() {
    for way in WAYS {
        let queue = queue(1, way);
        queue.try_put(0).unwrap();
        let (sleeper, task) = (Task::new(), Task::new());
        let (mut asleep, mut put) = (queue.put(1), queue.put(2));
        assert!(sleeper.poll(&mut asleep).is_pending());
        assert!(task.poll(&mut put).is_pending());
        assert_eq!(queue.try_get(), Ok(0));
        assert_eq!((sleeper.wakes(), task.wakes()), (1, 0), "and is not polled");
        match way {
            Fairness::Fair => assert_eq!(queue.try_get(), Ok(1)),
            Fairness::Barging => {
                queue.try_put(3).unwrap();
                assert_eq!(queue.try_get(), Ok(3));
            }
        }
        assert_eq!(task.wakes(), 1);
        assert_eq!(task.poll(&mut put), Poll::Ready(Ok(())));
        assert_eq!((queue.try_get(), queue.try_put(4)), (Ok(2), Ok(())));
    }
}

/// Its wake is spent when a newcomer takes the item. Later gets lose no wake to it.
#[test]
fn a_get_that_lost_the_race_and_is_never_polled_costs_no_further_wake() {
    for way in WAYS {
        let (queue, got) = (Rc::new(queue(1, way)), Rc::new(Cell::new(0)));
        let sleeper = Task::new();
        let mut lost = queue.get();
        assert!(sleeper.poll(&mut lost).is_pending());
        queue.try_put(0).unwrap();
        assert_eq!(queue.try_get(), Ok(0));
        let mut pool = LocalPool::new();
        for _ in 0..4 {
            let (queue, got) = (Rc::clone(&queue), Rc::clone(&got));
            let get = async move {
                queue.get().await.unwrap();
                got.set(got.get() + 1);
            };
            pool.spawner().spawn_local(get).unwrap();
        }
        for item in 1..=4 {
            let queue = Rc::clone(&queue);
            let put = async move { queue.put(item).await.unwrap() };
            pool.spawner().spawn_local(put).unwrap();
        }
        pool.run_until_stalled();
        assert_eq!(got.get(), 4, "no get waits for ever");
    }
}

#[test]
fn one_get_may_notify_a_put_and_a_get() {
    let queue = queue(1, Fairness::Fair);
    let (a, b, p) = (Task::new(), Task::new(), Task::new());
    let (mut first, mut second) = (queue.get(), queue.get());
    assert!(a.poll(&mut first).is_pending());
    assert!(b.poll(&mut second).is_pending());
    queue.try_put(1).unwrap();
    let mut put = queue.put(2);
    assert!(p.poll(&mut put).is_pending());
    assert_eq!(queue.try_get(), Ok(1));
    assert_eq!((p.wakes(), a.wakes(), b.wakes()), (1, 1, 1));
    assert_eq!(b.poll(&mut second), Poll::Ready(Ok(2)));
    assert!(a.poll(&mut first).is_pending());
}

#[test]
fn a_queue_never_holds_more_items_than_its_capacity() {
    for way in WAYS {
        for is_polled in [true, false] {
            let queue = queue(1, way);
            let task = Task::new();
            let mut get = queue.get();
            assert!(task.poll(&mut get).is_pending());
            queue.try_put(1).unwrap();
            assert!(queue.is_full(), "a notified get makes no room before it takes its item");
            assert_eq!(queue.try_put(2), Err(TryPutError::Full(2)));
            if is_polled {
                assert_eq!(task.poll(&mut get), Poll::Ready(Ok(1)));
            }
            drop(get);
            assert_eq!((queue.len(), queue.is_full()), (usize::from(!is_polled), !is_polled));
        }
    }
}

#[test]
fn a_future_polled_after_completion_is_pending_and_says_terminated() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        let (mut put, mut get, mut join) = (queue.put(1), queue.get(), queue.join());
        assert!(!put.is_terminated() && !get.is_terminated() && !join.is_terminated());
        assert!(task.poll(&mut join).is_ready());
        assert!(task.poll(&mut put).is_ready());
        assert!(task.poll(&mut get).is_ready());
        assert!(put.is_terminated() && get.is_terminated() && join.is_terminated());
        assert!(task.poll(&mut join).is_pending());
        assert!(task.poll(&mut put).is_pending());
        assert!(task.poll(&mut get).is_pending());
        assert_eq!((queue.len(), queue.unfinished(), task.wakers()), (0, 1, 0));
    }
}

//! What a queue promises to those who wait, each named after the promise.

use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

use futures::executor::LocalPool;
use futures::future::FusedFuture;
use futures::task::LocalSpawnExt;
use queue_async::{
    Capacity, Fairness, Fifo, Lifo, Priority, ShutDown, StablePriority, Storage, TaskDoneError,
    TryGetError, TryPutError,
};

use super::super::Flavour;
use super::WAYS;
use crate::task::Task;

type Queue<T> = super::Queue<Fifo<T>>;

fn queue<T>(capacity: usize, way: Fairness) -> Queue<T> {
    super::queue(capacity, way)
}

#[test]
fn a_ready_put_or_get_takes_no_waker() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        assert_eq!(task.poll(&mut queue.put(1)), Poll::Ready(Ok(())));
        assert_eq!(task.poll(&mut queue.get()), Poll::Ready(Ok(1)));
        assert_eq!((task.wakers(), task.wakes()), (0, 0));
    }
}

#[test]
fn waiting_puts_are_served_first_in_first_out() {
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
fn waiting_gets_are_released_first_in_first_out() {
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
fn nobody_overtakes_a_fair_put_and_anybody_a_barging_one() {
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
fn a_robbed_get_keeps_its_place_the_fair_way_and_loses_it_the_barging_way() {
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
fn a_released_future_that_is_never_polled_holds_nothing_and_stops_nobody() {
    for way in WAYS {
        let queue = queue(1, way);
        let sleeper = Task::new();
        let mut get = queue.get();
        assert!(sleeper.poll(&mut get).is_pending());
        for item in 0..3 {
            queue.try_put(item).unwrap();
            assert_eq!(queue.try_get(), Ok(item), "the item is free to take");
        }
        queue.try_put(3).unwrap();
        let (a, b) = (Task::new(), Task::new());
        let (mut first, mut second) = (queue.put(4), queue.put(5));
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        assert_eq!(queue.try_get(), Ok(3));
        assert_eq!(a.wakes(), 1, "and is not polled");
        match way {
            Fairness::Fair => assert_eq!(queue.try_get(), Ok(4)),
            Fairness::Barging => {
                queue.try_put(6).unwrap();
                assert_eq!(queue.try_get(), Ok(6));
            }
        }
        assert_eq!(b.wakes(), 1);
        assert_eq!(b.poll(&mut second), Poll::Ready(Ok(())));
    }
}

/// Its release is spent when a newcomer takes the item; it must not cost those that come later.
#[test]
fn a_robbed_get_that_is_never_polled_costs_no_further_release() {
    for way in WAYS {
        let (queue, got) = (Rc::new(queue(1, way)), Rc::new(Cell::new(0)));
        let sleeper = Task::new();
        let mut robbed = queue.get();
        assert!(sleeper.poll(&mut robbed).is_pending());
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
        assert_eq!(got.get(), 4, "nobody waits for ever");
    }
}

#[test]
fn one_get_may_release_a_putter_and_a_getter() {
    let queue = queue(1, Fairness::Fair);
    let (a, b, p) = (Task::new(), Task::new(), Task::new());
    let (mut first, mut second) = (queue.get(), queue.get());
    assert!(a.poll(&mut first).is_pending());
    assert!(b.poll(&mut second).is_pending());
    queue.try_put(1).unwrap();
    let mut put = queue.put(2);
    assert!(p.poll(&mut put).is_pending());
    assert_eq!(a.poll(&mut first), Poll::Ready(Ok(1)));
    assert_eq!((p.wakes(), b.wakes()), (1, 1));
    assert_eq!(b.poll(&mut second), Poll::Ready(Ok(2)));
}

#[test]
fn re_polling_wakes_and_clones_nothing_more() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        let mut get = queue.get();
        for _ in 0..1000 {
            assert!(task.poll(&mut get).is_pending());
        }
        assert_eq!((task.wakers(), queue.waiting_getters()), (1, 1));
        queue.try_put(1).unwrap();
        assert_eq!(task.wakes(), 1);
    }
}

#[test]
fn the_last_waker_polled_with_is_the_one_woken() {
    for way in WAYS {
        let queue = queue(1, way);
        let (old, new) = (Task::new(), Task::new());

        let mut get = queue.get();
        assert!(old.poll(&mut get).is_pending());
        assert!(new.poll(&mut get).is_pending());
        assert_eq!((old.wakers(), new.wakers()), (0, 1));
        queue.try_put(1).unwrap();
        assert_eq!((old.wakes(), new.wakes()), (0, 1));
        drop(get);

        let mut put = queue.put(2);
        assert!(old.poll(&mut put).is_pending());
        assert!(new.poll(&mut put).is_pending());
        let mut join = queue.join();
        assert!(old.poll(&mut join).is_pending());
        assert!(new.poll(&mut join).is_pending());
        assert_eq!(queue.try_get(), Ok(1));
        assert_eq!((old.wakes(), new.wakes()), (0, 1));
        assert_eq!(new.poll(&mut put), Poll::Ready(Ok(())));
        queue.task_done().unwrap();
        queue.task_done().unwrap();
        assert_eq!((old.wakes(), new.wakes()), (0, 1));
        assert_eq!(new.poll(&mut join), Poll::Ready(()));
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

#[test]
fn a_join_is_done_once_the_count_touches_zero() {
    let queue = Queue::from_iter([1]);
    let task = Task::new();
    let mut join = queue.join();
    assert!(task.poll(&mut join).is_pending());
    queue.task_done().unwrap();
    queue.try_put(2).unwrap();
    assert_eq!((task.wakes(), queue.unfinished()), (1, 1));
    assert_eq!(task.poll(&mut join), Poll::Ready(()));
    assert!(task.poll(&mut queue.join()).is_pending(), "a new one waits for the new item");
}

#[test]
fn task_done_may_come_before_the_get_but_not_too_often() {
    let queue = Queue::from_iter([1]);
    assert_eq!(queue.task_done(), Ok(()));
    assert_eq!((queue.len(), queue.unfinished()), (1, 0));
    assert_eq!(queue.task_done(), Err(TaskDoneError));
    assert_eq!(queue.try_get(), Ok(1));
    assert_eq!(queue.unfinished(), 0);
}

#[test]
fn a_shutdown_gives_waiting_puts_their_items_back_and_lets_gets_finish() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        queue.try_put(1).unwrap();
        let mut put = queue.put(2);
        assert!(a.poll(&mut put).is_pending());
        queue.shutdown();
        queue.shutdown();
        assert_eq!(a.wakes(), 1);
        assert_eq!(a.poll(&mut put), Poll::Ready(Err(ShutDown(2))));
        assert_eq!(b.poll(&mut queue.put(3)), Poll::Ready(Err(ShutDown(3))));
        assert_eq!(queue.try_put(4), Err(TryPutError::ShutDown(4)), "not Full");
        assert!(queue.is_full());
        assert_eq!(b.poll(&mut queue.get()), Poll::Ready(Ok(1)));
        assert_eq!(b.poll(&mut queue.get()), Poll::Ready(Err(ShutDown(()))));
        assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
        assert_eq!((queue.unfinished(), queue.is_shut_down()), (1, true));
    }
}

#[test]
fn a_shutdown_wakes_every_waiting_get() {
    for way in WAYS {
        let queue = queue(8, way);
        let tasks = [Task::new(), Task::new(), Task::new()];
        let mut gets = [queue.get(), queue.get(), queue.get()];
        for (task, get) in tasks.iter().zip(&mut gets) {
            assert!(task.poll(get).is_pending());
        }
        queue.try_put(1).unwrap();
        queue.shutdown();
        assert_eq!(tasks.each_ref().map(Task::wakes), [1, 1, 1]);
        assert_eq!(tasks[0].poll(&mut gets[0]), Poll::Ready(Ok(1)));
        assert_eq!(tasks[1].poll(&mut gets[1]), Poll::Ready(Err(ShutDown(()))));
        assert_eq!(tasks[2].poll(&mut gets[2]), Poll::Ready(Err(ShutDown(()))));
    }
}

#[test]
fn an_immediate_shutdown_returns_the_items_and_ends_joins_if_nothing_is_in_flight() {
    for (in_flight, graceful_first) in [(0, false), (1, false), (0, true), (1, true)] {
        let queue = Queue::from_iter(0..3);
        let task = Task::new();
        let mut join = queue.join();
        assert!(task.poll(&mut join).is_pending());
        queue.drain().take(in_flight).for_each(drop);
        if graceful_first {
            queue.shutdown();
        }
        assert!(queue.shutdown_now().eq(in_flight..3));
        assert_eq!(queue.shutdown_now().count(), 0, "again");
        queue.shutdown();
        assert_eq!((queue.unfinished(), task.wakes()), (in_flight, 1 - in_flight));
        if in_flight > 0 {
            queue.task_done().unwrap();
        }
        assert_eq!(task.poll(&mut join), Poll::Ready(()));
        assert_eq!(queue.task_done(), Err(TaskDoneError));
    }
}

#[test]
fn an_admitted_put_has_put_whatever_comes_before_it_is_polled() {
    let queue = queue(1, Fairness::Fair);
    let task = Task::new();
    queue.try_put(1).unwrap();
    let mut put = queue.put(2);
    assert!(task.poll(&mut put).is_pending());
    assert_eq!(queue.try_get(), Ok(1));
    assert!(queue.shutdown_now().eq([2]));
    assert_eq!(task.poll(&mut put), Poll::Ready(Ok(())));
}

#[test]
fn each_storage_has_its_order() {
    fn order<S: Storage<Item = (u8, char)> + Default>() -> String {
        let queue = queue_async::Queue::<S, Flavour>::unbounded();
        for (item, name) in [1, 0, 1, 0].into_iter().zip('a'..) {
            queue.try_put((item, name)).unwrap();
        }
        queue.into_items().map(|(_, name)| name).collect()
    }
    assert_eq!(order::<Fifo<_>>(), "abcd");
    assert_eq!(order::<Lifo<_>>(), "dcba");
    assert_eq!(order::<Priority<_>>(), "bdac");
    assert_eq!(order::<StablePriority<_>>(), "bdac");
}

#[test]
fn a_queue_made_of_items_keeps_and_counts_them() {
    let queue = Queue::from_iter([1, 2, 3]);
    assert_eq!((queue.len(), queue.unfinished()), (3, 3));
    assert!(queue.into_items().eq([1, 2, 3]));
    let queue = Queue::from(Fifo::from_iter([1]));
    assert_eq!((queue.len(), queue.capacity()), (1, Capacity::Unbounded));
    assert!(Queue::<u8>::default().is_empty());
    assert_eq!(
        format!("{queue:?}"),
        "Queue { len: 1, capacity: Unbounded, unfinished: 1, is_shut_down: false, .. }"
    );
}

//! `shutdown`, both kinds and any order of them.

use std::cell::RefCell;
use std::task::Poll;

use queue_async::Fifo;
use queue_compat::{GetNowaitError, PutNowaitError, QueueShutDown, ValueError};

use super::super::Flavour;
use crate::task::Task;
use crate::turns::Turns;

type Queue<T> = queue_compat::Queue<Fifo<T>, Flavour>;

fn queue_of<const N: usize>(items: [u8; N]) -> Queue<u8> {
    Queue::with_storage(Fifo::from_iter(items), 0)
}

#[test]
fn every_put_fails_also_on_a_full_queue() {
    for immediate in [false, true] {
        let queue = Queue::new(1);
        queue.put_nowait(1).unwrap();
        queue.shutdown(immediate);
        assert_eq!(queue.put_nowait(2), Err(PutNowaitError::QueueShutDown(2)));
        assert_eq!(Task::new().poll(&mut queue.put(3)), Poll::Ready(Err(QueueShutDown(3))));
    }
}

#[test]
fn items_can_be_got_until_there_are_none() {
    let queue = queue_of([1, 2]);
    queue.shutdown(false);
    assert_eq!(queue.get_nowait(), Ok(1));
    assert_eq!(Task::new().poll(&mut queue.get()), Poll::Ready(Ok(2)));
    assert_eq!(queue.get_nowait(), Err(GetNowaitError::QueueShutDown));
    assert_eq!(Task::new().poll(&mut queue.get()), Poll::Ready(Err(QueueShutDown(()))));
}

#[test]
fn three_waiting_getters_and_one_item() {
    let queue = Queue::new(0);
    let tasks = [Task::new(), Task::new(), Task::new()];
    let mut gets = [queue.get(), queue.get(), queue.get()];
    for (task, get) in tasks.iter().zip(&mut gets) {
        assert!(task.poll(get).is_pending());
    }
    queue.put_nowait(1).unwrap();
    queue.shutdown(false);
    assert_eq!(queue.as_async().waiting_getters(), 0);
    let mut results = tasks.iter().zip(&mut gets).map(|(task, get)| task.poll(get));
    assert_eq!(results.next(), Some(Poll::Ready(Ok(1))));
    assert!(results.all(|result| result == Poll::Ready(Err(QueueShutDown(())))));
}

#[test]
fn a_putter_that_was_woken_for_room_fails_all_the_same() {
    let queue = Queue::new(1);
    let (a, b) = (Task::new(), Task::new());
    queue.put_nowait(0).unwrap();
    let (mut first, mut second) = (queue.put(1), queue.put(2));
    assert!(a.poll(&mut first).is_pending());
    assert!(b.poll(&mut second).is_pending());
    assert_eq!(queue.get_nowait(), Ok(0));
    queue.shutdown(false);
    assert_eq!(a.poll(&mut first), Poll::Ready(Err(QueueShutDown(1))));
    assert_eq!(b.poll(&mut second), Poll::Ready(Err(QueueShutDown(2))));
    assert!(queue.empty());
}

#[test]
fn a_getter_woken_by_a_put_fails_if_an_immediate_shutdown_comes_first() {
    let queue = Queue::new(0);
    let task = Task::new();
    let mut get = queue.get();
    assert!(task.poll(&mut get).is_pending());
    queue.put_nowait(1).unwrap();
    queue.shutdown(true);
    assert_eq!(task.poll(&mut get), Poll::Ready(Err(QueueShutDown(()))));
    assert_eq!(queue.as_async().unfinished(), 0);
}

#[test]
fn questions_stay_truthful() {
    let queue = Queue::new(1);
    queue.put_nowait(1).unwrap();
    queue.shutdown(false);
    assert_eq!((queue.qsize(), queue.empty(), queue.full()), (1, false, true));
    queue.shutdown(true);
    assert_eq!((queue.qsize(), queue.empty(), queue.full()), (0, true, false));
}

#[test]
fn joins_wait_on_after_a_shutdown() {
    let queue = queue_of([1]);
    let task = Task::new();
    let mut join = queue.join();
    assert!(task.poll(&mut join).is_pending());
    queue.shutdown(false);
    assert_eq!((task.wakes(), queue.as_async().unfinished()), (0, 1));
    assert_eq!(queue.get_nowait(), Ok(1));
    queue.task_done().unwrap();
    assert_eq!(task.poll(&mut join), Poll::Ready(()));
}

#[test]
fn an_immediate_shutdown_ends_a_blocked_join_unless_something_is_in_flight() {
    for in_flight in [false, true] {
        let queue = queue_of([1, 2]);
        let task = Task::new();
        let mut join = queue.join();
        assert!(task.poll(&mut join).is_pending());
        if in_flight {
            assert_eq!(queue.get_nowait(), Ok(1));
        }
        queue.shutdown(true);
        assert_eq!(task.wakes(), usize::from(!in_flight));
        if in_flight {
            queue.task_done().unwrap();
        }
        assert_eq!(task.poll(&mut join), Poll::Ready(()));
        assert_eq!(queue.task_done(), Err(ValueError));
    }
}

#[test]
fn an_immediate_shutdown_wakes_joins_first_then_getters_then_putters() {
    let (full, log) = (Queue::new(1), RefCell::new(Vec::new()));
    full.put_nowait(1).unwrap();
    let turns = Turns::default();
    turns.spawn(async {
        full.put(2).await.unwrap_err();
        log.borrow_mut().push("put");
    });
    turns.spawn(async {
        full.join().await;
        log.borrow_mut().push("join");
    });
    turns.run();
    full.shutdown(true);
    assert_eq!(turns.run(), 0);
    assert_eq!(*log.borrow(), ["join", "put"]);
}

#[test]
fn the_count_of_an_immediate_shutdown_stops_at_zero() {
    let queue = queue_of([1, 2]);
    queue.task_done().unwrap();
    queue.shutdown(true);
    assert_eq!(queue.as_async().unfinished(), 0);
}

#[test]
fn shutdowns_follow_each_other_in_any_order() {
    for second_immediate in [false, true] {
        let queue = queue_of([1]);
        queue.shutdown(false);
        queue.shutdown(second_immediate);
        assert_eq!(queue.empty(), second_immediate);
        let queue = queue_of([1]);
        queue.shutdown(true);
        queue.shutdown(second_immediate);
        assert_eq!(queue.get_nowait(), Err(GetNowaitError::QueueShutDown));
    }
}

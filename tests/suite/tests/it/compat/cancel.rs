//! `put`, `get` and `join` dropped at every moment, on barging queues: an operation that lost the
//! race waits at the back of its line.

use std::rc::Rc;
use std::task::Poll;

use queue_async::Fifo;
use queue_compat::{GetNowaitError, QueueShutDown};

use super::super::Flavour;
use queue_support::Task;

type Queue<T> = queue_compat::Queue<Fifo<T>, Flavour>;

#[test]
fn a_cancelled_get_leaves_the_item_and_lets_the_next_try() {
    let queue = Queue::new(0);
    let tasks = [(); 3].map(|()| Task::new());
    let mut gets = [(); 3].map(|()| queue.get());
    drop(queue.get());
    for (task, get) in tasks.iter().zip(&mut gets) {
        assert!(task.poll(get).is_pending());
    }
    let [woken, waiting, mut last] = gets;
    queue.put_nowait(1).unwrap();
    drop(waiting);
    assert_eq!(tasks.each_ref().map(Task::wakes), [1, 0, 0]);
    drop(woken);
    assert_eq!((tasks.each_ref().map(Task::wakes), queue.qsize()), ([0, 0, 1], 1));
    assert_eq!(tasks[2].poll(&mut last), Poll::Ready(Ok(1)));
    drop(last);
    assert_eq!(queue.as_async().waiting_getters(), 0);
}

#[test]
fn a_cancelled_put_has_not_put_and_lets_the_next_try() {
    let queue = Queue::new(1);
    let item = Rc::new(());
    queue.put_nowait(Rc::clone(&item)).unwrap();
    let tasks = [(); 3].map(|()| Task::new());
    let mut puts = [(); 3].map(|()| queue.put(Rc::clone(&item)));
    drop(queue.put(Rc::clone(&item)));
    for (task, put) in tasks.iter().zip(&mut puts) {
        assert!(task.poll(put).is_pending());
    }
    let [woken, waiting, mut last] = puts;
    queue.get_nowait().unwrap();
    drop(waiting);
    assert_eq!(tasks.each_ref().map(Task::wakes), [1, 0, 0]);
    drop(woken);
    assert_eq!((tasks.each_ref().map(Task::wakes), queue.qsize()), ([0, 0, 1], 0));
    assert_eq!((Rc::strong_count(&item), queue.as_async().unfinished()), (2, 1));
    assert_eq!(tasks[2].poll(&mut last), Poll::Ready(Ok(())));
    drop(last);
    assert_eq!((queue.qsize(), queue.as_async().waiting_putters()), (1, 0));
}

#[test]
fn a_get_that_lost_the_race_waits_at_the_back_and_leaves_when_cancelled() {
    let queue = Queue::new(0);
    let (a, b) = (Task::new(), Task::new());
    let (mut lost, mut other) = (queue.get(), queue.get());
    assert!(a.poll(&mut lost).is_pending());
    assert!(b.poll(&mut other).is_pending());
    queue.put_nowait(1).unwrap();
    assert_eq!((queue.get_nowait(), a.wakes()), (Ok(1), 1));
    assert!(a.poll(&mut lost).is_pending());
    queue.put_nowait(2).unwrap();
    assert_eq!((a.wakes(), b.wakes()), (0, 1), "it lost its place");
    drop(lost);
    assert_eq!((b.wakes(), b.poll(&mut other)), (0, Poll::Ready(Ok(2))));
}

#[test]
fn a_put_that_lost_the_race_waits_at_the_back_and_leaves_when_cancelled() {
    let queue = Queue::new(1);
    let (a, b) = (Task::new(), Task::new());
    queue.put_nowait(0).unwrap();
    let (mut lost, mut other) = (queue.put(1), queue.put(2));
    assert!(a.poll(&mut lost).is_pending());
    assert!(b.poll(&mut other).is_pending());
    assert_eq!((queue.get_nowait(), queue.put_nowait(3)), (Ok(0), Ok(())));
    assert_eq!(a.wakes(), 1);
    assert!(a.poll(&mut lost).is_pending());
    assert_eq!(queue.get_nowait(), Ok(3));
    assert_eq!((a.wakes(), b.wakes()), (0, 1), "it lost its place");
    drop(lost);
    assert_eq!((b.wakes(), b.poll(&mut other)), (0, Poll::Ready(Ok(()))));
    assert_eq!((queue.get_nowait(), queue.qsize()), (Ok(2), 0));
}

#[test]
fn a_cancelled_join_leaves_nothing() {
    let queue = Queue::new(0);
    let (a, b) = (Task::new(), Task::new());
    drop(queue.join());
    queue.put_nowait(1).unwrap();
    let (mut cancelled, mut join) = (queue.join(), queue.join());
    assert!(a.poll(&mut cancelled).is_pending());
    assert!(b.poll(&mut join).is_pending());
    drop(cancelled);
    queue.task_done().unwrap();
    assert_eq!((a.wakes(), a.wakers(), b.wakes()), (0, 0, 1));
    drop(join);
    assert_eq!(queue.as_async().waiting_joiners(), 0);
}

#[test]
fn a_get_or_put_cancelled_after_a_shutdown_leaves_the_items() {
    let (queue, empty) = (Queue::new(1), Queue::<u8>::new(1));
    let (getter, putter) = (Task::new(), Task::new());
    queue.put_nowait(1).unwrap();
    let (mut put, mut get) = (queue.put(2), empty.get());
    assert!(putter.poll(&mut put).is_pending());
    assert!(getter.poll(&mut get).is_pending());
    queue.shutdown(false);
    empty.shutdown(false);
    assert_eq!((getter.wakes(), putter.wakes()), (1, 1));
    assert_eq!(put.cancel(), Some(2));
    drop((put, get));
    assert_eq!(
        (queue.get_nowait(), queue.get_nowait()),
        (Ok(1), Err(GetNowaitError::QueueShutDown))
    );
    assert_eq!(queue.as_async().unfinished(), 1);
    assert_eq!(getter.poll(&mut empty.get()), Poll::Ready(Err(QueueShutDown)));
}

#[test]
fn a_forgotten_get_or_put_costs_one_wake() {
    let queue = Queue::new(1);
    let (lost, task) = (Task::new(), Task::new());
    let (mut forgotten, mut get) = (queue.get(), queue.get());
    assert!(lost.poll(&mut forgotten).is_pending());
    std::mem::forget(forgotten);
    assert!(task.poll(&mut get).is_pending());
    queue.put_nowait(1).unwrap();
    assert_eq!((lost.wakes(), task.wakes(), queue.get_nowait()), (1, 0, Ok(1)));
    queue.put_nowait(2).unwrap();
    assert_eq!((task.wakes(), task.poll(&mut get)), (1, Poll::Ready(Ok(2))));

    queue.put_nowait(3).unwrap();
    let (mut forgotten, mut put) = (queue.put(4), queue.put(5));
    assert!(lost.poll(&mut forgotten).is_pending());
    std::mem::forget(forgotten);
    assert!(task.poll(&mut put).is_pending());
    assert_eq!((queue.get_nowait(), lost.wakes(), task.wakes()), (Ok(3), 1, 0));
    queue.put_nowait(6).unwrap();
    assert_eq!((queue.get_nowait(), task.wakes()), (Ok(6), 1));
    assert_eq!(task.poll(&mut put), Poll::Ready(Ok(())));
}

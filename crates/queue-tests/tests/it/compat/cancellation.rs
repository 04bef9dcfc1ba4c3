//! Tasks that are cancelled: their futures are dropped.

use std::cell::RefCell;
use std::task::Poll;

use queue_async::Fifo;

use super::super::Flavour;
use crate::task::Task;
use crate::turns::Turns;

type Queue<T> = queue_compat::Queue<Fifo<T>, Flavour>;

#[test]
fn a_getter_cancelled_before_its_wake_passes_nothing_on() {
    let queue = Queue::new(0);
    let (a, b) = (Task::new(), Task::new());
    let (mut first, mut second) = (queue.get(), queue.get());
    assert!(a.poll(&mut first).is_pending());
    assert!(b.poll(&mut second).is_pending());
    drop(first);
    assert_eq!((b.wakes(), queue.as_async().waiting_getters()), (0, 1));
    queue.put_nowait(1).unwrap();
    assert_eq!((a.wakes(), b.wakes()), (0, 1), "the cancelled one is skipped");
}

#[test]
fn a_woken_getter_that_is_cancelled_wakes_the_next_if_an_item_is_left() {
    for stolen in [false, true] {
        let queue = Queue::new(0);
        let (a, b) = (Task::new(), Task::new());
        let (mut first, mut second) = (queue.get(), queue.get());
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        queue.put_nowait(1).unwrap();
        if stolen {
            assert_eq!(queue.get_nowait(), Ok(1));
        }
        drop(first);
        assert_eq!(b.wakes(), usize::from(!stolen));
        assert_eq!(b.poll(&mut second).is_ready(), !stolen, "no item is lost");
    }
}

#[test]
fn a_woken_putter_that_is_cancelled_puts_nothing_and_wakes_the_next_if_there_is_room() {
    for stolen in [false, true] {
        let queue = Queue::new(1);
        let (a, b) = (Task::new(), Task::new());
        queue.put_nowait(0).unwrap();
        let (mut first, mut second) = (queue.put(1), queue.put(2));
        assert!(a.poll(&mut first).is_pending());
        assert!(b.poll(&mut second).is_pending());
        assert_eq!(queue.get_nowait(), Ok(0));
        if stolen {
            queue.put_nowait(3).unwrap();
        }
        drop(first);
        assert_eq!(b.wakes(), usize::from(!stolen));
        let last = if stolen { 3 } else { 2 };
        assert_eq!(b.poll(&mut second).is_ready(), !stolen);
        assert_eq!((queue.get_nowait(), queue.qsize()), (Ok(last), 0));
    }
}

#[test]
fn the_one_a_cancelled_getter_wakes_runs_a_turn_after_it() {
    let queue = Queue::new(0);
    let (got, turns) = (RefCell::new(Vec::new()), Turns::default());
    let get = || async {
        let item = queue.get().await.unwrap();
        got.borrow_mut().push(item);
    };
    let first = turns.spawn(get());
    turns.spawn(get());
    turns.turn();
    queue.put_nowait(1).unwrap();
    turns.cancel(first);
    assert!(got.borrow().is_empty());
    turns.turn();
    assert_eq!(*got.borrow(), [1]);
}

#[test]
fn a_cancelled_join_leaves_nothing_behind() {
    let queue = Queue::new(0);
    let task = Task::new();
    queue.put_nowait(1).unwrap();
    let mut join = queue.join();
    assert!(task.poll(&mut join).is_pending());
    drop(join);
    assert_eq!((queue.as_async().waiting_joiners(), task.wakers()), (0, 0));
    queue.task_done().unwrap();
    assert_eq!(task.wakes(), 0);
}

#[test]
fn a_getter_released_by_a_shutdown_may_still_be_cancelled() {
    let queue = Queue::<u8>::new(0);
    let (a, b) = (Task::new(), Task::new());
    let (mut first, mut second) = (queue.get(), queue.get());
    assert!(a.poll(&mut first).is_pending());
    assert!(b.poll(&mut second).is_pending());
    queue.shutdown(false);
    drop(first);
    assert!(matches!(b.poll(&mut second), Poll::Ready(Err(_))));
}

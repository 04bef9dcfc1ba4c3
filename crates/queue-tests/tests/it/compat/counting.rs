//! `task_done` and `join`.

use std::task::Poll;

use queue_async::Fifo;
use queue_compat::ValueError;

use super::super::Flavour;
use crate::task::Task;

type Queue<T> = queue_compat::Queue<Fifo<T>, Flavour>;

#[test]
fn every_put_counts_and_task_done_uncounts() {
    let queue = Queue::new(0);
    queue.put_nowait(1).unwrap();
    assert!(Task::new().poll(&mut queue.put(2)).is_ready());
    assert_eq!(queue.as_async().unfinished(), 2);
    assert_eq!([queue.task_done(), queue.task_done()], [Ok(()), Ok(())]);
    assert_eq!(queue.task_done(), Err(ValueError));
    assert_eq!(queue.qsize(), 2, "task_done is tied to no get");
}

#[test]
fn all_joins_end_when_the_count_touches_zero_in_the_order_they_came() {
    let queue = Queue::new(0);
    queue.put_nowait(1).unwrap();
    let tasks = [Task::new(), Task::new()];
    let mut joins = [queue.join(), queue.join()];
    for (task, join) in tasks.iter().zip(&mut joins) {
        assert!(task.poll(join).is_pending());
    }
    queue.task_done().unwrap();
    assert_eq!(tasks.each_ref().map(Task::wakes), [1, 1]);
    queue.put_nowait(2).unwrap();
    for (task, join) in tasks.iter().zip(&mut joins) {
        assert_eq!(task.poll(join), Poll::Ready(()), "it does not look again");
    }
    assert_eq!(queue.as_async().unfinished(), 1);
}

#[test]
fn a_join_with_nothing_unfinished_is_ready_at_once() {
    let queue = Queue::<u8>::new(0);
    assert_eq!(Task::new().poll(&mut queue.join()), Poll::Ready(()));
    queue.shutdown(false);
    assert_eq!(Task::new().poll(&mut queue.join()), Poll::Ready(()));
}

#[test]
fn a_join_may_end_with_items_queued() {
    let queue = Queue::new(0);
    queue.put_nowait(1).unwrap();
    queue.task_done().unwrap();
    assert_eq!(Task::new().poll(&mut queue.join()), Poll::Ready(()));
    assert_eq!(queue.qsize(), 1);
}

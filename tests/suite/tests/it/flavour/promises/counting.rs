use std::task::Poll;

use queue_async::TaskDoneError;

use super::Queue;
use queue_support::Task;

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

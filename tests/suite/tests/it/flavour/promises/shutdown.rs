use std::task::Poll;

use queue_async::{Fairness, PutError, ShutDown, TaskDoneError, TryGetError, TryPutError};

use super::{Queue, WAYS, queue};
use queue_support::Task;

#[test]
fn a_shutdown_gives_a_waiting_put_its_item_back_and_lets_gets_finish() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        queue.try_put(1).unwrap();
        let mut put = queue.put(2);
        assert!(a.poll(&mut put).is_pending());
        queue.shutdown();
        queue.shutdown();
        assert_eq!(a.wakes(), 1);
        assert_eq!(a.poll(&mut put), Poll::Ready(Err(PutError::ShutDown(2))));
        assert_eq!(b.poll(&mut queue.put(3)), Poll::Ready(Err(PutError::ShutDown(3))));
        assert_eq!(queue.try_put(4), Err(TryPutError::ShutDown(4)), "not Full");
        assert!(queue.is_full());
        assert_eq!(b.poll(&mut queue.get()), Poll::Ready(Ok(1)));
        assert_eq!(b.poll(&mut queue.get()), Poll::Ready(Err(ShutDown)));
        assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
        assert_eq!((queue.unfinished(), queue.is_shutdown()), (1, true));
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
        assert_eq!(tasks[1].poll(&mut gets[1]), Poll::Ready(Err(ShutDown)));
        assert_eq!(tasks[2].poll(&mut gets[2]), Poll::Ready(Err(ShutDown)));
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

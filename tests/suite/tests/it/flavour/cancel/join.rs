use super::{WAYS, full};
use queue_support::Task;

#[test]
fn a_join_that_is_dropped_leaves_nothing() {
    for way in WAYS {
        let queue = full(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut waiting, mut notified) = (queue.join(), queue.join());
        assert!(a.poll(&mut waiting).is_pending());
        drop(waiting);
        assert_eq!((queue.waiting_joiners(), a.wakers()), (0, 0));
        assert!(b.poll(&mut notified).is_pending());
        queue.task_done().unwrap();
        assert_eq!(b.wakes(), 1);
        drop(notified);
        assert_eq!((a.wakes(), b.wakers()), (0, 0));
    }
}

#[test]
fn a_join_that_is_dropped_keeps_no_other_from_being_woken() {
    for way in WAYS {
        let queue = full(1, way);
        let tasks = [(); 3].map(|()| Task::new());
        let mut joins = [(); 3].map(|()| queue.join());
        for (task, join) in tasks.iter().zip(&mut joins) {
            assert!(task.poll(join).is_pending());
        }
        let [mut first, dropped, last] = joins;
        drop(dropped);
        queue.task_done().unwrap();
        assert_eq!(tasks.each_ref().map(Task::wakes), [1, 0, 1]);
        drop(last);
        assert!(tasks[0].poll(&mut first).is_ready());
    }
}

#[test]
fn a_shutdown_leaves_a_join_where_it_is_and_an_immediate_one_may_end_it() {
    for way in WAYS {
        let queue = full(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut dropped, mut join) = (queue.join(), queue.join());
        assert!(a.poll(&mut dropped).is_pending());
        assert!(b.poll(&mut join).is_pending());
        queue.shutdown();
        assert_eq!((a.wakes(), b.wakes(), queue.waiting_joiners()), (0, 0, 2));
        drop(dropped);
        assert_eq!((queue.waiting_joiners(), queue.unfinished()), (1, 1));
        assert_eq!(queue.shutdown_now().count(), 1);
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
        drop(join);
        assert_eq!((queue.unfinished(), b.wakers()), (0, 0));
    }
}

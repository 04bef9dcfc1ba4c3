use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::task::Poll;

use futures::stream::FusedStream;
use futures::{FutureExt, StreamExt};
use queue_async::{BatchStream, Fairness};

use super::{WAYS, at_rest, bomb, full, queue};
use queue_support::{Task, poll_with};

#[test]
fn a_stream_of_batches_ends_when_the_queue_is_shut_down_and_empty() {
    for way in WAYS {
        let (queue, task) = (Rc::new(full(1..=5, way)), Task::new());
        let mut batches = BatchStream::new(Rc::clone(&queue), 2);
        assert_eq!(task.poll_next(&mut batches), Poll::Ready(Some(vec![1, 2])));
        assert_eq!(task.poll_next(&mut batches), Poll::Ready(Some(vec![3, 4])));
        assert_eq!(task.poll_next(&mut batches), Poll::Ready(Some(vec![5])));
        assert!(task.poll_next(&mut batches).is_pending());
        queue.try_put_many([6, 7, 8]).unwrap();
        queue.shutdown();
        assert_eq!((task.wakes(), task.wakers()), (1, 0));
        assert!(!batches.is_terminated());
        let rest: Vec<_> = batches.by_ref().collect().now_or_never().unwrap();
        assert_eq!(rest, [vec![6, 7], vec![8]]);
        assert!(batches.is_terminated());
        assert_eq!(task.poll_next(&mut batches), Poll::Ready(None));
        at_rest(&queue);
    }
}

#[test]
fn a_stream_of_batches_waits_once_however_often_it_is_polled() {
    for way in WAYS {
        let (queue, task) = (queue::<u8>(1, way), Task::new());
        let mut batches = queue.batches(2);
        for _ in 0..3 {
            assert!(task.poll_next(&mut batches).is_pending());
            assert_eq!((queue.waiting_getters(), task.wakers()), (1, 1));
        }
        drop(batches);
        at_rest(&queue);
    }
}

#[test]
fn a_stream_of_batches_of_no_item_is_empty() {
    for way in WAYS {
        let queue = full([1], way);
        let mut batches = queue.batches(0);
        assert!(batches.is_terminated());
        assert_eq!(batches.next().now_or_never(), Some(None));
        assert_eq!(queue.len(), 1);
    }
}

#[test]
fn an_item_that_notifies_a_stream_of_batches_also_notifies_the_next_get() {
    for way in WAYS {
        let (queue, task, behind) = (queue(4, way), Task::new(), Task::new());
        let (mut batches, mut get) = (queue.batches(2), queue.get());
        assert!(task.poll(&mut batches.next()).is_pending());
        assert!(behind.poll(&mut get).is_pending());
        assert_eq!((task.wakers(), queue.waiting_getters()), (1, 2), "it keeps its place");
        queue.try_put(1).unwrap();
        assert_eq!((task.wakes(), behind.wakes()), (1, 1));
        assert_eq!(behind.poll(&mut get), Poll::Ready(Ok(1)));
        assert!(task.poll_next(&mut batches).is_pending(), "it lost the race and waits again");
        queue.try_put(2).unwrap();
        assert_eq!(task.poll_next(&mut batches), Poll::Ready(Some(vec![2])));
        at_rest(&queue);
    }
}

#[test]
fn a_stream_of_batches_that_is_dropped_or_cancelled_leaves_its_line() {
    for way in WAYS {
        let (queue, task) = (queue(4, way), Task::new());
        drop(queue.batches(2));
        let mut batches = queue.batches(2);
        for notified in [false, true] {
            assert!(task.poll_next(&mut batches).is_pending());
            if notified {
                queue.try_put(1).unwrap();
            }
            batches.cancel();
            assert_eq!((task.wakers(), task.wakes()), (0, usize::from(notified)));
            at_rest(&queue);
        }
        assert_eq!(task.poll_next(&mut batches), Poll::Ready(Some(vec![1])));
        assert!(task.poll_next(&mut batches).is_pending());
        drop(batches);
        assert_eq!(task.wakers(), 0);
        at_rest(&queue);
    }
}

#[test]
fn a_stream_of_batches_that_is_forgotten_costs_one_slot() {
    for way in WAYS {
        let (queue, lost, task) = (queue(4, way), Task::new(), Task::new());
        let (mut batches, mut get) = (queue.batches(2), queue.get());
        assert!(lost.poll_next(&mut batches).is_pending());
        mem::forget(batches);
        assert!(task.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((lost.wakes(), task.wakes(), get.now_or_never()), (1, 1, Some(Ok(1))));
    }
}

#[test]
fn a_stream_of_batches_goes_on_after_a_wake_that_panics() {
    let (queue, task) = (full([0], Fairness::Fair), Task::new());
    let mut put = queue.put(1);
    assert!(poll_with(&bomb(), &mut put).is_pending());
    let mut batches = queue.batches(1);
    assert!(catch_unwind(AssertUnwindSafe(|| task.poll_next(&mut batches).is_ready())).is_err());
    assert_eq!(task.poll_next(&mut batches), Poll::Ready(Some(vec![1])));
    let shown = format!("{batches:?}");
    assert_eq!(shown, "BatchStream { get: None, limit: 1, .. }");
}

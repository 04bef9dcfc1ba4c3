use std::task::Poll;

use futures::StreamExt;
use futures::stream::FusedStream;

use super::{WAYS, full, queue};
use queue_support::Task;

#[test]
fn a_next_that_is_dropped_leaves_the_line() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        assert!(a.poll(&mut stream.next()).is_pending());
        assert_eq!((queue.waiting_getters(), a.wakers()), (0, 0));
        assert!(b.poll(&mut get).is_pending());
        assert!(a.poll(&mut stream.next()).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
        assert_eq!(a.poll(&mut stream.next()), Poll::Ready(Some(1)), "the stream goes on");
    }
}

#[test]
fn a_notified_next_that_is_dropped_notifies_the_next_get() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        let mut next = stream.next();
        assert!(a.poll(&mut next).is_pending());
        assert!(b.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (1, 0), "a next is an ordinary get");
        drop(next);
        assert_eq!((b.wakes(), b.poll(&mut get)), (1, Poll::Ready(Ok(1))));
    }
}

#[test]
fn a_next_of_the_trait_that_is_dropped_keeps_the_streams_place() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        assert!(a.poll(&mut StreamExt::next(&mut stream)).is_pending());
        assert!(b.poll(&mut get).is_pending());
        assert!(a.poll(&mut StreamExt::next(&mut stream)).is_pending());
        assert_eq!(queue.waiting_getters(), 2, "one place, however often it is polled");
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (1, 1));
        assert_eq!(b.poll(&mut StreamExt::next(&mut stream)), Poll::Ready(Some(1)));
        assert!(b.poll(&mut get).is_pending());
    }
}

#[test]
fn a_waiting_stream_that_is_cancelled_leaves_its_line_and_can_be_polled_again() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        stream.cancel();
        assert!(a.poll_next(&mut stream).is_pending());
        assert!(b.poll(&mut get).is_pending());
        stream.cancel();
        assert_eq!((queue.waiting_getters(), a.wakers()), (1, 0));
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
        assert_eq!(a.poll_next(&mut stream), Poll::Ready(Some(1)));
    }
}

#[test]
fn a_notified_stream_that_is_cancelled_leaves_the_item_to_the_get_that_was_notified_with_it() {
    for way in WAYS {
        let queue = queue(1, way);
        let tasks = [(); 3].map(|()| Task::new());
        let (mut stream, mut gets) = (queue.stream(), [(); 2].map(|()| queue.get()));
        assert!(tasks[0].poll_next(&mut stream).is_pending());
        for (task, get) in tasks[1..].iter().zip(&mut gets) {
            assert!(task.poll(get).is_pending());
        }
        queue.try_put(1).unwrap();
        stream.cancel();
        assert_eq!(tasks.each_ref().map(Task::wakes), [1, 1, 0], "one get for one item");
        assert_eq!(tasks[1].poll(&mut gets[0]), Poll::Ready(Ok(1)));
    }
}

/// A `next` is an ordinary get: the item that notifies it notifies no other get.
#[test]
fn a_stream_whose_notified_next_was_forgotten_notifies_the_next_get_when_it_is_cancelled() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        let mut next = stream.next();
        assert!(a.poll(&mut next).is_pending());
        std::mem::forget(next);
        assert!(b.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (1, 0));
        stream.cancel();
        assert_eq!((b.wakes(), b.poll(&mut get)), (1, Poll::Ready(Ok(1))));
    }
}

#[test]
fn a_waiting_stream_that_is_dropped_leaves_its_line() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        assert!(a.poll_next(&mut stream).is_pending());
        assert!(b.poll(&mut get).is_pending());
        drop(stream);
        assert_eq!((queue.waiting_getters(), a.wakers()), (1, 0));
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
    }
}

#[test]
fn a_notified_stream_that_is_dropped_leaves_the_item_to_the_get_that_was_notified_with_it() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        assert!(a.poll_next(&mut stream).is_pending());
        assert!(b.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (1, 1));
        drop(stream);
        assert_eq!((a.wakes(), b.wakes()), (0, 0));
        assert_eq!(b.poll(&mut get), Poll::Ready(Ok(1)));
    }
}

#[test]
fn a_stream_that_lost_the_race_waits_on_and_leaves_when_dropped() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        assert!(a.poll_next(&mut stream).is_pending());
        assert!(b.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!(queue.try_get(), Ok(1));
        assert!(a.poll_next(&mut stream).is_pending());
        assert!(b.poll(&mut get).is_pending());
        assert!(!stream.is_terminated());
        drop(stream);
        assert_eq!((queue.waiting_getters(), a.wakers(), b.wakes()), (1, 0, 1));
    }
}

#[test]
fn a_stream_dropped_between_two_items_leaves_the_rest() {
    for way in WAYS {
        let queue = queue(2, way);
        let task = Task::new();
        queue.try_put(1).unwrap();
        queue.try_put(2).unwrap();
        let mut stream = queue.stream();
        assert_eq!(task.poll(&mut stream.next()), Poll::Ready(Some(1)));
        drop(stream);
        assert_eq!((queue.unfinished(), queue.try_get()), (2, Ok(2)));
    }
}

#[test]
fn a_stream_dropped_after_a_shutdown_leaves_the_items() {
    for way in WAYS {
        let queue = full(1, way);
        let task = Task::new();
        assert_eq!(queue.try_get(), Ok(1));
        let mut stream = queue.stream();
        assert!(task.poll_next(&mut stream).is_pending());
        queue.try_put(2).unwrap();
        queue.shutdown();
        drop(stream);
        assert_eq!((task.wakes(), queue.try_get()), (1, Ok(2)));
    }
}

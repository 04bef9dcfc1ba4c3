use std::task::Poll;

use futures::StreamExt;
use futures::stream::FusedStream;

use super::{WAYS, full, queue};
use crate::task::Task;

#[test]
fn a_next_that_is_dropped_keeps_the_streams_place_in_line() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        assert!(a.poll(&mut stream.next()).is_pending());
        assert!(b.poll(&mut get).is_pending());
        assert!(a.poll(&mut stream.next()).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (1, 0), "first in, first out");
        assert_eq!(b.poll(&mut stream.next()), Poll::Ready(Some(1)), "whoever polls it gets it");
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
fn a_released_stream_that_is_dropped_passes_its_release_on() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        assert!(a.poll_next(&mut stream).is_pending());
        assert!(b.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!((a.wakes(), b.wakes()), (1, 0));
        drop(stream);
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
        assert_eq!(b.poll(&mut get), Poll::Ready(Ok(1)));
    }
}

#[test]
fn a_robbed_stream_waits_on_and_leaves_when_dropped() {
    for way in WAYS {
        let queue = queue(1, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut stream, mut get) = (queue.stream(), queue.get());
        assert!(a.poll_next(&mut stream).is_pending());
        assert!(b.poll(&mut get).is_pending());
        queue.try_put(1).unwrap();
        assert_eq!(queue.try_get(), Ok(1));
        assert!(a.poll_next(&mut stream).is_pending());
        assert!(!stream.is_terminated());
        drop(stream);
        assert_eq!((queue.waiting_getters(), a.wakers(), b.wakes()), (1, 0, 0));
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

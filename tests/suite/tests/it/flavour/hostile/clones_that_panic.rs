//! Wakers that panic in `clone`, which runs between two polls of the core.

use std::task::Poll;

use super::hooked::{Event, Hooked, bomb};
use super::{WAYS, panics, queue};
use futures::SinkExt;
use queue_support::{Task, poll_with};

#[test]
fn a_waker_that_panics_when_cloned_leaves_the_queue_as_it_was() {
    for way in WAYS {
        let queue = queue::<u8>(1, way);
        let waker = Hooked::waker();
        let mut get = queue.get();
        bomb(Event::Clone);
        assert!(panics(|| poll_with(&waker, &mut get)));
        assert_eq!(queue.waiting_getters(), 0);
        queue.try_put(1).unwrap();

        let (mut put, mut join) = (queue.put(2), queue.join());
        bomb(Event::Clone);
        assert!(panics(|| poll_with(&waker, &mut put)));
        bomb(Event::Clone);
        assert!(panics(|| poll_with(&waker, &mut join)));
        assert_eq!((queue.waiting_putters(), queue.waiting_joiners()), (0, 0));

        assert_eq!(poll_with(&waker, &mut get), Poll::Ready(Ok(1)), "it goes on");
        assert_eq!(poll_with(&waker, &mut put), Poll::Ready(Ok(())));
        assert!(poll_with(&waker, &mut join).is_pending());
        let mut put = queue.put(3);
        bomb(Event::Clone);
        assert!(panics(|| poll_with(&waker, &mut put)));
        assert_eq!((put.cancel(), queue.len(), queue.unfinished()), (Some(3), 1, 2));
    }
}

#[test]
fn a_waker_that_panics_when_cloned_leaves_a_stream_and_a_sink_as_they_were() {
    for way in WAYS {
        let queue = queue::<u8>(1, way);
        let (waker, task) = (Hooked::waker(), Task::new());
        let (mut sink, mut stream) = (queue.sink(), queue.stream());
        bomb(Event::Clone);
        assert!(panics(|| poll_with(&waker, &mut futures::StreamExt::next(&mut stream))));
        assert_eq!(queue.waiting_getters(), 0);
        queue.try_put(1).unwrap();
        bomb(Event::Clone);
        assert!(panics(|| poll_with(&waker, &mut sink.send(2))));
        assert_eq!(queue.waiting_putters(), 0);
        assert_eq!(task.poll_next(&mut stream), Poll::Ready(Some(1)));
        assert_eq!(task.poll(&mut sink.flush()), Poll::Ready(Ok(())));
        assert_eq!(task.poll_next(&mut stream), Poll::Ready(Some(2)));
    }
}

#[test]
fn a_waker_that_panics_when_cloned_leaves_waiting_futures_in_line() {
    for way in WAYS {
        let queue = queue::<u8>(1, way);
        let (waker, task) = (Hooked::waker(), Task::new());
        let mut get = queue.get();
        assert!(task.poll(&mut get).is_pending());
        bomb(Event::Clone);
        assert!(panics(|| poll_with(&waker, &mut get)));
        assert_eq!(queue.waiting_getters(), 1);
        queue.try_put(1).unwrap();
        assert_eq!(task.wakes(), 1, "with the waker that it had");
        assert_eq!(task.poll(&mut get), Poll::Ready(Ok(1)));
        queue.try_put(1).unwrap();
        let (mut put, mut join) = (queue.put(2), queue.join());
        assert!(task.poll(&mut put).is_pending());
        assert!(task.poll(&mut join).is_pending());
        bomb(Event::Clone);
        assert!(panics(|| poll_with(&waker, &mut put)));
        bomb(Event::Clone);
        assert!(panics(|| poll_with(&waker, &mut join)));
        assert_eq!((queue.waiting_putters(), queue.waiting_joiners()), (1, 1));
        assert_eq!(queue.try_get(), Ok(1));
        assert_eq!((task.wakes(), task.poll(&mut put)), (1, Poll::Ready(Ok(()))));
    }
}

/// The get is then in no line, and has no wake to pass on. Its next poll looks at the queue again.
#[test]
fn a_waker_that_panics_when_cloned_leaves_a_get_that_lost_the_race_in_no_line() {
    for way in WAYS {
        for polled_again in [true, false] {
            let queue = queue::<u8>(1, way);
            let (waker, task, next) = (Hooked::waker(), Task::new(), Task::new());
            let (mut lost, mut first, mut second) = (queue.get(), queue.get(), queue.get());
            assert!(task.poll(&mut lost).is_pending());
            assert!(task.poll(&mut first).is_pending());
            assert!(next.poll(&mut second).is_pending());
            queue.try_put(1).unwrap();
            assert_eq!((queue.try_get(), task.wakes()), (Ok(1), 1));
            bomb(Event::Clone);
            assert!(panics(|| poll_with(&waker, &mut lost)));
            assert_eq!(queue.waiting_getters(), 2);
            queue.try_put(2).unwrap();
            assert_eq!((task.wakes(), next.wakes()), (1, 0), "the first of the others");
            if polled_again {
                assert_eq!(task.poll(&mut lost), Poll::Ready(Ok(2)));
            } else {
                drop(lost);
                assert_eq!(task.poll(&mut first), Poll::Ready(Ok(2)));
            }
            assert_eq!(next.wakes(), 0);
        }
    }
}

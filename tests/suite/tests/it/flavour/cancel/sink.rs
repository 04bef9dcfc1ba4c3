use std::pin::Pin;
use std::task::Poll;

use futures::{Sink, SinkExt};
use queue_async::{Fairness, PutError};

use super::{WAYS, full, queue};
use queue_support::Task;

#[test]
fn a_send_or_flush_that_is_dropped_leaves_the_item_in_the_sink_and_in_line() {
    for way in WAYS {
        let queue = full(0, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut sink, mut behind) = (queue.sink(), queue.put(9));
        assert!(a.poll(&mut sink.send(1)).is_pending());
        assert!(b.poll(&mut behind).is_pending());
        assert!(a.poll(&mut sink.flush()).is_pending());
        assert!(a.poll(&mut sink.close()).is_pending());
        assert_eq!(queue.waiting_putters(), 2);
        assert_eq!(queue.try_get(), Ok(0));
        assert_eq!((a.wakes(), b.wakes()), (1, 0), "first in, first out");
        assert_eq!(a.poll(&mut sink.flush()), Poll::Ready(Ok(())));
        assert_eq!((sink.take_buffered(), queue.try_get()), (None, Ok(1)));
    }
}

#[test]
fn a_send_that_is_dropped_before_the_sink_is_ready_keeps_its_item_to_itself() {
    for way in WAYS {
        let queue = full(0, way);
        let task = Task::new();
        let mut sink = queue.sink();
        assert!(task.poll(&mut sink.send(1)).is_pending());
        assert!(task.poll(&mut sink.send(2)).is_pending(), "one is buffered");
        assert!(task.poll(&mut sink.feed(3)).is_pending());
        assert_eq!((sink.take_buffered(), queue.waiting_putters()), (Some(1), 0));
        assert_eq!((queue.try_get(), queue.len()), (Ok(0), 0));
    }
}

#[test]
fn a_ready_or_fed_sink_that_is_dropped_has_put_nothing() {
    for way in WAYS {
        let queue = queue(1, way);
        let task = Task::new();
        let mut sink = queue.sink();
        assert!(Pin::new(&mut sink).poll_ready(&mut task.context()).is_ready());
        drop(sink);
        let mut sink = queue.sink();
        assert_eq!(task.poll(&mut sink.feed(1)), Poll::Ready(Ok(())));
        drop(sink);
        assert_eq!((queue.len(), queue.unfinished(), task.wakers()), (0, 0, 0));
    }
}

#[test]
fn a_waiting_sink_that_is_dropped_cancels_its_put() {
    for way in WAYS {
        let queue = full(0, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut sink, mut behind) = (queue.sink(), queue.put(2));
        assert!(a.poll(&mut sink.send(1)).is_pending());
        assert!(b.poll(&mut behind).is_pending());
        drop(sink);
        assert_eq!((queue.waiting_putters(), a.wakers()), (1, 0));
        assert_eq!(queue.try_get(), Ok(0));
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
    }
}

#[test]
fn a_notified_sink_that_is_dropped_has_put_or_notifies_the_next_put() {
    for way in WAYS {
        let queue = full(0, way);
        let (a, b) = (Task::new(), Task::new());
        let (mut sink, mut behind) = (queue.sink(), queue.put(2));
        assert!(a.poll(&mut sink.send(1)).is_pending());
        assert!(b.poll(&mut behind).is_pending());
        assert_eq!((queue.try_get(), a.wakes()), (Ok(0), 1));
        drop(sink);
        if way == Fairness::Fair {
            assert_eq!((b.wakes(), queue.try_get()), (0, Ok(1)));
        }
        assert_eq!(b.wakes(), 1);
        assert_eq!(b.poll(&mut behind), Poll::Ready(Ok(())));
        assert_eq!(queue.try_get(), Ok(2));
    }
}

#[test]
fn a_barging_sink_that_lost_the_race_waits_on_with_its_item() {
    let queue = full(0, Fairness::Barging);
    let task = Task::new();
    let mut sink = queue.sink();
    assert!(task.poll(&mut sink.send(1)).is_pending());
    assert_eq!((queue.try_get(), queue.try_put(2)), (Ok(0), Ok(())));
    assert!(task.poll(&mut sink.flush()).is_pending());
    assert_eq!((task.wakes(), queue.waiting_putters()), (1, 1));
    assert_eq!((sink.take_buffered(), queue.waiting_putters()), (Some(1), 0));
}

#[test]
fn a_shutdown_gives_a_waiting_sink_its_item_back() {
    for way in WAYS {
        let queue = full(0, way);
        let task = Task::new();
        let (mut polled, mut asked, mut dropped) = (queue.sink(), queue.sink(), queue.sink());
        assert!(task.poll(&mut polled.send(1)).is_pending());
        assert!(task.poll(&mut asked.send(2)).is_pending());
        assert!(task.poll(&mut dropped.send(3)).is_pending());
        queue.shutdown();
        assert_eq!(task.wakes(), 3);
        assert_eq!(task.poll(&mut polled.flush()), Poll::Ready(Err(PutError::ShutDown(1))));
        assert_eq!(asked.take_buffered(), Some(2));
        drop(dropped);
        assert_eq!((queue.len(), queue.unfinished(), task.wakers()), (1, 1, 0));
    }
}

//! The stream and the sink.

use std::pin::Pin;
use std::task::Poll;

use futures::executor::block_on;
use futures::future::FusedFuture;
use futures::stream::FusedStream;
use futures::{Sink, SinkExt};
use queue_async::{Fifo, PutError};

use super::super::Flavour;
use queue_support::Task;

type Queue<T> = queue_async::Queue<Fifo<T>, Flavour>;

#[test]
fn a_stream_is_fused() {
    let queue = Queue::<u8>::unbounded();
    let task = Task::new();
    let mut stream = queue.stream();
    queue.shutdown();
    assert!(!stream.is_terminated());
    assert_eq!(task.poll_next(&mut stream), Poll::Ready(None));
    assert_eq!(task.poll_next(&mut stream), Poll::Ready(None));
    assert!(stream.is_terminated());
}

#[test]
fn a_next_is_terminated_once_it_has_completed() {
    let queue = Queue::from_iter([1]);
    let task = Task::new();
    let mut stream = queue.stream();
    let mut next = stream.next();
    assert!(!next.is_terminated());
    assert_eq!(task.poll(&mut next), Poll::Ready(Some(1)));
    assert!(next.is_terminated() && task.poll(&mut next).is_pending());
    drop(next);
    queue.shutdown();
    for _ in 0..2 {
        let mut next = stream.next();
        assert!(!next.is_terminated());
        assert_eq!(task.poll(&mut next), Poll::Ready(None));
        assert!(next.is_terminated());
    }
}

#[test]
fn a_sink_gives_its_buffered_item_back() {
    let queue = Queue::bounded(1);
    let task = Task::new();
    let mut sink = queue.sink();
    assert_eq!(sink.take_buffered(), None);
    Pin::new(&mut sink).start_send(1).unwrap();
    assert_eq!((queue.len(), sink.take_buffered()), (0, Some(1)), "it was only buffered");

    queue.try_put(2).unwrap();
    Pin::new(&mut sink).start_send(3).unwrap();
    assert!(Pin::new(&mut sink).poll_ready(&mut task.context()).is_pending());
    assert_eq!((queue.waiting_putters(), sink.take_buffered()), (1, Some(3)), "it waited in line");
    assert_eq!(queue.waiting_putters(), 0);
    assert_eq!(Pin::new(&mut sink).poll_ready(&mut task.context()), Poll::Ready(Ok(())));
}

#[test]
fn a_sink_tells_of_the_shutdown_with_the_item() {
    let queue = Queue::unbounded();
    let mut sink = queue.sink();
    queue.shutdown();
    assert_eq!(block_on(sink.send(1)), Err(PutError::ShutDown(1)));
    assert_eq!(sink.take_buffered(), None, "the error has it");
    assert_eq!(block_on(sink.close()), Ok(()));
}

#[test]
#[should_panic(expected = "start_send called on a sink that is not ready")]
fn a_sink_that_is_not_ready_refuses_another_item() {
    let queue = Queue::unbounded();
    let mut sink = queue.sink();
    Pin::new(&mut sink).start_send(1).unwrap();
    let _ = Pin::new(&mut sink).start_send(2);
}

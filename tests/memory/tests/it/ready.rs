//! Operations that need not wait.

use std::task::Waker;

use futures::{SinkExt as _, StreamExt};
use queue_async::{Lock, Queue, Storage};

use crate::act::{Act, allocates_nothing, now};

#[test]
fn attempts() {
    struct Attempts;

    impl Act for Attempts {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, _: &[Waker; 2]) {
            queue.try_put(1).unwrap();
            queue.try_put(2).unwrap();
            queue.try_put(3).unwrap_err();
            queue.try_get().unwrap();
            queue.task_done().unwrap();
            assert_eq!(queue.drain().count(), 1);
            queue.try_get().unwrap_err();
        }
    }

    allocates_nothing::<Attempts>();
}

#[test]
fn futures() {
    struct Futures;

    impl Act for Futures {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, [task, _]: &[Waker; 2]) {
            now(queue.put(1), task).unwrap();
            assert_eq!(now(queue.get(), task), Ok(1));
            queue.task_done().unwrap();
            now(queue.join(), task);
        }
    }

    allocates_nothing::<Futures>();
}

#[test]
fn streams_and_sinks() {
    struct StreamsAndSinks;

    impl Act for StreamsAndSinks {
        fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, [task, _]: &[Waker; 2]) {
            let (mut sink, mut stream) = (queue.sink(), queue.stream());
            now(sink.send(1), task).unwrap();
            assert_eq!(now(stream.next(), task), Some(1));
            now(sink.send(2), task).unwrap();
            assert_eq!(now(StreamExt::next(&mut stream), task), Some(2));
        }
    }

    allocates_nothing::<StreamsAndSinks>();
}

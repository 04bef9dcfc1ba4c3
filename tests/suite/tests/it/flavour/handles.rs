//! Futures, streams and sinks that own their handle, over every kind of handle, dropped at every moment.

use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use futures::executor::block_on;
use futures::{FutureExt, Sink, SinkExt, StreamExt};
use queue_async::{
    Fairness, Fifo, Get, Handle, ItemSink, ItemStream, Join, Put, PutError, ShutDown,
};

use super::super::Flavour;
use super::WAYS;
use queue_support::Task;

type Queue<T> = super::Queue<Fifo<T>>;

fn queue<T>(capacity: usize, way: Fairness) -> Queue<T> {
    super::queue(capacity, way)
}

/// A struct with two queues of the same kind.
struct App<T> {
    queue: Queue<T>,
    other: Queue<T>,
}

/// Owns the struct, and points to one of its queues.
struct Part<T>(Rc<App<T>>);

impl<T> Part<T> {
    fn new(queue: Queue<T>) -> Self {
        Self(Rc::new(App { queue, other: Queue::unbounded() }))
    }
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Deref for Part<T> {
    type Target = Queue<T>;

    fn deref(&self) -> &Queue<T> {
        &self.0.queue
    }
}

/// Puts, gets and joins with futures, and then with a sink and a stream, each of which owns its handle.
pub(crate) fn puts_gets_and_joins(
    handle: impl Handle<Storage = Fifo<u8>, Lock = Flavour, Item = u8> + Clone,
) {
    block_on(async {
        let put = async {
            for item in 0..5 {
                Put::new(handle.clone(), item).await.unwrap();
            }
            Join::new(handle.clone()).await;
        };
        let get = async {
            for item in 0..5 {
                assert_eq!(Get::new(handle.clone()).await, Ok(item));
                handle.task_done().unwrap();
            }
        };
        futures::join!(put, get);

        let send = async {
            let mut sink = ItemSink::new(handle.clone());
            for item in 0..5 {
                sink.send(item).await.unwrap();
            }
            sink.close().await.unwrap();
            assert!(!handle.is_shutdown(), "closing a sink ends no queue");
            handle.shutdown();
        };
        let collect = ItemStream::new(handle.clone()).collect::<Vec<_>>();
        assert_eq!(futures::join!(send, collect).1, [0, 1, 2, 3, 4]);
    });
}

#[test]
fn every_handle_of_one_thread_puts_gets_and_joins() {
    puts_gets_and_joins(&Queue::bounded(1));
    puts_gets_and_joins(Rc::new(Queue::bounded(1)));
    puts_gets_and_joins(Rc::pin(Queue::bounded(1)));
    let part = Part::new(Queue::bounded(1));
    puts_gets_and_joins(part.clone());
    assert!(!part.0.other.is_shutdown());
    let (sender, receiver) = Queue::bounded(1).into_ends();
    puts_gets_and_joins(sender);
    drop(receiver);
    let (sender, receiver) = Queue::bounded(1).into_ends();
    puts_gets_and_joins(receiver);
    drop(sender);
}

#[test]
fn a_future_may_be_the_only_owner_of_its_queue() {
    assert_eq!(Get::new(Box::new(Queue::from_iter([1]))).now_or_never(), Some(Ok(1)));
    assert_eq!(Put::new(Rc::new(Queue::unbounded()), 1).now_or_never(), Some(Ok(())));
    assert_eq!(Join::new(Part::new(Queue::<u8>::unbounded())).now_or_never(), Some(()));
}

/// How far a future has come when it is dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Moment {
    New,
    Waits,
    Notified,
    LostTheRace,
    AfterShutdown,
    Finished,
}

use Moment::{AfterShutdown, Finished, LostTheRace, New, Notified, Waits};

#[test]
fn a_get_that_owns_its_handle_is_dropped_at_each_moment_with_handle_and_waker() {
    for way in WAYS {
        for moment in [New, Waits, Notified, LostTheRace, AfterShutdown, Finished] {
            let (part, task) = (Part::new(queue(1, way)), Task::new());
            let mut get = Get::new(part.clone());
            if moment != New {
                assert!(task.poll(&mut get).is_pending());
            }
            match moment {
                New | Waits => {}
                Notified => part.try_put(1).unwrap(),
                LostTheRace => {
                    part.try_put(1).unwrap();
                    assert_eq!(part.try_get(), Ok(1));
                    assert!(task.poll(&mut get).is_pending());
                }
                AfterShutdown => part.shutdown(),
                Finished => {
                    part.try_put(1).unwrap();
                    assert_eq!(task.poll(&mut get), Poll::Ready(Ok(1)));
                }
            }
            assert_eq!(Rc::strong_count(&part.0), 2, "{moment:?}");
            drop(get);
            assert_eq!((Rc::strong_count(&part.0), task.wakers()), (1, 0), "{moment:?}");
            let len = usize::from(moment == Notified);
            assert_eq!((part.len(), part.waiting_getters()), (len, 0), "{moment:?}");
        }
    }
}

#[test]
fn a_put_that_owns_its_handle_is_dropped_at_each_moment_with_handle_item_and_waker() {
    for way in WAYS {
        for moment in [New, Waits, Notified, AfterShutdown, Finished] {
            let (part, task, item) = (Part::new(queue(1, way)), Task::new(), Rc::new(()));
            part.try_put(Rc::default()).unwrap();
            let mut put = Put::new(part.clone(), Rc::clone(&item));
            if moment != New {
                assert!(task.poll(&mut put).is_pending());
            }
            match moment {
                New | Waits | LostTheRace => {}
                Notified => drop(part.try_get().unwrap()),
                AfterShutdown => part.shutdown(),
                Finished => {
                    drop(part.try_get().unwrap());
                    assert!(task.poll(&mut put).is_ready());
                }
            }
            assert_eq!((Rc::strong_count(&part.0), Rc::strong_count(&item)), (2, 2), "{moment:?}");
            drop(put);
            assert_eq!((Rc::strong_count(&part.0), task.wakers()), (1, 0), "{moment:?}");
            assert_eq!(part.waiting_putters(), 0);
            let has_put = moment == Finished || (moment, way) == (Notified, Fairness::Fair);
            assert_eq!(Rc::strong_count(&item), 1 + usize::from(has_put), "{moment:?}");
        }
    }
}

#[test]
fn a_join_that_owns_its_handle_is_dropped_at_each_moment_with_handle_and_waker() {
    for way in WAYS {
        for moment in [New, Waits, Notified, Finished] {
            let (part, task) = (Part::new(queue(1, way)), Task::new());
            part.try_put(1).unwrap();
            let mut join = Join::new(part.clone());
            if moment != New {
                assert!(task.poll(&mut join).is_pending());
            }
            if moment == Notified || moment == Finished {
                part.task_done().unwrap();
            }
            assert_eq!(moment == Finished && task.poll(&mut join).is_ready(), moment == Finished);
            assert_eq!(Rc::strong_count(&part.0), 2, "{moment:?}");
            drop(join);
            assert_eq!((Rc::strong_count(&part.0), task.wakers()), (1, 0), "{moment:?}");
            assert_eq!(part.waiting_joiners(), 0, "{moment:?}");
        }
    }
}

/// They leave their lines before the queue goes, and with it all that it has.
#[test]
fn a_queue_is_dropped_with_the_last_future_that_owns_it() {
    for way in WAYS {
        let (first, second, task, item) = (Rc::new(()), Rc::new(()), Task::new(), Rc::new(()));
        let queue = Rc::new(queue(1, way));
        queue.try_put(Rc::clone(&first)).unwrap();
        let weak = Rc::downgrade(&queue);
        let mut put = Put::new(Rc::clone(&queue), Rc::clone(&second));
        let mut sink = ItemSink::new(Rc::clone(&queue));
        Pin::new(&mut sink).start_send(Rc::clone(&item)).unwrap();
        let mut join = Join::new(queue);
        assert!(task.poll(&mut put).is_pending() && task.poll(&mut join).is_pending());
        assert!(Pin::new(&mut sink).poll_flush(&mut task.context()).is_pending());
        assert_eq!((weak.strong_count(), task.wakers()), (3, 3));
        drop((sink, join));
        assert_eq!((weak.strong_count(), task.wakers()), (1, 1));
        assert_eq!([&first, &second, &item].map(Rc::strong_count), [2, 2, 1]);
        drop(put);
        assert_eq!((weak.strong_count(), task.wakers()), (0, 0));
        assert_eq!([&first, &second].map(Rc::strong_count), [1, 1]);
    }
}

#[test]
fn a_queue_is_dropped_with_the_last_get_or_stream_that_owns_it() {
    for way in WAYS {
        let (task, queue) = (Task::new(), Rc::new(queue::<u8>(1, way)));
        let weak = Rc::downgrade(&queue);
        let (mut stream, mut get) = (ItemStream::new(Rc::clone(&queue)), Get::new(queue));
        assert!(task.poll_next(&mut stream).is_pending() && task.poll(&mut get).is_pending());
        assert_eq!((weak.strong_count(), task.wakers()), (2, 2));
        drop(stream);
        assert_eq!((weak.strong_count(), task.wakers()), (1, 1));
        drop(get);
        assert_eq!((weak.strong_count(), task.wakers()), (0, 0));
    }
}

#[test]
fn a_future_that_owns_the_last_end_of_a_kind_shuts_the_queue_down_when_it_is_dropped() {
    for way in WAYS {
        let (sender, receiver) = queue::<u8>(1, way).into_ends();
        let mut put = Put::new(sender, 1);
        assert_eq!((&mut put).now_or_never(), Some(Ok(())));
        assert!(!receiver.is_shutdown(), "it keeps the sender after it has put");
        drop(put);
        assert_eq!(receiver.get().now_or_never(), Some(Ok(1)));
        assert_eq!(receiver.get().now_or_never(), Some(Err(ShutDown)));

        let (sender, receiver) = queue::<u8>(1, way).into_ends();
        let (task, mut get) = (Task::new(), Get::new(receiver));
        assert!(task.poll(&mut get).is_pending());
        drop(get);
        assert_eq!((task.wakes(), task.wakers()), (0, 0), "it had left its line before");
        assert_eq!(sender.put(1).now_or_never(), Some(Err(PutError::ShutDown(1))));
    }
}

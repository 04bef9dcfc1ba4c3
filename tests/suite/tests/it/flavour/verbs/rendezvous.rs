use std::rc::Rc;
use std::task::Poll;

use futures::executor::block_on;
use futures::future::join;
use futures::{FutureExt, SinkExt, StreamExt};
use queue_async::{
    Builder, Capacity, Fairness, Fifo, PutError, ShutDown, TryGetError, TryPutError,
};

use super::super::Flavour;
use super::{Queue, at_rest};
use queue_support::Task;

#[test]
fn a_put_is_done_when_a_get_takes_its_item() {
    let (queue, putter, getter) = (Queue::rendezvous(), Task::new(), Task::new());
    assert_eq!((queue.is_full(), queue.is_empty(), queue.len()), (true, true, 0));
    // The put comes first.
    let mut put = queue.put(1);
    assert!(putter.poll(&mut put).is_pending());
    assert_eq!((queue.waiting_putters(), queue.len(), queue.unfinished()), (1, 0, 0));
    assert_eq!((queue.get().now_or_never(), putter.wakes()), (Some(Ok(1)), 1));
    assert_eq!((putter.poll(&mut put), queue.unfinished()), (Poll::Ready(Ok(())), 1));
    // The get comes first.
    let (mut get, mut put) = (queue.get(), queue.put(2));
    assert!(getter.poll(&mut get).is_pending());
    assert!(putter.poll(&mut put).is_pending());
    assert_eq!(getter.wakes(), 1);
    assert_eq!(getter.poll(&mut get), Poll::Ready(Ok(2)));
    assert_eq!((putter.wakes(), putter.poll(&mut put)), (1, Poll::Ready(Ok(()))));
    at_rest(&queue);
}

#[test]
fn no_attempt_finds_room() {
    let (queue, task) = (Queue::rendezvous(), Task::new());
    let mut get = queue.get();
    assert!(task.poll(&mut get).is_pending());
    assert_eq!(queue.try_put(1), Err(TryPutError::Full(1)));
    assert_eq!(queue.try_put_many([1]), Err(TryPutError::Full([1].into())));
    assert_eq!(queue.try_put_all([1]), Err(TryPutError::Refused([1].into())));
    assert_eq!(queue.try_reserve().map(drop), Err(TryPutError::Refused(())));
    let refused = queue.reserve().now_or_never().unwrap().map(drop);
    assert_eq!(refused, Err(PutError::Refused(())));
    assert_eq!(queue.try_get(), Err(TryGetError::Empty));
    assert_eq!(task.wakes(), 0);
}

#[test]
fn puts_are_served_in_the_order_of_arrival() {
    let (queue, task) = (Queue::rendezvous(), Task::new());
    let (mut first, mut batch, mut last) = (queue.put(1), queue.put_many([2, 3]), queue.put(4));
    assert!(task.poll(&mut first).is_pending());
    assert!(task.poll(&mut batch).is_pending());
    assert!(task.poll(&mut last).is_pending());
    assert_eq!((queue.try_get(), task.wakes()), (Ok(1), 1));
    assert_eq!((queue.try_get(), task.wakes()), (Ok(2), 0));
    assert_eq!(queue.get_many(9).now_or_never(), Some(Ok(vec![3, 4])));
    assert_eq!((task.wakes(), queue.unfinished()), (2, 4));
    assert!(task.poll(&mut batch).is_ready() && task.poll(&mut last).is_ready());
    at_rest(&queue);
}

#[test]
fn either_side_may_be_cancelled_at_any_moment() {
    let (queue, task, behind) = (Queue::rendezvous(), Task::new(), Task::new());
    // A put that no get has met takes its item back.
    let mut put = queue.put(1);
    assert!(task.poll(&mut put).is_pending());
    assert_eq!(
        (put.cancel(), task.wakers(), queue.try_get()),
        (Some(1), 0, Err(TryGetError::Empty))
    );
    // One that a get has met has put.
    let mut put = queue.put(2);
    assert!(task.poll(&mut put).is_pending());
    assert_eq!((queue.try_get(), put.cancel()), (Ok(2), None));
    // A notified get that is dropped notifies the next one.
    task.wakes();
    let (mut dropped, mut get, mut put) = (queue.get(), queue.get(), queue.put(3));
    assert!(task.poll(&mut dropped).is_pending());
    assert!(behind.poll(&mut get).is_pending());
    assert!(task.poll(&mut put).is_pending());
    assert_eq!((task.wakes(), behind.wakes()), (1, 0));
    drop(dropped);
    assert_eq!((behind.wakes(), behind.poll(&mut get)), (1, Poll::Ready(Ok(3))));
    // A get that was notified for a put that has gone waits again.
    let (mut get, mut put) = (queue.get(), queue.put(4));
    assert!(behind.poll(&mut get).is_pending());
    assert!(task.poll(&mut put).is_pending());
    drop(put);
    assert!(behind.poll(&mut get).is_pending());
    drop(get);
    // A batch says what no get has met.
    let mut batch = queue.put_many([5, 6]);
    assert!(task.poll(&mut batch).is_pending());
    assert_eq!((queue.try_get(), batch.cancel().into()), (Ok(5), vec![6]));
    assert_eq!(queue.unfinished(), 3);
    at_rest(&queue);
}

#[test]
fn a_shutdown_fails_both_sides() {
    for now in [false, true] {
        let (putting, getting, task) = (Queue::rendezvous(), Queue::rendezvous(), Task::new());
        let (mut met, mut put) = (putting.put(1), putting.put(2));
        assert!(task.poll(&mut met).is_pending() && task.poll(&mut put).is_pending());
        let mut get = getting.get();
        assert!(task.poll(&mut get).is_pending());
        assert_eq!((putting.try_get(), task.wakes()), (Ok(1), 1));
        for queue in [&putting, &getting] {
            if now { assert_eq!(queue.shutdown_now().count(), 0) } else { queue.shutdown() }
        }
        assert_eq!((task.wakes(), task.wakers()), (2, 0));
        assert_eq!(task.poll(&mut met), Poll::Ready(Ok(())));
        assert_eq!(task.poll(&mut put), Poll::Ready(Err(PutError::ShutDown(2))));
        assert_eq!(task.poll(&mut get), Poll::Ready(Err(ShutDown)));
        assert_eq!(putting.try_get(), Err(TryGetError::ShutDown));
    }
}

#[test]
fn a_stream_and_a_sink_meet() {
    let queue = Queue::rendezvous();
    let send = async {
        queue.sink().send_all(&mut futures::stream::iter((0..5).map(Ok))).await.unwrap();
        queue.shutdown();
    };
    let ((), got) = block_on(join(send, queue.stream().collect::<Vec<_>>()));
    assert_eq!(got, [0, 1, 2, 3, 4]);
}

#[test]
fn a_join_counts_the_items_that_were_met() {
    let (queue, task) = (Queue::rendezvous(), Task::new());
    let (mut put, mut join) = (queue.put(1), queue.join());
    assert!(task.poll(&mut put).is_pending());
    assert!(task.poll(&mut join).is_ready(), "no get has met it");
    queue.try_get().unwrap();
    let mut join = queue.join();
    assert!(task.poll(&mut join).is_pending());
    task.wakes();
    queue.task_done().unwrap();
    assert_eq!((task.wakes(), task.poll(&mut join)), (1, Poll::Ready(())));
}

#[test]
fn an_item_that_no_get_has_met_is_dropped_with_its_put() {
    let (queue, task, item) = (Queue::rendezvous(), Task::new(), Rc::new(()));
    let mut put = queue.put(Rc::clone(&item));
    assert!(task.poll(&mut put).is_pending());
    drop(put);
    assert_eq!((Rc::strong_count(&item), task.wakers()), (1, 0));
}

#[test]
fn a_rendezvous_is_fair_however_it_is_built() {
    let builder: Builder<Fifo<u8>, Flavour> = Builder::new(Fifo::default());
    let queue = builder.rendezvous().fairness(Fairness::Barging).build();
    assert_eq!((queue.capacity(), queue.fairness()), (Capacity::Rendezvous, Fairness::Fair));
}

//! Futures of a work queue that are dropped, and leases that are lost.

use std::mem;
use std::pin::pin;
use std::task::Poll;

use queue_async::{ShutDown, TryGetError};

use super::drive::sleep;
use super::{Clock, Queue, Task, builder, seconds};

#[test]
fn a_put_that_is_dropped_has_put_once_a_take_has_admitted_it() {
    let (queue, task) = (Queue::bounded(1), Task::new());
    drop(queue.put(0));
    queue.try_put(1).unwrap();
    let (mut gone, mut admitted) = (queue.put(2), queue.put(3));
    assert!(task.poll(&mut gone).is_pending());
    assert!(task.poll(&mut admitted).is_pending());
    drop(gone);
    queue.try_take().unwrap().done().unwrap();
    assert_eq!(admitted.cancel(), None, "it has put");
    assert_eq!(queue.try_take().unwrap().into_item(), Ok(3));
    assert_eq!((queue.unfinished(), queue.waiting_putters()), (0, 0));
}

#[test]
fn a_take_that_is_dropped_has_taken_nothing() {
    let (queue, task) = (Queue::unbounded(), Task::new());
    drop(queue.take());
    drop(queue.take_many(2));
    let (mut one, mut several) = (queue.take(), queue.take_many(2));
    assert!(task.poll(&mut one).is_pending());
    assert!(task.poll(&mut several).is_pending());
    assert_eq!(queue.waiting_takers(), 2);
    queue.try_put(1).unwrap();
    drop((one, several));
    assert_eq!((queue.waiting_takers(), queue.len(), queue.in_flight()), (0, 1, 0));
    assert_eq!(queue.try_take().unwrap().attempts(), 1, "it has not been taken before");
}

#[test]
fn a_take_of_several_that_was_woken_and_is_dropped_passes_its_wake_on() {
    let (queue, first, second) = (Queue::unbounded(), Task::new(), Task::new());
    let (mut gone, mut take) = (queue.take_many(2), queue.take());
    assert!(first.poll(&mut gone).is_pending());
    assert!(second.poll(&mut take).is_pending());
    queue.try_put(1).unwrap();
    drop(gone);
    assert_eq!((first.wakes(), second.wakes()), (1, 1));
    assert!(second.poll(&mut take).is_ready());
}

#[test]
fn a_stream_of_leases_that_is_dropped_leaves_its_line_and_passes_its_wake_on() {
    let (queue, first, second) = (Queue::unbounded(), Task::new(), Task::new());
    let (mut leases, mut take) = (queue.leases(), queue.take());
    assert!(first.poll_next(&mut leases).is_pending());
    assert!(second.poll(&mut take).is_pending());
    queue.try_put(1).unwrap();
    drop(leases);
    assert_eq!((first.wakes(), second.wakes(), queue.waiting_takers()), (1, 1, 0));
    assert!(second.poll(&mut take).is_ready());
}

#[test]
fn a_stream_of_leases_between_two_is_in_no_line() {
    let (queue, task) = (Queue::unbounded(), Task::new());
    queue.try_put(1).unwrap();
    let mut leases = queue.leases();
    let Poll::Ready(Some(lease)) = task.poll_next(&mut leases) else { panic!("there is a job") };
    assert_eq!(queue.waiting_takers(), 0);
    drop(leases);
    lease.done().unwrap();
}

#[test]
fn a_lease_that_is_leaked_keeps_its_job_unfinished_for_good() {
    let (queue, task) = (Queue::unbounded(), Task::new());
    queue.try_put(1).unwrap();
    mem::forget(queue.try_take().unwrap());
    queue.shutdown();
    let mut take = queue.take();
    assert!(task.poll(&mut take).is_pending(), "it may come back");
    assert_eq!(queue.try_take().err(), Some(TryGetError::Empty));
    assert!(task.poll(&mut queue.join()).is_pending());
    assert!(queue.shutdown_now().is_empty());
    assert!(matches!(task.poll(&mut take), Poll::Ready(Err(ShutDown))));
    assert!(task.poll(&mut queue.join()).is_pending());
    assert_eq!((queue.in_flight(), queue.unfinished()), (1, 1));
}

#[test]
fn a_leaked_lease_that_ends_by_itself_gives_its_job_back() {
    let clock = Clock::default();
    let queue = clock.set(builder()).build();
    queue.try_put(1).unwrap();
    let lease = queue.try_take().unwrap();
    lease.end_after(seconds(5)).unwrap();
    mem::forget(lease);
    clock.pass(5);
    queue.advance();
    assert_eq!(queue.try_take().unwrap().attempts(), 2);
}

#[test]
fn a_driver_that_is_dropped_may_be_begun_anew() {
    let clock = Clock::default();
    let queue = clock.set(builder()).build();
    let driver = Task::new();
    {
        let mut drive = pin!(queue.drive(|time| sleep(&clock, time)));
        assert!(driver.poll(&mut drive).is_pending());
        queue.put_after(1, seconds(5)).unwrap();
        assert_eq!(driver.wakes(), 1, "it is dropped with its wake");
    }
    clock.pass(5);
    assert_eq!(queue.len(), 0, "there is no driver");
    let mut drive = pin!(queue.drive(|time| sleep(&clock, time)));
    assert!(driver.poll(&mut drive).is_pending());
    assert_eq!(queue.len(), 1);
    queue.put_after(2, seconds(1)).unwrap();
    assert!(driver.poll(&mut drive).is_pending());
    clock.pass(1);
    assert!(driver.poll(&mut drive).is_pending());
    assert_eq!(queue.len(), 2);
}

#[test]
fn a_stream_of_leases_that_is_kept_after_its_wake_holds_up_no_take() {
    let (queue, first, second) = (Queue::unbounded(), Task::new(), Task::new());
    let (mut leases, mut take) = (queue.leases(), queue.take());
    assert!(first.poll_next(&mut leases).is_pending());
    assert!(second.poll(&mut take).is_pending());
    queue.try_put(1).unwrap();
    assert_eq!((first.wakes(), second.wakes()), (1, 1));
    assert!(second.poll(&mut take).is_ready());
    drop(leases);
}

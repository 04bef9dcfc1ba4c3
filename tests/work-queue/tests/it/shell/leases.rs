use std::task::Poll;

use queue_async::work::{Take, TakeMany};
use queue_async::{PutError, ShutDown, TryGetError, TryPutError};

use super::{Queue, Task, builder};

#[test]
fn a_take_waits_until_a_job_is_put() {
    let (queue, task) = (Queue::bounded(1), Task::new());
    let mut take = queue.take();
    assert!(task.poll(&mut take).is_pending());
    queue.try_put(1).unwrap();
    assert_eq!(task.wakes(), 1);
    let Poll::Ready(Ok(lease)) = task.poll(&mut take) else { panic!("there is a job") };
    assert_eq!((*lease, lease.attempts(), queue.in_flight(), queue.unfinished()), (1, 1, 1, 1));
    assert!(task.poll(&mut take).is_pending(), "it has finished");
    lease.done().unwrap();
    assert_eq!((queue.in_flight(), queue.unfinished()), (0, 0));
}

#[test]
fn a_take_that_was_woken_and_is_dropped_passes_its_wake_on() {
    let (queue, first, second) = (Queue::unbounded(), Task::new(), Task::new());
    let (mut gone, mut take) = (queue.take(), queue.take());
    assert!(first.poll(&mut gone).is_pending());
    assert!(second.poll(&mut take).is_pending());
    queue.try_put(1).unwrap();
    assert_eq!((first.wakes(), second.wakes()), (1, 0));
    drop(gone);
    assert_eq!(second.wakes(), 1);
    assert!(second.poll(&mut take).is_ready());
}

#[test]
fn a_lease_that_ends_wakes_a_join() {
    let (queue, task) = (Queue::unbounded(), Task::new());
    queue.try_put(1).unwrap();
    let lease = queue.try_take().unwrap();
    let mut join = queue.join();
    assert!(task.poll(&mut join).is_pending());
    drop(lease);
    assert_eq!(task.wakes(), 0, "it came back");
    queue.try_take().unwrap().done().unwrap();
    assert_eq!(task.wakes(), 1);
    assert!(task.poll(&mut join).is_ready());
}

#[test]
fn a_retry_wakes_a_take() {
    let (queue, task) = (Queue::bounded(1), Task::new());
    queue.try_put(1).unwrap();
    let lease = queue.try_take().unwrap();
    let mut take = queue.take();
    assert!(task.poll(&mut take).is_pending());
    lease.retry().unwrap();
    assert_eq!(task.wakes(), 1);
    let Poll::Ready(Ok(lease)) = task.poll(&mut take) else { panic!("it came back") };
    assert_eq!(lease.attempts(), 2);
}

#[test]
fn a_retry_is_in_its_old_place_or_at_the_end() {
    for at_end in [false, true] {
        let queue = Queue::unbounded();
        (1..=2).for_each(|number| queue.try_put(number).unwrap());
        let lease = queue.try_take().unwrap();
        if at_end { lease.retry_at_end() } else { lease.retry() }.unwrap();
        let order = [(); 2].map(|()| queue.try_take().unwrap().into_item().unwrap());
        assert_eq!(order, if at_end { [2, 1] } else { [1, 2] });
    }
}

#[test]
fn a_retry_into_a_full_queue_goes_before_a_put_that_waits() {
    let (queue, task) = (Queue::bounded(1), Task::new());
    queue.try_put("retried").unwrap();
    let retried = queue.try_take().unwrap();
    queue.try_put("queued").unwrap();
    let mut put = queue.put("waits");
    assert!(task.poll(&mut put).is_pending());
    retried.retry().unwrap();
    assert_eq!((queue.len(), queue.is_full(), queue.unfinished()), (1, true, 2));
    let order = [(); 3].map(|()| queue.try_take().unwrap().into_item().unwrap());
    assert_eq!(order, ["queued", "retried", "waits"]);
    assert_eq!(task.poll(&mut put), Poll::Ready(Ok(())));
}

#[test]
fn a_put_gives_its_item_back() {
    let (queue, task) = (Queue::bounded(1), Task::new());
    queue.try_put(1).unwrap();
    assert_eq!(queue.try_put(2), Err(TryPutError::Full(2)));
    let (mut cancelled, mut refused) = (queue.put(3), queue.put(4));
    assert!(task.poll(&mut cancelled).is_pending());
    assert!(task.poll(&mut refused).is_pending());
    assert_eq!(cancelled.cancel(), Some(3));
    queue.shutdown();
    assert_eq!(task.poll(&mut refused), Poll::Ready(Err(PutError::ShutDown(4))));
    assert_eq!(queue.try_put(5), Err(TryPutError::ShutDown(5)));
}

#[test]
fn several_jobs_are_taken_at_once() {
    let (queue, task) = (Queue::unbounded(), Task::new());
    let mut take = TakeMany::new(&queue, 2);
    assert!(task.poll(&mut take).is_pending());
    for number in 0..3 {
        queue.try_put(number).unwrap();
    }
    let Poll::Ready(Ok(leases)) = task.poll(&mut take) else { panic!("there are jobs") };
    assert_eq!(leases.iter().map(|lease| **lease).collect::<Vec<_>>(), [0, 1]);
    drop(leases);
    assert_eq!((queue.len(), queue.in_flight()), (3, 0));
}

#[test]
fn a_stream_of_leases_ends_with_the_last_job() {
    let (queue, task) = (Queue::unbounded(), Task::new());
    let mut leases = queue.leases();
    assert!(task.poll_next(&mut leases).is_pending());
    queue.try_put(1).unwrap();
    queue.shutdown();
    let Poll::Ready(Some(lease)) = task.poll_next(&mut leases) else { panic!("there is a job") };
    assert!(task.poll_next(&mut leases).is_pending(), "it may come back");
    drop(lease);
    let Poll::Ready(Some(lease)) = task.poll_next(&mut leases) else { panic!("it came back") };
    assert!(task.poll_next(&mut leases).is_pending());
    task.wakes();
    lease.done().unwrap();
    assert_eq!(task.wakes(), 1);
    assert!(matches!(task.poll_next(&mut leases), Poll::Ready(None)));
    assert!(matches!(task.poll_next(&mut leases), Poll::Ready(None)));
}

#[test]
fn a_lease_may_own_its_queue() {
    let queue = std::rc::Rc::new(builder().bounded(1).build());
    queue.try_put(1).unwrap();
    let mut take = Take::new(std::rc::Rc::clone(&queue));
    let Poll::Ready(Ok(lease)) = Task::new().poll(&mut take) else { panic!("there is a job") };
    drop(take);
    assert_eq!(std::rc::Rc::strong_count(&queue), 2);
    assert_eq!(lease.into_item(), Ok(1));
    assert_eq!(std::rc::Rc::strong_count(&queue), 1);
}

#[test]
fn an_immediate_shutdown_hands_out_all_but_the_leased() {
    let (queue, task) = (Queue::unbounded(), Task::new());
    for number in 0..3 {
        queue.try_put(number).unwrap();
    }
    let [dropped, done] = [(); 2].map(|()| queue.try_take().unwrap());
    let mut join = queue.join();
    assert!(task.poll(&mut join).is_pending());
    let jobs = queue.shutdown_now();
    assert_eq!(jobs.into_iter().map(|job| job.item).collect::<Vec<_>>(), [2]);
    assert_eq!(queue.try_take().err(), Some(TryGetError::ShutDown));
    assert!(matches!(task.poll(&mut queue.take()), Poll::Ready(Err(ShutDown))));
    done.done().unwrap();
    assert_eq!(task.wakes(), 0);
    drop(dropped);
    assert_eq!(task.wakes(), 1);
    let mut dead = queue.dead().stream();
    let Poll::Ready(Some(first)) = task.poll_next(&mut dead) else { panic!("it has died") };
    assert_eq!((first.job.item, first.cause), (0, queue_async::work::Cause::ShutDown));
    assert!(matches!(task.poll_next(&mut dead), Poll::Ready(None)), "all have ended");
}

//! What a work queue and its futures show: counts, and how far an operation has come. They never show an item.

use std::fmt::Debug;
use std::task::Poll;

use futures::future::FusedFuture;
use futures::stream::FusedStream;

use super::{Queue, Task, builder, seconds};

struct Secret;

#[track_caller]
fn shows(value: &impl Debug, start: &str) {
    let shown = format!("{value:?}");
    assert!(shown.starts_with(start), "{shown}");
}

#[test]
fn a_work_queue_answers_how_it_stands() {
    let (queue, task) = (Queue::bounded(1), Task::new());
    assert_eq!((queue.returning(), queue.is_shutdown()), (0, false));
    queue.try_put(1).unwrap();
    let leases: Vec<_> = (0..2).map(|number| (queue.try_take(), queue.try_put(number))).collect();
    let mut put = queue.put(9);
    assert_eq!(queue.waiting_putters(), 0);
    assert!(task.poll(&mut put).is_pending());
    assert_eq!((queue.waiting_putters(), queue.waiting_takers()), (1, 0));
    drop(leases);
    assert_eq!((queue.returning(), queue.len(), queue.unfinished()), (2, 1, 3));
    queue.shutdown();
    assert!(queue.is_shutdown());
}

#[test]
fn a_work_queue_and_its_builder_show_their_counts() {
    shows(
        &builder::<Secret>(),
        "WorkBuilder { capacity: Unbounded, max_attempts: 4294967295, .. }",
    );
    let queue = builder().max_attempts(1).build();
    for _ in 0..2 {
        assert!(queue.try_put(Secret).is_ok());
    }
    assert!(queue.put_after(Secret, seconds(9)).is_ok());
    queue.try_take().unwrap().retry().unwrap();
    let lease = queue.try_take().unwrap();
    let shown = format!("{queue:?}");
    assert!(shown.starts_with("WorkQueue { queue: Queue { len: 0, "), "{shown}");
    assert!(shown.ends_with("in_flight: 1, delayed: 1, behind: 0, dead: 1, .. }"), "{shown}");
    let shown = format!("{lease:?}");
    assert!(shown.starts_with("Lease { id: LeaseId { slot: "), "{shown}");
    assert!(shown.ends_with(" }, attempts: 1, .. }"), "{shown}");
}

#[test]
fn a_future_shows_how_far_it_has_come() {
    let (queue, task) = (Queue::bounded(1), Task::new());
    let (mut take, mut many) = (queue.take(), queue.take_many(3));
    shows(&take, "Take { get: Get(New), .. }");
    shows(&many, "TakeMany { get: Get(New), limit: 3, .. }");
    assert!(task.poll(&mut take).is_pending() && !take.is_terminated());
    assert!(task.poll(&mut many).is_pending() && !many.is_terminated());
    shows(&take, "Take { get: Get(InLine), .. }");
    assert!(queue.try_put(Secret).is_ok());
    let Poll::Ready(Ok(lease)) = task.poll(&mut take) else { panic!("there is a job") };
    assert!(take.is_terminated());
    shows(&take, "Take { get: Get(Finished), .. }");

    assert!(queue.try_put(Secret).is_ok());
    let mut put = queue.put(Secret);
    assert!(task.poll(&mut put).is_pending() && !put.is_terminated());
    shows(&put, "PutJob { put: Put(InLine), .. }");
    assert!(task.poll(&mut many).is_ready() && many.is_terminated());
    assert!(task.poll(&mut put).is_ready() && put.is_terminated());
    shows(&put, "PutJob { put: Put(Finished), .. }");
    lease.done().unwrap();
}

#[test]
fn a_stream_of_leases_shows_whether_it_waits_and_has_ended() {
    let (queue, task) = (Queue::<Secret>::unbounded(), Task::new());
    let mut leases = queue.leases();
    shows(&leases, "LeaseStream { waits: false, has_ended: false, .. }");
    assert!(task.poll_next(&mut leases).is_pending() && !leases.is_terminated());
    shows(&leases, "LeaseStream { waits: true, has_ended: false, .. }");
    queue.shutdown();
    assert!(matches!(task.poll_next(&mut leases), Poll::Ready(None)));
    assert!(leases.is_terminated());
    shows(&leases, "LeaseStream { waits: false, has_ended: true, .. }");
}

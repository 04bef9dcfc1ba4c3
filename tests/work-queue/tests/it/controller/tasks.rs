//! A job that has been taken and is put back, and the count of unfinished tasks.

use queue_core::work::{Job, Keep, Retry, StaleLease};
use queue_core::{Join, Polled, TaskDoneError, TryGetError, TryPutError};

use super::Queue;

#[test]
fn a_job_that_is_put_back_is_given_back_and_its_attempt_does_not_count() {
    let mut queue = Queue::new(Keep::All);
    for item in [('a', 1), ('a', 2), ('b', 1)] {
        queue.put(item);
    }
    for _ in 0..3 {
        let job = queue.try_get().expect("there is a job");
        assert_eq!((job.item, job.attempts(), queue.state.unfinished()), (('a', 1), 1, 3));
        let lease = job.lease().expect("it has been taken");
        queue.put(job);
        assert_eq!((queue.state.storage().leased(), queue.state.unfinished()), (0, 3));
        assert_eq!(queue.done(lease), Err(StaleLease));
        // It has no room yet: another one leaves first.
        let (item, other) = queue.get();
        assert_eq!(item, ('b', 1));
        queue.retry(other, item, Retry::InPlace).expect("it is leased");
    }
    assert_eq!(queue.drain(), [('a', 1), ('a', 2), ('b', 1)]);
}

#[test]
fn a_job_that_is_put_back_gives_its_copy_back() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let job = queue.try_get().expect("there is a job");
    queue.keep(job.lease().expect("it has been taken"), ('a', 2), 30).expect("it is leased");
    queue.put(job);
    assert_eq!((queue.spent(), queue.state.next_deadline()), (vec![('a', 2)], None));
    assert_eq!((queue.drain(), queue.state.unfinished()), (vec![('a', 1)], 0));
}

#[test]
fn a_job_that_is_put_back_wakes_a_get() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let job = queue.try_get().expect("there is a job");
    let mut get = queue_core::Get::new();
    assert_eq!(queue.poll_get(&mut get), Polled::Pending);
    queue.put(job);
    assert_eq!(queue.notified(), [7]);
    assert!(matches!(queue.poll_get(&mut get), Polled::Ready(Ok(Job { item: ('a', 1), .. }))));
}

#[test]
fn a_job_that_is_put_back_needs_room_and_is_refused_after_a_shutdown() {
    let mut queue = Queue::bounded(Keep::All, 1);
    queue.put(('a', 1));
    let job = queue.try_get().expect("there is a job");
    queue.put(('b', 1));
    assert_eq!(queue.try_put(job), Err(TryPutError::Full(())));
    queue.shutdown();
    assert_eq!(queue.try_put(job), Err(TryPutError::ShutDown(())));
    let lease = job.lease().expect("it has been taken");
    queue.retry(lease, job.item, Retry::AtEnd).expect("it is still leased");
    assert_eq!(queue.drain(), [('b', 1), ('a', 1)]);
}

#[test]
fn a_job_that_is_put_with_a_lease_that_has_ended_is_a_new_one() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let job = queue.try_get().expect("there is a job");
    queue.done(job.lease().expect("it has been taken")).expect("it is leased");
    queue.put(job);
    assert_eq!(queue.state.unfinished(), 1);
    assert_eq!(queue.try_get().map(|job| (job.item, job.attempts())), Ok((('a', 1), 2)));
}

#[test]
fn task_done_fails_and_changes_nothing() {
    let mut queue = Queue::new(Keep::All);
    for _ in 0..2 {
        assert_eq!(queue.state.task_done(&mut queue.effects.notified), Err(TaskDoneError));
        queue.put(('a', 1));
        assert_eq!(queue.state.task_done(&mut queue.effects.notified), Err(TaskDoneError));
        assert_eq!((queue.state.unfinished(), queue.drain().len()), (1, 1));
    }
}

#[test]
fn a_join_waits_for_jobs_that_are_ready_behind_delayed_returning_and_leased() {
    let mut queue = Queue::bounded(Keep::All, 2);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.put(('b', 1));
    queue.put(('b', 2));
    queue.put_at(('c', 1), 50);
    queue.retry(lease, item, Retry::AtEnd).expect("it is leased");
    let jobs = queue.state.storage();
    assert_eq!((jobs.returning(), jobs.behind(), jobs.delayed(), queue.state.len()), (1, 1, 1, 1));

    let mut join = Join::new();
    for now in [0, 0, 0, 50] {
        assert_eq!(queue.poll_join(&mut join), Polled::Pending);
        queue.advance(now);
        let (_, lease) = queue.get();
        assert_eq!(queue.poll_join(&mut join), Polled::Pending);
        queue.done(lease).expect("it is leased");
    }
    assert_eq!((queue.poll_join(&mut join), queue.notified()), (Polled::Ready(()), vec![8]));
    assert_eq!(queue.try_get(), Err(TryGetError::Empty));
}

#[test]
fn a_join_does_not_wait_for_an_item_that_became_one_with_another() {
    let mut queue = Queue::new(Keep::First);
    let mut join = Join::new();
    queue.put(('a', 1));
    assert_eq!(queue.poll_join(&mut join), Polled::Pending);
    queue.put(('a', 2));
    assert_eq!(queue.drain(), [('a', 1)]);
    assert_eq!(queue.poll_join(&mut join), Polled::Ready(()));
}

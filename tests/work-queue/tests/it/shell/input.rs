//! Numbers at the ends of their ranges, and code of the user's that does what it must not.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;
use std::time::Duration;

use queue_async::work::{ByKey, Job, Keep, WorkQueue};
use queue_async::{Capacity, TryPutError};

use super::{Clock, Flavour, Queue, Task, builder, seconds};

#[test]
#[should_panic(expected = "a queue's capacity is at least one")]
fn a_work_queue_of_no_room() {
    let _ = Queue::<u8>::bounded(0);
}

#[test]
fn a_take_of_no_job_is_ready_at_once() {
    let (queue, task) = (Queue::unbounded(), Task::new());
    for is_empty in [true, false] {
        let Poll::Ready(Ok(leases)) = task.poll(&mut queue.take_many(0)) else {
            panic!("it takes nothing")
        };
        assert_eq!((leases.len(), queue.is_empty()), (0, is_empty));
        queue.try_put(1).unwrap();
    }
}

#[test]
fn a_delay_that_no_clock_can_hold_never_ends() {
    let clock = Clock::default();
    let queue = clock.set(builder()).build();
    queue.put_after(1, Duration::MAX).unwrap();
    queue.try_put(2).unwrap();
    queue.try_take().unwrap().retry_after(Duration::MAX).unwrap();
    queue.try_put_job(Job::new(3).expires_at(queue.time_after(Duration::MAX))).unwrap();
    let lease = queue.try_take().unwrap();
    lease.end_after(Duration::MAX).unwrap();
    assert_eq!(queue.advance(), None);
    clock.pass(u64::from(u32::MAX));
    assert_eq!((queue.advance(), queue.len(), queue.delayed()), (None, 0, 2));
    lease.done().unwrap();
}

#[test]
fn a_work_queue_does_not_become_a_rendezvous() {
    let queue = Queue::<u8>::bounded(1);
    assert!(queue.set_capacity(Capacity::Rendezvous).is_err());
    assert_eq!(queue.try_put(1), Ok(()));
}

#[test]
fn a_smaller_capacity_drops_no_job() {
    let queue = Queue::unbounded();
    (0..3).for_each(|number| queue.try_put(number).unwrap());
    queue.set_capacity(1.try_into().unwrap()).unwrap();
    for number in 0..2 {
        assert_eq!(queue.try_take().unwrap().into_item(), Ok(number));
        assert_eq!(queue.try_put(9), Err(TryPutError::Full(9)));
    }
    assert_eq!(queue.try_take().unwrap().into_item(), Ok(2));
    assert_eq!(queue.try_put(9), Ok(()));
}

#[test]
fn a_delayed_job_behind_another_one_needs_no_room() {
    type Jobs = WorkQueue<ByKey<(u8, u8), u8>, Flavour>;

    let clock = Clock::default();
    let now = clock.clone();
    let rules = ByKey::new(Keep::All, |&(key, _): &(u8, u8)| key);
    let queue = Jobs::builder(rules).bounded(1).clock(move || now.now()).build();
    queue.try_put((1, 1)).unwrap();
    let first = queue.try_take().unwrap();
    queue.put_after((1, 2), seconds(1)).unwrap();
    queue.put_after((1, 3), seconds(0)).unwrap();
    assert_eq!((queue.behind(), queue.delayed(), queue.is_full()), (2, 0, false));
    queue.try_put((2, 1)).unwrap();
    first.done().unwrap();
    assert_eq!((queue.behind(), queue.delayed(), queue.len()), (1, 1, 1));
    clock.pass(1);
    queue.advance();
    let order = [(); 3].map(|()| queue.try_take().unwrap().into_item().unwrap());
    assert_eq!(order, [(2, 1), (1, 2), (1, 3)]);
}

#[test]
fn a_put_that_would_be_merged_waits_for_room_all_the_same() {
    let rules = ByKey::new(Keep::Last, |&(key, _): &(u8, u8)| key);
    let queue = WorkQueue::<_, Flavour>::builder(rules).bounded(1).build();
    queue.try_put((1, 1)).unwrap();
    assert_eq!(queue.try_put((1, 2)), Err(TryPutError::Full((1, 2))));
    queue.put_after((1, 3), seconds(0)).unwrap();
    assert_eq!(queue.try_take().unwrap().into_item(), Ok((1, 3)));
}

#[test]
fn a_job_may_be_taken_after_its_time_until_the_driver_has_looked() {
    let clock = Clock::default();
    let queue = clock.set(builder()).build();
    let job = || Job::new(1).expires_at(queue.time_after(seconds(1)));
    queue.try_put_job(job()).unwrap();
    queue.try_put_job(job()).unwrap();
    clock.pass(9);
    queue.try_take().unwrap().done().unwrap();
    queue.advance();
    assert_eq!((queue.len(), queue.dead().len()), (0, 1));
}

#[test]
fn a_change_of_an_item_changes_neither_its_key_nor_its_copy() {
    let rules = ByKey::new(Keep::All, |&(key, _): &(u8, u8)| key);
    let queue = WorkQueue::<_, Flavour>::builder(rules).build();
    queue.try_put((1, 1)).unwrap();
    queue.try_put((1, 2)).unwrap();
    let mut lease = queue.try_take().unwrap();
    lease.0 = 2;
    lease.retry().unwrap();
    let mut lease = queue.try_take().unwrap();
    assert_eq!(*lease, (2, 1));
    assert!(queue.try_take().is_err(), "it still has the key 1");
    lease.end_after(seconds(0)).unwrap();
    lease.1 = 9;
    queue.advance();
    assert_eq!(*queue.try_take().unwrap(), (2, 1), "the copy is older than the change");
}

/// An item that panics when it is cloned.
#[derive(Debug)]
struct Unique;

impl Clone for Unique {
    fn clone(&self) -> Self {
        panic!("there is only one")
    }
}

#[test]
fn an_item_that_panics_when_it_is_cloned_leaves_its_lease_as_it_was() {
    let queue = Queue::unbounded();
    queue.try_put(Unique).unwrap();
    let lease = queue.try_take().unwrap();
    let panic = catch_unwind(AssertUnwindSafe(|| lease.end_after(seconds(1))));
    assert!(panic.is_err());
    assert!(!lease.is_stale());
    lease.done().unwrap();
    assert_eq!(queue.unfinished(), 0);
}

#[test]
fn a_delay_of_nothing_is_none() {
    let clock = Clock::default();
    let queue = clock.set(builder()).limit_retries(seconds(1), 9).build();
    clock.pass(1);
    queue.put_after(1, seconds(0)).unwrap();
    assert_eq!((queue.len(), queue.delayed()), (1, 0));
    queue.try_take().unwrap().retry().unwrap();
    assert_eq!((queue.len(), queue.delayed()), (1, 0), "there is a token");
    clock.pass(1);
    queue.try_take().unwrap().retry_after(seconds(0)).unwrap();
    assert_eq!((queue.len(), queue.delayed()), (1, 0));
    assert_eq!(queue.try_take().unwrap().attempts(), 3);
}

//! A job whose attempt has failed comes back.

use queue_core::work::{Cause, Job, Keep, Retry};
use queue_core::{Capacity, Exchange, Put, TryGetError};

use super::Queue;

const WAYS: [Retry; 3] = [Retry::InPlace, Retry::AtEnd, Retry::At(0)];

#[test]
fn a_retry_in_place_runs_before_what_came_later_and_one_at_the_end_after_it() {
    for (retry, order) in [(Retry::InPlace, ['a', 'b']), (Retry::AtEnd, ['b', 'a'])] {
        let mut queue = Queue::new(Keep::All);
        queue.put(('a', 1));
        queue.put(('b', 1));
        let (item, lease) = queue.get();
        queue.retry(lease, item, retry).expect("it is leased");
        assert_eq!(queue.drain(), order.map(|key| (key, 1)));
    }
}

#[test]
fn a_retry_with_a_newer_item_pending_becomes_one_job_with_it() {
    for retry in WAYS {
        for (keep, kept, spent) in [(Keep::Last, 2, 1), (Keep::First, 1, 2)] {
            let mut queue = Queue::new(keep);
            queue.put(('a', 1));
            let (item, lease) = queue.get();
            queue.put(('a', 2));
            queue.retry(lease, item, retry).expect("it is leased");
            assert_eq!((queue.state.unfinished(), queue.spent()), (1, vec![('a', spent)]));
            let job = queue.try_get().expect("it has come back");
            assert_eq!((job.item, job.attempts()), (('a', kept), 2));
        }
    }
}

#[test]
fn with_all_kept_a_retry_runs_before_a_newer_item() {
    for retry in WAYS {
        let mut queue = Queue::new(Keep::All);
        queue.put(('a', 1));
        let (item, lease) = queue.get();
        queue.put(('a', 2));
        queue.retry(lease, item, retry).expect("it is leased");
        assert_eq!(queue.state.unfinished(), 2);
        assert_eq!(queue.drain(), [('a', 1), ('a', 2)]);
    }
}

#[test]
fn with_all_kept_a_retry_later_holds_its_key_up_until_then() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.put(('a', 2));
    queue.put(('b', 1));
    queue.retry(lease, item, Retry::At(10)).expect("it is leased");
    assert_eq!(queue.drain(), [('b', 1)]);
    queue.advance(10);
    assert_eq!(queue.drain(), [('a', 1), ('a', 2)]);
}

#[test]
fn the_failure_count_is_kept_over_retries_and_starts_anew_after_done() {
    let mut queue = Queue::new(Keep::Last);
    queue.put(('a', 1));
    for attempts in 1..=20 {
        let job = queue.try_get().expect("it has come back");
        assert_eq!(job.attempts(), attempts);
        let lease = job.lease().expect("it has been taken");
        if attempts < 20 {
            queue.retry(lease, job.item, Retry::AtEnd).expect("it is leased");
        } else {
            queue.done(lease).expect("it is leased");
        }
    }
    queue.put(('a', 2));
    assert_eq!(queue.try_get().map(|job| job.attempts()), Ok(1));
}

#[test]
fn a_failure_of_one_key_does_not_count_for_another() {
    let mut queue = Queue::new(Keep::Last);
    queue.put(('a', 1));
    queue.put(('b', 1));
    for _ in 0..3 {
        let (item, lease) = queue.get();
        assert_eq!(item.0, 'a');
        queue.retry(lease, item, Retry::InPlace).expect("it is leased");
    }
    let (_, lease) = queue.get();
    queue.done(lease).expect("it is leased");
    assert_eq!(queue.try_get().map(|job| (job.item, job.attempts())), Ok((('b', 1), 1)));
}

#[test]
fn a_job_that_may_be_tried_once_dies_of_its_first_failure_and_frees_its_key() {
    for max_attempts in [0, 1] {
        let mut queue = Queue::with(Keep::All, Capacity::Unbounded, max_attempts);
        for number in [1, 2] {
            queue.put(('a', number));
        }
        for number in [1, 2] {
            let (item, lease) = queue.get();
            queue.retry(lease, item, Retry::At(9)).expect("it is leased");
            assert_eq!(queue.dead(), [(('a', number), Cause::Attempts)]);
        }
        assert_eq!((queue.state.unfinished(), queue.state.next_deadline()), (0, None));
    }
}

#[test]
fn a_dead_job_does_not_become_one_with_a_newer_item() {
    let mut queue = Queue::with(Keep::First, Capacity::Unbounded, 1);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.put(('a', 2));
    queue.retry(lease, item, Retry::AtEnd).expect("it is leased");
    assert_eq!(queue.dead(), [(('a', 1), Cause::Attempts)]);
    assert_eq!(queue.try_get().map(|job| (job.item, job.attempts())), Ok((('a', 2), 1)));
}

#[test]
fn a_job_that_takes_its_worker_down_each_time_dies() {
    let mut queue = Queue::with(Keep::All, Capacity::Unbounded, 3);
    queue.put(('a', 1));
    for now in 1..=3 {
        let (item, lease) = queue.get();
        queue.keep(lease, item, now).expect("it is leased");
        queue.advance(now);
    }
    assert_eq!(queue.try_get(), Err(TryGetError::Empty));
    assert_eq!((queue.dead(), queue.state.unfinished()), (vec![(('a', 1), Cause::Attempts)], 0));
}

#[test]
fn a_dead_job_that_is_put_again_as_a_new_one_has_all_its_attempts() {
    let mut queue = Queue::with(Keep::All, Capacity::Unbounded, 1);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.retry(lease, item, Retry::AtEnd).expect("it is leased");
    let dead = queue.effects.dead.pop().expect("it has died");
    assert_eq!((dead.job.attempts(), dead.job.lease()), (1, None));
    queue.put(Job::new(dead.job.item));
    assert_eq!(queue.try_get().map(|job| job.attempts()), Ok(1));
}

#[test]
fn workers_that_retry_into_a_full_queue_do_not_block_each_other() {
    let mut queue = Queue::bounded(Keep::All, 1);
    let mut leases = Vec::new();
    for key in ['a', 'b', 'c'] {
        queue.put((key, 1));
        leases.push(queue.get());
    }
    queue.put(('d', 1));
    for (item, lease) in leases {
        queue.retry(lease, item, Retry::AtEnd).expect("it is leased");
        assert_eq!(queue.state.weight(), 1);
    }
    assert_eq!(queue.state.storage().returning(), 3);
    assert_eq!(queue.drain(), [('d', 1), ('a', 1), ('b', 1), ('c', 1)]);
    assert_eq!((queue.state.weight(), queue.state.unfinished()), (0, 0));
}

#[test]
fn a_larger_capacity_lets_retries_in_before_puts_that_wait() {
    let mut queue = Queue::bounded(Keep::All, 1);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.put(('b', 1));
    let (mut put, mut exchange) = (Put::new(Job::new(('c', 1))), Exchange::with(7));
    let _ = queue.state.poll_put(&mut put, &mut exchange, |_| true);
    queue.retry(lease, item, Retry::InPlace).expect("it is leased");
    let capacity = 2.try_into().expect("it is not zero");
    queue.state.set_capacity(capacity, &mut exchange.notified).expect("neither is a rendezvous");
    assert_eq!((queue.state.len(), queue.state.waiting_putters()), (2, 1));
    assert_eq!(queue.state.storage().returning(), 0);
    assert_eq!(queue.drain(), ['a', 'b', 'c'].map(|key| (key, 1)));
}

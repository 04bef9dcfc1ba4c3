//! A job that lives too long dies, wherever it waits.

use queue_core::TryGetError;
use queue_core::work::{Cause, Job, Keep, Retry};

use super::Queue;

/// It dies in the next step of time, and ends.
#[track_caller]
fn dies(queue: &mut Queue, item: (char, u32)) {
    let unfinished = queue.state.unfinished();
    queue.advance(89);
    assert_eq!(queue.dead(), []);
    queue.advance(90);
    assert_eq!(queue.dead(), [(item, Cause::Expired)]);
    assert_eq!(queue.state.unfinished(), unfinished - 1);
}

#[test]
fn a_job_expires_while_it_is_queued() {
    let mut queue = Queue::bounded(Keep::All, 1);
    queue.put(Job::new(('a', 1)).expires_at(90));
    assert_eq!(queue.state.next_deadline(), Some(90));
    dies(&mut queue, ('a', 1));
    assert_eq!((queue.try_get(), queue.state.weight()), (Err(TryGetError::Empty), 0));
    queue.put(('a', 2));
    assert_eq!(queue.drain(), [('a', 2)]);
}

#[test]
fn a_job_expires_while_it_is_behind_another_one() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    queue.put(Job::new(('a', 2)).expires_at(90));
    queue.put(('a', 3));
    let (_, lease) = queue.get();
    dies(&mut queue, ('a', 2));
    queue.done(lease).expect("it is leased");
    assert_eq!(queue.drain(), [('a', 3)]);
}

#[test]
fn a_job_expires_while_it_is_delayed_and_frees_its_key() {
    let mut queue = Queue::new(Keep::All);
    queue.put_at(Job::new(('a', 1)).expires_at(90), 100);
    queue.put(('a', 2));
    dies(&mut queue, ('a', 1));
    assert_eq!(queue.drain(), [('a', 2)]);
    assert_eq!(queue.state.next_deadline(), None);
}

#[test]
fn a_job_that_is_due_when_it_expires_dies() {
    let mut queue = Queue::new(Keep::All);
    queue.put_at(Job::new(('a', 1)).expires_at(90), 90);
    dies(&mut queue, ('a', 1));
}

#[test]
fn jobs_that_expire_together_die_in_the_order_of_their_puts() {
    for due in [90, 91] {
        let mut queue = Queue::new(Keep::All);
        queue.put_at(Job::new(('a', 1)).expires_at(90), due);
        queue.put(Job::new(('b', 1)).expires_at(90));
        queue.advance(90);
        assert_eq!(queue.dead(), ['a', 'b'].map(|key| ((key, 1), Cause::Expired)));
    }
}

#[test]
fn a_job_expires_while_it_returns() {
    let mut queue = Queue::bounded(Keep::All, 1);
    queue.put(Job::new(('a', 1)).expires_at(90));
    let (item, lease) = queue.get();
    queue.put(('b', 1));
    queue.retry(lease, item, Retry::AtEnd).expect("it is leased");
    assert_eq!(queue.state.storage().returning(), 1);
    dies(&mut queue, ('a', 1));
    assert_eq!((queue.state.storage().returning(), queue.drain()), (0, vec![('b', 1)]));
}

#[test]
fn a_job_does_not_expire_while_it_is_leased() {
    let mut queue = Queue::new(Keep::All);
    queue.put(Job::new(('a', 1)).expires_at(90));
    let (_, lease) = queue.get();
    assert_eq!(queue.state.next_deadline(), None);
    queue.advance(1_000);
    assert_eq!((queue.dead(), queue.done(lease)), (vec![], Ok(())));
}

#[test]
fn a_job_that_comes_back_after_its_time_dies_in_the_next_step_of_time() {
    for retry in [Retry::InPlace, Retry::AtEnd, Retry::At(200)] {
        let mut queue = Queue::new(Keep::All);
        queue.put(Job::new(('a', 1)).expires_at(90));
        let (item, lease) = queue.get();
        queue.advance(100);
        queue.retry(lease, item, retry).expect("it is leased");
        assert_eq!(queue.state.next_deadline(), Some(90));
        queue.advance(100);
        assert_eq!(queue.dead(), [(('a', 1), Cause::Expired)]);
    }
}

#[test]
fn a_lease_that_runs_out_after_the_time_of_its_job_ends_in_its_death() {
    let mut queue = Queue::new(Keep::All);
    queue.put(Job::new(('a', 1)).expires_at(90));
    let (item, lease) = queue.get();
    queue.keep(lease, item, 95).expect("it is leased");
    queue.advance(95);
    assert_eq!(queue.dead(), [(('a', 1), Cause::Expired)]);
}

#[test]
fn two_adds_of_a_key_keep_the_longer_life() {
    for lives in [[Some(90), Some(100)], [Some(100), Some(90)], [Some(90), None], [None, Some(90)]]
    {
        let mut queue = Queue::new(Keep::Last);
        for (life, number) in lives.into_iter().zip([1, 2]) {
            let job = Job::new(('a', number));
            queue.put(life.map_or(job, |life| job.expires_at(life)));
        }
        queue.advance(99);
        assert_eq!(queue.dead(), []);
        queue.advance(u64::MAX);
        assert_eq!(queue.dead().len(), usize::from(!lives.contains(&None)));
    }
}

#[test]
fn a_job_that_dies_makes_room_for_one_that_returns() {
    let mut queue = Queue::bounded(Keep::All, 1);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.put(Job::new(('b', 1)).expires_at(90));
    queue.retry(lease, item, Retry::AtEnd).expect("it is leased");
    dies(&mut queue, ('b', 1));
    assert_eq!((queue.state.storage().returning(), queue.state.weight()), (0, 1));
    assert_eq!(queue.drain(), [('a', 1)]);
}

//! A lease that ends by itself, and answers that come too late.

use queue_core::TryGetError;
use queue_core::work::{Keep, LeaseError, Retry, StaleLease};

use super::Queue;

#[test]
fn a_late_answer_is_refused_and_does_not_touch_the_next_attempt() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let (item, late) = queue.get();
    queue.keep(late, item, 30).expect("it is leased");
    queue.advance(30);
    let job = queue.try_get().expect("it has come back");
    assert_eq!((job.item, job.attempts()), (('a', 1), 2));
    let next = job.lease().expect("it has been taken");
    queue.keep(next, ('a', 1), 60).expect("it is leased");

    assert!(!queue.state.is_leased(late) && queue.state.is_leased(next));
    assert_eq!(queue.done(late), Err(StaleLease));
    assert_eq!(queue.retry(late, ('a', 8), Retry::AtEnd), Err(StaleLease));
    assert_eq!(queue.keep(late, ('a', 9), 99), Err(StaleLease));
    assert_eq!(queue.state.extend(late, 99), Err(LeaseError::Stale));
    assert_eq!(queue.spent(), [('a', 8), ('a', 9)]);
    assert_eq!((queue.state.next_deadline(), queue.state.storage().leased()), (Some(60), 1));
    assert_eq!((queue.done(next), queue.state.unfinished()), (Ok(()), 0));
}

#[test]
fn a_late_answer_does_not_touch_a_job_that_has_come_back_and_waits() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let (item, late) = queue.get();
    queue.keep(late, item, 30).expect("it is leased");
    queue.advance(30);
    assert_eq!(queue.done(late), Err(StaleLease));
    assert_eq!(queue.drain(), [('a', 1)]);
}

#[test]
fn a_late_answer_does_not_touch_another_job_at_the_same_place_in_memory() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let (_, late) = queue.get();
    queue.done(late).expect("it is leased");
    queue.put(('b', 1));
    let (_, lease) = queue.get();
    assert_eq!(queue.done(late), Err(StaleLease));
    assert_eq!(queue.done(lease), Ok(()));
}

#[test]
fn a_late_answer_does_not_touch_the_successor_of_the_key() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    queue.put(('a', 2));
    let (_, late) = queue.get();
    queue.done(late).expect("it is leased");
    let (item, lease) = queue.get();
    assert_eq!((item, queue.retry(late, ('a', 1), Retry::AtEnd)), (('a', 2), Err(StaleLease)));
    assert_eq!(queue.done(lease), Ok(()));
    assert_eq!((queue.drain(), queue.spent()), (vec![], vec![('a', 1)]));
}

#[test]
fn a_lease_without_a_copy_does_not_end_by_itself() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let (_, lease) = queue.get();
    assert_eq!(queue.state.extend(lease, 30), Err(LeaseError::NoCopy));
    queue.advance(u64::MAX);
    assert_eq!((queue.state.storage().leased(), queue.done(lease)), (1, Ok(())));
}

#[test]
fn a_lease_that_is_extended_ends_at_the_new_time_only() {
    for (until, before, after) in [(60, 59, 60), (10, 9, 10)] {
        let mut queue = Queue::new(Keep::All);
        queue.put(('a', 1));
        let (item, lease) = queue.get();
        queue.keep(lease, item, 30).expect("it is leased");
        assert_eq!(queue.state.extend(lease, until), Ok(()));
        queue.advance(before);
        assert_eq!(queue.try_get(), Err(TryGetError::Empty));
        queue.advance(after);
        assert_eq!(queue.drain(), [('a', 1)]);
    }
}

#[test]
fn a_lease_that_is_extended_into_the_past_ends_at_the_next_step_of_time() {
    let mut queue = Queue::new(Keep::All);
    queue.advance(100);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.keep(lease, item, u64::MAX).expect("it is leased");
    assert_eq!(queue.state.extend(lease, 5), Ok(()));
    assert_eq!(queue.state.next_deadline(), Some(5));
    queue.advance(100);
    assert_eq!((queue.done(lease), queue.drain()), (Err(StaleLease), vec![('a', 1)]));
}

#[test]
fn an_answer_in_time_ends_the_alarm_of_the_lease() {
    for is_done in [true, false] {
        let mut queue = Queue::new(Keep::All);
        queue.put(('a', 1));
        let (item, lease) = queue.get();
        queue.keep(lease, item, 30).expect("it is leased");
        if is_done {
            queue.done(lease).expect("it is leased");
        } else {
            queue.retry(lease, ('a', 2), Retry::AtEnd).expect("it is leased");
        }
        assert_eq!((queue.spent(), queue.state.next_deadline()), (vec![('a', 1)], None));
        queue.advance(30);
        assert_eq!(queue.drain().len(), usize::from(!is_done));
    }
}

#[test]
fn a_lease_runs_out_at_the_time_at_which_another_job_becomes_due() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    queue.put_at(('b', 1), 30);
    let (item, lease) = queue.get();
    queue.keep(lease, item, 30).expect("it is leased");
    queue.advance(30);
    assert_eq!(queue.state.len(), 2);
    // Back at its place, before what became due only now.
    assert_eq!(queue.drain(), [('a', 1), ('b', 1)]);
}

#[test]
fn a_lease_that_runs_out_with_a_newer_item_pending_becomes_one_job_with_it() {
    let mut queue = Queue::new(Keep::Last);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.keep(lease, item, 30).expect("it is leased");
    queue.put_at(('a', 2), 30);
    queue.advance(30);
    assert_eq!((queue.spent(), queue.drain()), (vec![('a', 1)], vec![('a', 2)]));
}

#[test]
fn a_copy_that_replaces_another_gives_it_back() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let (_, lease) = queue.get();
    queue.keep(lease, ('a', 2), 30).expect("it is leased");
    queue.keep(lease, ('a', 3), 40).expect("it is leased");
    assert_eq!((queue.spent(), queue.state.next_deadline()), (vec![('a', 2)], Some(40)));
    queue.advance(40);
    assert_eq!(queue.drain(), [('a', 3)]);
}

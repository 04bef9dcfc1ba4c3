//! A shutdown, graceful or immediate, with jobs that are out.

use queue_core::work::{
    Backoff, ByKey, Cause, Effects, Jobs, Keep, Retry, StaleLease, TokenBucket,
};
use queue_core::{Capacity, Get, Join, Polled, ShutDown, State, Storage, TryGetError, TryPutError};

use super::{Item, Queue};

#[test]
fn a_drain_waits_for_jobs_in_progress_and_takers_end_after_the_last() {
    let mut queue = Queue::new(Keep::Last);
    for key in ['a', 'b'] {
        queue.put((key, 1));
    }
    let leases = [queue.get(), queue.get()];
    queue.shutdown();
    let (mut get, mut join) = (Get::new(), Join::new());
    for (_, lease) in leases {
        assert_eq!(queue.poll_get(&mut get), Polled::Pending);
        assert_eq!(queue.poll_join(&mut join), Polled::Pending);
        queue.done(lease).expect("it is leased");
    }
    assert_eq!(queue.notified(), [8, 7]);
    assert_eq!(queue.poll_get(&mut get), Polled::Ready(Err(ShutDown)));
    assert_eq!(queue.poll_join(&mut join), Polled::Ready(()));
}

#[test]
fn an_add_during_a_drain_is_refused_and_one_from_before_still_runs() {
    let mut queue = Queue::new(Keep::Last);
    queue.put(('a', 1));
    let (_, lease) = queue.get();
    queue.put(('a', 2));
    queue.shutdown();
    assert_eq!(queue.try_put(('a', 3)), Err(TryPutError::ShutDown(())));
    assert_eq!(queue.try_put(('b', 1)), Err(TryPutError::ShutDown(())));

    let mut get = Get::new();
    assert_eq!(queue.poll_get(&mut get), Polled::Pending);
    queue.done(lease).expect("it is leased");
    assert_eq!(queue.notified(), [7]);
    let Polled::Ready(Ok(job)) = queue.poll_get(&mut get) else { panic!("it still runs") };
    assert_eq!(job.item, ('a', 2));

    let mut get = Get::new();
    assert_eq!(queue.poll_get(&mut get), Polled::Pending);
    queue.done(job.lease().expect("it has been taken")).expect("it is leased");
    assert_eq!(queue.poll_get(&mut get), Polled::Ready(Err(ShutDown)));
}

#[test]
fn a_delayed_add_after_a_shutdown_is_refused() {
    let mut queue = Queue::new(Keep::All);
    queue.shutdown();
    let refused = queue.state.put_at(('a', 1).into(), 50, &mut queue.effects);
    assert_eq!(refused, Err(TryPutError::ShutDown(('a', 1).into())));
    assert_eq!((queue.state.unfinished(), queue.state.next_deadline()), (0, None));
}

#[test]
fn a_delayed_job_from_before_a_drain_still_runs() {
    let mut queue = Queue::new(Keep::All);
    queue.put_at(('a', 1), 50);
    queue.shutdown();
    let mut get = Get::new();
    assert_eq!(queue.poll_get(&mut get), Polled::Pending);
    queue.advance(50);
    let Polled::Ready(Ok(job)) = queue.poll_get(&mut get) else { panic!("it still runs") };
    assert_eq!(job.item, ('a', 1));
}

#[test]
fn a_retry_during_a_drain_comes_back() {
    for retry in [Retry::InPlace, Retry::AtEnd, Retry::At(10)] {
        let mut queue = Queue::new(Keep::All);
        queue.put(('a', 1));
        let (item, lease) = queue.get();
        queue.shutdown();
        queue.retry(lease, item, retry).expect("it is leased");
        queue.advance(10);
        assert_eq!(queue.drain(), [('a', 1)]);
        assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
    }
}

#[test]
fn a_lease_that_runs_out_during_a_drain_comes_back() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.keep(lease, item, 30).expect("it is leased");
    queue.shutdown();
    assert_eq!(queue.try_get(), Err(TryGetError::Empty));
    queue.advance(30);
    assert_eq!(queue.drain(), [('a', 1)]);
    assert_eq!(queue.try_get(), Err(TryGetError::ShutDown));
}

#[test]
fn the_last_job_that_dies_in_a_drain_ends_takers_and_joins() {
    let mut queue = Queue::with(Keep::All, 1.try_into().expect("it is not zero"), 1);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.shutdown();
    let (mut get, mut join) = (Get::new(), Join::new());
    assert_eq!(queue.poll_get(&mut get), Polled::Pending);
    assert_eq!(queue.poll_join(&mut join), Polled::Pending);
    queue.retry(lease, item, Retry::AtEnd).expect("it is leased");
    assert_eq!(queue.dead(), [(('a', 1), Cause::Attempts)]);
    assert_eq!(queue.poll_get(&mut get), Polled::Ready(Err(ShutDown)));
    assert_eq!(queue.poll_join(&mut join), Polled::Ready(()));
}

#[test]
fn an_immediate_shutdown_does_not_wait_and_returns_all_that_is_not_in_progress() {
    let mut queue = Queue::new(Keep::All);
    for item in [('a', 1), ('a', 2), ('b', 1)] {
        queue.put(item);
    }
    queue.put_at(('c', 1), 50);
    let (_, lease) = queue.get();
    let (mut get, mut join) = (Get::new(), Join::new());
    assert_eq!(queue.poll_join(&mut join), Polled::Pending);
    let mut left = queue.shutdown_now();
    left.sort_unstable();
    assert_eq!(left, [('a', 2), ('b', 1), ('c', 1)]);
    assert_eq!(queue.poll_get(&mut get), Polled::Ready(Err(ShutDown)));
    assert_eq!((queue.state.unfinished(), queue.state.next_deadline()), (1, None));
    assert_eq!(queue.poll_join(&mut join), Polled::Pending);
    queue.done(lease).expect("the lease stays good");
    assert_eq!(queue.poll_join(&mut join), Polled::Ready(()));
}

#[test]
fn what_comes_back_after_an_immediate_shutdown_is_dead() {
    let mut queue = Queue::new(Keep::All);
    for key in ['a', 'b'] {
        queue.put((key, 1));
    }
    let [(_, first), (item, second)] = [queue.get(), queue.get()];
    queue.keep(first, ('a', 1), 30).expect("it is leased");
    assert_eq!(queue.shutdown_now(), []);
    queue.retry(second, item, Retry::At(10)).expect("it is leased");
    queue.advance(30);
    assert_eq!(queue.dead(), [(('b', 1), Cause::ShutDown), (('a', 1), Cause::ShutDown)]);
    assert_eq!(queue.state.unfinished(), 0);
}

#[test]
fn what_an_immediate_shutdown_returns_is_a_storage_that_works() {
    let mut queue = Queue::new(Keep::Last);
    queue.put(('a', 1));
    queue.put(('b', 1));
    let (_, lease) = queue.get();
    queue.put(('a', 2));
    queue.put_at(('c', 1), 50);
    let jobs = queue.state.shutdown_now(&mut queue.effects.notified);

    let mut next = Queue::new(Keep::Last);
    next.state = State::new(jobs, Capacity::Unbounded);
    assert_eq!(next.state.unfinished(), 3);
    next.advance(50);
    let mut left = next.drain();
    left.sort_unstable();
    assert_eq!((left, next.state.unfinished()), (vec![('a', 2), ('b', 1), ('c', 1)], 0));
    queue.done(lease).expect("the lease stays good");
    assert_eq!(next.done(lease).map_err(drop), Err(()));
}

#[test]
fn a_key_that_is_in_progress_at_an_immediate_shutdown_is_free_in_what_it_returns() {
    let mut queue = Queue::new(Keep::Last);
    queue.put(('a', 1));
    let _ = queue.get();
    let jobs = queue.state.shutdown_now(&mut queue.effects.notified);

    let mut next = Queue::new(Keep::Last);
    next.state = State::new(jobs, Capacity::Unbounded);
    next.put(('a', 2));
    assert_eq!((next.drain(), next.spent()), (vec![('a', 2)], vec![]));
}

#[test]
fn jobs_that_are_taken_out_leave_the_settings_of_the_queue() {
    let jobs = Jobs::new(ByKey::new(Keep::All, |&(key, _): &Item| key)).with_max_attempts(3);
    let jobs = jobs.with_backoff(Backoff::new(10, 10)).with_retry_limit(TokenBucket::new(100, 1));
    let state = State::new(jobs, Capacity::Unbounded);
    let mut queue = Queue { state, effects: Effects::default() };
    queue.advance(5);
    queue.put(('a', 1));
    let (item, mut lease) = queue.get();
    let _none = queue.state.with_storage(&mut queue.effects.notified, Storage::take);
    assert_eq!((queue.state.storage().now(), queue.state.storage().max_attempts()), (5, 3));
    // It waits for its backoff, and then for a token.
    for (now, due) in [(5, 15), (15, 105)] {
        queue.retry(lease, item, Retry::After(now)).expect("it is leased");
        assert_eq!(queue.state.next_deadline(), Some(due));
        queue.advance(due);
        (_, lease) = queue.get();
    }
    queue.retry(lease, item, Retry::AtEnd).expect("it is leased");
    assert_eq!(queue.dead(), [(item, Cause::Attempts)]);
}

#[test]
fn a_lease_is_not_named_as_one_before_the_jobs_were_taken_out() {
    let mut queue = Queue::new(Keep::All);
    queue.put(('a', 1));
    let (_, lease) = queue.get();
    let _none = queue.state.with_storage(&mut queue.effects.notified, Storage::take);
    queue.done(lease).expect("it is leased");
    queue.put(('a', 2));
    let (_, other) = queue.get();
    assert_ne!(lease, other);
    assert_eq!(queue.done(lease), Err(StaleLease));
}

#[test]
fn a_job_behind_a_leased_one_is_taken_out_as_delayed_until_its_time_has_come() {
    for (now, delayed) in [(49, 1), (50, 0), (51, 0)] {
        let mut queue = Queue::new(Keep::All);
        queue.put(('a', 1));
        let _ = queue.get();
        queue.put_at(('a', 2), 50);
        queue.advance(now);
        let taken = queue.state.with_storage(&mut queue.effects.notified, Storage::take);
        assert_eq!((taken.delayed(), taken.returning()), (delayed, 1 - delayed));
    }
}

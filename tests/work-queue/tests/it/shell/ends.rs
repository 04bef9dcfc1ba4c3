use queue_async::work::{Cause, Job, LeaseError, StaleLease};

use super::{Clock, Queue, builder, seconds};

#[test]
fn a_lease_that_ends_by_itself_is_stale_and_its_job_comes_back() {
    let clock = Clock::default();
    let queue = clock.set(builder().max_attempts(2)).build();
    queue.try_put(String::from("mail")).unwrap();
    let slow = queue.try_take().unwrap();
    assert_eq!(slow.extend(seconds(1)), Err(LeaseError::NoCopy));
    slow.end_after(seconds(10)).unwrap();
    slow.extend(seconds(20)).unwrap();
    clock.pass(19);
    assert_eq!(queue.advance(), Some(seconds(1)));
    assert_eq!(queue.len(), 0);
    clock.pass(1);
    assert_eq!(queue.advance(), None);
    let second = queue.try_take().unwrap();
    assert_eq!((second.as_str(), second.attempts()), ("mail", 2));
    assert!(slow.is_stale() && !second.is_stale());
    assert_eq!(slow.extend(seconds(1)), Err(LeaseError::Stale));
    assert_eq!(slow.end_after(seconds(1)), Err(StaleLease));
    assert_eq!(slow.retry(), Err(StaleLease));
    assert_eq!((queue.in_flight(), queue.len()), (1, 0), "the second lease is untouched");
    second.done().unwrap();
}

#[test]
fn a_stale_lease_that_is_dropped_changes_nothing() {
    let clock = Clock::default();
    let queue = clock.set(builder()).build();
    queue.try_put(1).unwrap();
    let slow = queue.try_take().unwrap();
    slow.end_after(seconds(0)).unwrap();
    queue.advance();
    let second = queue.try_take().unwrap();
    drop(slow);
    assert_eq!((queue.in_flight(), queue.len(), queue.unfinished()), (1, 0, 1));
    second.done().unwrap();
}

#[test]
fn failed_jobs_wait_for_their_backoff_and_for_a_token() {
    let clock = Clock::default();
    let queue = clock
        .set(builder().backoff_without_jitter(seconds(1), seconds(4)))
        .limit_retries(seconds(100), 2)
        .build();
    queue.try_put(1).unwrap();
    let mut waited = Vec::new();
    for _ in 0..4 {
        queue.try_take().unwrap().retry().unwrap();
        let time = queue.advance().unwrap();
        waited.push(time.as_secs());
        clock.pass(time.as_secs());
        queue.advance();
    }
    assert_eq!(waited, [1, 2, 97, 100], "two tokens, and then one in a hundred seconds");
}

#[test]
fn a_backoff_by_chance_is_half_of_the_time_or_more() {
    let clock = Clock::default();
    let queue = clock.set(builder().backoff(seconds(8), seconds(8))).build();
    for number in 0..20 {
        queue.try_put(number).unwrap();
        queue.try_take().unwrap().retry().unwrap();
        let delay = queue.advance().unwrap();
        assert!(seconds(4) <= delay && delay <= seconds(8), "{delay:?}");
        clock.pass(8);
        queue.advance();
        queue.try_take().unwrap().done().unwrap();
    }
}

#[test]
fn the_oldest_job_is_the_one_that_was_put_first_and_has_not_ended() {
    let clock = Clock::default();
    let queue = clock.set(builder().note_ages().max_attempts(2)).build();
    assert_eq!(queue.oldest(), None);
    clock.pass(1);
    queue.try_put("first").unwrap();
    clock.pass(2);
    queue.put_after("second", seconds(9)).unwrap();
    clock.pass(3);
    assert_eq!(queue.oldest(), Some(seconds(5)));
    queue.try_take().unwrap().retry_at_end().unwrap();
    assert_eq!(queue.oldest(), Some(seconds(5)), "it came back");
    queue.try_take().unwrap().retry().unwrap();
    assert_eq!(queue.oldest(), Some(seconds(3)), "the first is dead");
    let task = super::Task::new();
    assert!(task.poll(&mut queue.put("third")).is_ready());
    let lease = queue.try_take().unwrap();
    drop(queue.shutdown_now());
    clock.pass(4);
    assert_eq!(queue.oldest(), Some(seconds(4)), "what is leased has not ended");
    lease.done().unwrap();
    assert_eq!(queue.oldest(), None);
    let silent = clock.set(builder()).build();
    silent.try_put(1).unwrap();
    assert_eq!(silent.oldest(), None);
}

#[test]
fn jobs_without_attempts_and_expired_jobs_are_dead() {
    let clock = Clock::default();
    let queue = clock.set(builder().max_attempts(1)).build();
    queue.try_put("fails").unwrap();
    queue.try_take().unwrap().retry().unwrap();
    queue.try_put_job(Job::new("expires").expires_at(queue.time_after(seconds(5)))).unwrap();
    assert_eq!(queue.advance(), Some(seconds(5)));
    clock.pass(5);
    queue.advance();
    let dead = [(); 2].map(|()| queue.dead().try_get().unwrap());
    assert_eq!(
        dead.map(|dead| (dead.job.item, dead.job.attempts(), dead.cause)),
        [("fails", 1, Cause::Attempts), ("expires", 0, Cause::Expired),]
    );
    assert_eq!((queue.unfinished(), queue.is_empty()), (0, true));
    assert!(!queue.dead().is_shutdown(), "more may die");
}

#[test]
fn the_queue_of_the_dead_ends_with_the_queue() {
    let queue = Queue::<u8>::unbounded();
    assert!(!queue.dead().is_shutdown());
    queue.try_put(1).unwrap();
    queue.shutdown();
    assert!(!queue.dead().is_shutdown(), "a job may die");
    queue.try_take().unwrap().done().unwrap();
    assert!(queue.dead().is_shutdown());
}

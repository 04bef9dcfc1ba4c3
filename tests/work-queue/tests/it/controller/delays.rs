//! A job that is put for later.

use queue_core::TryGetError;
use queue_core::work::{Keep, Retry};

use super::Queue;

#[test]
fn a_delayed_add_is_ready_at_its_time_and_not_before() {
    let mut queue = Queue::new(Keep::Last);
    queue.put_at(('a', 1), 50);
    queue.advance(49);
    assert_eq!((queue.try_get(), queue.state.len()), (Err(TryGetError::Empty), 0));
    queue.advance(50);
    assert_eq!(queue.drain(), [('a', 1)]);
}

#[test]
fn two_delayed_adds_of_a_key_keep_the_earlier_time() {
    for keep in [Keep::First, Keep::Last] {
        for times in [[50, 70], [70, 50]] {
            let mut queue = Queue::new(keep);
            for (time, number) in times.into_iter().zip([1, 2]) {
                queue.put_at(('a', number), time);
            }
            assert_eq!((queue.state.next_deadline(), queue.state.unfinished()), (Some(50), 1));
            queue.advance(50);
            assert_eq!(queue.drain().len(), 1);
            queue.advance(70);
            assert_eq!(queue.try_get(), Err(TryGetError::Empty));
        }
    }
}

#[test]
fn a_plain_add_of_a_delayed_key_makes_it_ready_at_once_and_for_good() {
    for keep in [Keep::First, Keep::Last] {
        let mut queue = Queue::new(keep);
        queue.put_at(('a', 1), 50);
        queue.put(('a', 2));
        assert_eq!((queue.state.next_deadline(), queue.state.storage().delayed()), (None, 0));
        assert_eq!(queue.drain().len(), 1);
        queue.advance(50);
        assert_eq!((queue.try_get(), queue.state.unfinished()), (Err(TryGetError::Empty), 0));
    }
}

#[test]
fn a_delayed_add_of_a_queued_key_does_not_delay_it() {
    let mut queue = Queue::new(Keep::Last);
    queue.put(('a', 1));
    queue.put_at(('a', 2), 50);
    assert_eq!((queue.drain(), queue.state.next_deadline()), (vec![('a', 2)], None));
}

#[test]
fn a_delayed_add_of_a_key_in_progress_waits_for_both() {
    for done_first in [true, false] {
        let mut queue = Queue::new(Keep::Last);
        queue.put(('a', 1));
        let (_, lease) = queue.get();
        queue.put_at(('a', 2), 50);
        if !done_first {
            queue.advance(50);
        }
        assert_eq!(queue.try_get(), Err(TryGetError::Empty));
        queue.done(lease).expect("it is leased");
        if done_first {
            assert_eq!(queue.try_get(), Err(TryGetError::Empty));
            queue.advance(50);
        }
        assert_eq!(queue.drain(), [('a', 2)]);
    }
}

#[test]
fn a_delay_into_the_past_is_ready_at_once() {
    let mut queue = Queue::new(Keep::Last);
    queue.advance(100);
    queue.put_at(('a', 1), 99);
    queue.put_at(('b', 1), 100);
    queue.put_at(('c', 1), 0);
    assert_eq!(queue.drain(), [('a', 1), ('b', 1), ('c', 1)]);
}

#[test]
fn a_retry_into_the_past_is_ready_at_once() {
    let mut queue = Queue::new(Keep::Last);
    queue.advance(100);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.retry(lease, item, Retry::At(3)).expect("it is leased");
    assert_eq!(queue.drain(), [('a', 1)]);
}

#[test]
fn the_last_time_never_comes_and_the_one_before_it_does() {
    let mut queue = Queue::new(Keep::All);
    queue.put_at(('a', 1), u64::MAX);
    queue.put_at(('c', 1), u64::MAX - 1);
    queue.put(('b', 1));
    let (item, lease) = queue.get();
    queue.retry(lease, item, Retry::At(u64::MAX)).expect("it is leased");
    assert_eq!(queue.state.next_deadline(), Some(u64::MAX - 1));
    queue.advance(u64::MAX - 2);
    assert_eq!((queue.try_get(), queue.state.unfinished()), (Err(TryGetError::Empty), 3));
    queue.advance(u64::MAX - 1);
    assert_eq!((queue.drain(), queue.state.next_deadline()), (vec![('c', 1)], None));
    queue.advance(u64::MAX);
    assert_eq!((queue.drain(), queue.state.storage().delayed()), (vec![], 2));
}

#[test]
fn jobs_that_are_due_at_the_same_time_become_ready_in_the_order_of_their_puts() {
    let mut queue = Queue::new(Keep::All);
    let keys: Vec<_> = ('a'..='z').collect();
    for &key in &keys {
        queue.put_at((key, 1), 50);
    }
    queue.advance(60);
    assert_eq!(queue.drain().into_iter().map(|(key, _)| key).collect::<Vec<_>>(), keys);
}

#[test]
fn jobs_that_become_due_in_one_step_of_time_become_ready_in_the_order_of_their_times() {
    let mut queue = Queue::new(Keep::All);
    for (key, time) in [('a', 30), ('b', 10), ('c', 20), ('d', 10)] {
        queue.put_at((key, 1), time);
    }
    queue.advance(30);
    let keys: Vec<_> = queue.drain().into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ['b', 'd', 'c', 'a']);
}

#[test]
fn time_that_goes_backwards_changes_nothing() {
    let mut queue = Queue::new(Keep::All);
    queue.advance(100);
    queue.put_at(('a', 1), 110);
    queue.put(('b', 1));
    let (item, lease) = queue.get();
    queue.keep(lease, item, 105).expect("it is leased");
    for now in [0, 50, 99] {
        queue.advance(now);
        assert_eq!(queue.state.storage().now(), 100);
        assert_eq!(
            (queue.try_get(), queue.state.next_deadline()),
            (Err(TryGetError::Empty), Some(105))
        );
    }
    // The time is still 100, so this is due.
    queue.put_at(('c', 1), 60);
    assert_eq!(queue.drain(), [('c', 1)]);
}

#[test]
fn due_jobs_do_not_fill_a_queue_beyond_its_capacity_and_come_before_a_waiting_put() {
    let mut queue = Queue::bounded(Keep::All, 1);
    queue.put_at(('a', 1), 50);
    queue.put_at(('b', 1), 50);
    queue.put(('c', 1));
    queue.advance(50);
    assert_eq!((queue.state.weight(), queue.state.storage().returning()), (1, 2));
    let (item, _) = queue.get();
    assert_eq!(item, ('c', 1));
    // The room has gone to the first that returned.
    assert!(queue.try_put(('d', 1)).is_err());
    assert_eq!(queue.drain(), [('a', 1), ('b', 1)]);
}

#[test]
fn delayed_jobs_are_unfinished() {
    let mut queue = Queue::new(Keep::All);
    queue.put_at(('a', 1), 50);
    assert_eq!((queue.state.len(), queue.state.weight(), queue.state.unfinished()), (0, 0, 1));
}

#[test]
fn an_add_for_a_time_that_has_come_is_like_one_without_a_time() {
    for time in [0, 4, 5] {
        let mut queue = Queue::new(Keep::All);
        queue.advance(5);
        queue.put(('a', 1));
        let _ = queue.get();
        queue.put_at(('a', 2), time);
        queue.put(('a', 3));
        assert_eq!(queue.shutdown_now(), [('a', 2), ('a', 3)]);
    }
}

#[test]
fn a_job_that_returns_needs_room_after_a_delayed_add_of_its_key_too() {
    let mut queue = Queue::bounded(Keep::Last, 1);
    queue.put(('a', 1));
    let (item, lease) = queue.get();
    queue.put(('b', 1));
    queue.retry(lease, item, Retry::AtEnd).expect("it is leased");
    queue.put_at(('a', 2), 0);
    assert_eq!((queue.state.weight(), queue.state.storage().returning()), (1, 1));
    assert_eq!(queue.drain(), [('b', 1), ('a', 2)]);
}

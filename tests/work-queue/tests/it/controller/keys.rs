//! At most one job of a key is in progress.

use queue_core::TryGetError;
use queue_core::work::Keep;

use super::Queue;

const ONE_OF_A_KEY: [Keep; 2] = [Keep::First, Keep::Last];

#[test]
fn a_key_that_is_added_while_it_is_queued_is_processed_once() {
    for (keep, kept, spent) in [(Keep::First, 1, [2, 3]), (Keep::Last, 3, [1, 2])] {
        let mut queue = Queue::new(keep);
        for number in 1..=3 {
            queue.put(('a', number));
        }
        assert_eq!(queue.state.unfinished(), 1);
        assert_eq!(queue.spent(), spent.map(|number| ('a', number)));
        assert_eq!(queue.drain(), [('a', kept)]);
        assert_eq!(queue.state.unfinished(), 0);
    }
}

#[test]
fn a_key_that_is_added_again_keeps_its_place() {
    for keep in ONE_OF_A_KEY {
        let mut queue = Queue::new(keep);
        for item in [('a', 1), ('b', 1), ('a', 2)] {
            queue.put(item);
        }
        let keys: Vec<_> = queue.drain().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ['a', 'b']);
    }
}

#[test]
fn a_key_that_is_added_while_in_progress_runs_once_more_after_done() {
    for (keep, kept) in [(Keep::First, 2), (Keep::Last, 9)] {
        let mut queue = Queue::new(keep);
        queue.put(('a', 1));
        let (_, lease) = queue.get();
        for number in 2..=9 {
            queue.put(('a', number));
            assert_eq!(queue.try_get(), Err(TryGetError::Empty));
        }
        assert_eq!((queue.state.unfinished(), queue.state.storage().behind()), (2, 1));
        queue.done(lease).expect("it is leased");
        assert_eq!(queue.drain(), [('a', kept)]);
        assert_eq!(queue.state.unfinished(), 0);
    }
}

#[test]
fn an_item_that_is_added_between_get_and_done_is_not_lost() {
    for keep in [Keep::All, Keep::First, Keep::Last] {
        let mut queue = Queue::new(keep);
        queue.put(('a', 0));
        for number in 1..=5 {
            let (item, lease) = queue.get();
            assert_eq!(item, ('a', number - 1));
            queue.put(('a', number));
            queue.done(lease).expect("it is leased");
        }
        assert_eq!(queue.drain(), [('a', 5)]);
    }
}

#[test]
fn a_key_in_progress_does_not_hold_up_other_keys() {
    let mut queue = Queue::new(Keep::All);
    for item in [('a', 1), ('a', 2), ('b', 1), ('c', 1)] {
        queue.put(item);
    }
    let (_, lease) = queue.get();
    assert_eq!(queue.drain(), [('b', 1), ('c', 1)]);
    queue.done(lease).expect("it is leased");
    assert_eq!(queue.drain(), [('a', 2)]);
}

#[test]
fn a_successor_leaves_at_the_place_of_its_own_put() {
    let mut queue = Queue::new(Keep::All);
    for item in [('a', 1), ('a', 2), ('b', 1)] {
        queue.put(item);
    }
    let (_, lease) = queue.get();
    queue.done(lease).expect("it is leased");
    assert_eq!(queue.drain(), [('a', 2), ('b', 1)]);
}

#[test]
fn a_second_done_does_not_free_the_key_of_the_successor() {
    let mut queue = Queue::new(Keep::Last);
    queue.put(('a', 1));
    let (_, first) = queue.get();
    queue.put(('a', 2));
    queue.done(first).expect("it is leased");
    let (_, second) = queue.get();
    queue.put(('a', 3));
    queue.done(first).expect_err("it has ended");
    assert_eq!(queue.try_get(), Err(TryGetError::Empty));
    queue.done(second).expect("it is leased");
    assert_eq!(queue.drain(), [('a', 3)]);
}

#[test]
fn a_key_is_forgotten_with_its_last_job() {
    let mut queue = Queue::new(Keep::First);
    for number in 0..100 {
        queue.put(('a', number));
        assert_eq!(queue.drain(), [('a', number)]);
    }
    assert_eq!(queue.spent(), []);
}

#[test]
fn with_all_kept_jobs_of_a_key_run_one_by_one_in_order() {
    let mut queue = Queue::new(Keep::All);
    for number in 0..50 {
        queue.put(('a', number));
    }
    for number in 0..50 {
        assert_eq!((queue.state.len(), queue.state.unfinished()), (1, 50 - number as usize));
        let (item, lease) = queue.get();
        assert_eq!((item, queue.try_get()), (('a', number), Err(TryGetError::Empty)));
        queue.done(lease).expect("it is leased");
    }
}

#[test]
fn a_job_behind_another_one_has_room() {
    let mut queue = Queue::bounded(Keep::All, 1);
    queue.put(('a', 1));
    let (_, lease) = queue.get();
    queue.put(('a', 2));
    assert!(queue.state.is_full());
    assert!(queue.try_put(('b', 1)).is_err());
    queue.done(lease).expect("it is leased");
    assert_eq!(queue.drain(), [('a', 2)]);
}

#[test]
fn a_newer_item_that_becomes_one_with_a_queued_one_needs_no_room_of_its_own() {
    let mut queue = Queue::bounded(Keep::Last, 2);
    queue.put(('a', 1));
    queue.put(('a', 2));
    assert_eq!(queue.state.weight(), 1);
    queue.put(('b', 1));
    assert!(queue.state.is_full());
    assert_eq!(queue.drain(), [('a', 2), ('b', 1)]);
}

use std::num::NonZeroUsize;
use std::time::Duration;

use queue_redis::{LeaseError, Options, TryPutError, TryTakeError};
use tokio::time::timeout;

use crate::fixture::{connect, drain, name, put, queue, run, take, until};

#[test]
fn the_numbers_of_a_queue_can_be_asked_for_one_by_one() {
    run(async {
        let queue = queue(Options::bounded(2)).await;
        assert!(queue.is_empty().await.unwrap() && !queue.is_full().await.unwrap());
        put(&queue, &["a", "b"]).await;
        assert!(!queue.is_empty().await.unwrap() && queue.is_full().await.unwrap());
        let lease = take(&queue, "a", 1).await;
        assert_eq!(queue.len().await.unwrap(), 1);
        assert_eq!(queue.unfinished().await.unwrap(), 2);
        assert_eq!(queue.capacity().await.unwrap(), Some(2));
        queue.set_capacity(None).await.unwrap();
        assert_eq!(queue.capacity().await.unwrap(), None);
        assert!(!queue.is_full().await.unwrap() && !queue.is_shutdown().await.unwrap());
        lease.done().await.unwrap();
        queue.shutdown().await.unwrap();
        assert!(queue.is_shutdown().await.unwrap());
    });
}

#[test]
fn a_take_of_none_takes_none_and_does_not_wait() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        assert!(queue.take_many(0).await.unwrap().is_empty());
        put(&queue, &["a"]).await;
        assert!(queue.take_many(0).await.unwrap().is_empty());
        assert!(queue.dead_letters(0).await.unwrap().is_empty());
        assert_eq!(drain(&queue).await, ["a"]);
    });
}

#[test]
fn a_job_is_put_taken_and_done() {
    run(async {
        let queue = queue(Options::bounded(2)).await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        let counts = queue.counts().await.unwrap();
        assert_eq!((counts.len, counts.unfinished, counts.in_flight), (0, 1, 1));
        lease.done().await.unwrap();
        queue.join().await.unwrap();
        assert!(matches!(queue.try_take().await, Err(TryTakeError::Empty)));
    });
}

#[test]
fn a_put_waits_for_room_that_another_process_makes() {
    run(async {
        let name = name();
        let (one, other) =
            (connect(&name, Options::bounded(1)).await, connect(&name, Options::bounded(1)).await);
        put(&one, &["a"]).await;
        let full = one.try_put("x".to_owned()).await;
        assert!(matches!(full, Err(TryPutError::Full(item)) if item == "x"));
        let waiting = tokio::spawn(one.put("b".to_owned()));
        until(&other, |counts| counts.waiting_putters == 1).await;
        let lease = take(&other, "a", 1).await;
        waiting.await.unwrap().unwrap();
        lease.done().await.unwrap();
        assert_eq!(drain(&other).await, ["b"]);
    });
}

#[test]
fn a_take_waits_for_a_job_of_another_process() {
    run(async {
        let name = name();
        let (one, other) =
            (connect(&name, Options::bounded(1)).await, connect(&name, Options::bounded(1)).await);
        let taken =
            tokio::spawn(async move { one.take().await.unwrap().into_item().await.unwrap() });
        until(&other, |counts| counts.waiting_takers == 1).await;
        put(&other, &["a"]).await;
        assert_eq!(taken.await.unwrap(), "a");
    });
}

#[test]
fn waiting_puts_and_takes_are_served_in_order_of_arrival_across_processes() {
    run(async {
        let name = name();
        let mut processes = Vec::new();
        for _ in 0..3 {
            processes.push(connect(&name, Options::bounded(1)).await);
        }
        put(&processes[0], &["first"]).await;
        let mut puts = Vec::new();
        for index in 0..6 {
            puts.push(tokio::spawn(processes[index % 3].put(index.to_string())));
            until(&processes[0], |counts| counts.waiting_putters == index + 1).await;
        }
        assert_eq!(drain(&processes[1]).await, ["first", "0", "1", "2", "3", "4", "5"]);
        for put in puts {
            put.await.unwrap().unwrap();
        }
        let mut takes = Vec::new();
        for index in 0..6 {
            let process = processes[index % 3].clone();
            takes.push(tokio::spawn(async move {
                process.take().await.unwrap().into_item().await.unwrap()
            }));
            until(&processes[0], |counts| counts.waiting_takers == index + 1).await;
        }
        put(&processes[0], &["a", "b", "c", "d", "e", "f"]).await;
        let mut items = Vec::new();
        for take in takes {
            items.push(take.await.unwrap());
        }
        assert_eq!(items, ["a", "b", "c", "d", "e", "f"]);
    });
}

#[test]
fn batches_take_one_request_and_keep_their_order() {
    run(async {
        let queue = queue(Options::bounded(3)).await;
        let putter = queue.clone();
        let items = ["a", "b", "c", "d", "e"].map(str::to_owned);
        let puts = tokio::spawn(async move { putter.put_many(items).await });
        until(&queue, |counts| counts.waiting_putters == 2).await;
        let leases = queue.take_many(2).await.unwrap();
        assert_eq!(leases.iter().map(|lease| lease.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        puts.await.unwrap().unwrap();
        let rest = queue.take_many(9).await.unwrap();
        assert_eq!(rest.iter().map(|lease| lease.as_str()).collect::<Vec<_>>(), ["c", "d", "e"]);
        queue.put_many([]).await.unwrap();
    });
}

#[test]
fn join_waits_for_jobs_that_are_leased_delayed_or_retried() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        let joiner = queue.clone();
        let join = tokio::spawn(async move { joiner.join().await });
        lease.retry_after(Duration::from_millis(20)).await.unwrap();
        assert_eq!(queue.counts().await.unwrap().delayed, 1);
        let lease = take(&queue, "a", 2).await;
        lease.retry().await.unwrap();
        assert!(!join.is_finished());
        take(&queue, "a", 3).await.done().await.unwrap();
        join.await.unwrap().unwrap();
    });
}

#[test]
fn a_delayed_job_comes_by_itself_and_needs_no_room_before() {
    run(async {
        let queue = queue(Options::bounded(1)).await;
        queue.put_after("later".to_owned(), Duration::from_millis(30)).await.unwrap();
        queue.put_after("much later".to_owned(), Duration::from_secs(3600)).await.unwrap();
        put(&queue, &["now"]).await;
        until(&queue, |counts| counts.returning == 1).await;
        assert_eq!(drain(&queue).await, ["now", "later"]);
        assert_eq!(queue.counts().await.unwrap().delayed, 1);
    });
}

#[test]
fn the_capacity_can_be_changed_while_puts_wait() {
    run(async {
        let queue = queue(Options::bounded(1)).await;
        put(&queue, &["a"]).await;
        let waiting = tokio::spawn(queue.put("b".to_owned()));
        until(&queue, |counts| counts.waiting_putters == 1).await;
        queue.set_capacity(NonZeroUsize::new(2)).await.unwrap();
        waiting.await.unwrap().unwrap();
        queue.set_capacity(None).await.unwrap();
        put(&queue, &["c", "d"]).await;
        assert_eq!(queue.counts().await.unwrap().capacity, None);
        queue.set_capacity(NonZeroUsize::new(1)).await.unwrap();
        assert_eq!(queue.counts().await.unwrap().len, 4);
        assert_eq!(drain(&queue).await, ["a", "b", "c", "d"]);
    });
}

#[test]
fn a_retry_goes_to_its_old_place_or_to_the_end() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a", "b", "c"]).await;
        take(&queue, "a", 1).await.retry().await.unwrap();
        take(&queue, "a", 2).await.retry_at_end().await.unwrap();
        drop(take(&queue, "b", 1).await);
        until(&queue, |counts| counts.len == 3).await;
        assert_eq!(drain(&queue).await, ["b", "c", "a"]);
    });
}

#[test]
fn a_retry_to_a_full_queue_is_not_refused_and_comes_before_waiting_puts() {
    run(async {
        let queue = queue(Options::bounded(1)).await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        put(&queue, &["b"]).await;
        let waiting = tokio::spawn(queue.put("c".to_owned()));
        until(&queue, |counts| counts.waiting_putters == 1).await;
        lease.retry().await.unwrap();
        let counts = queue.counts().await.unwrap();
        assert_eq!((counts.len, counts.returning, counts.unfinished), (1, 1, 2));
        assert_eq!(drain(&queue).await, ["b", "a", "c"]);
        waiting.await.unwrap().unwrap();
    });
}

#[test]
fn a_lease_ends_by_itself_unless_it_is_extended() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a"]).await;
        let slow = take(&queue, "a", 1).await;
        slow.extend(Duration::from_secs(3600)).await.unwrap();
        slow.extend(Duration::from_millis(10)).await.unwrap();
        let second = take(&queue, "a", 2).await;
        assert!(second.generation() > slow.generation());
        assert!(matches!(slow.extend(Duration::ZERO).await, Err(LeaseError::Stale)));
        assert!(matches!(slow.done().await, Err(LeaseError::Stale)));
        second.done().await.unwrap();
        assert_eq!(queue.counts().await.unwrap().unfinished, 0);
    });
}

#[test]
fn leases_of_a_process_can_end_by_default() {
    run(async {
        let queue = queue(Options::unbounded().lease(Duration::from_millis(10))).await;
        put(&queue, &["a"]).await;
        let slow = take(&queue, "a", 1).await;
        let second = take(&queue, "a", 2).await;
        assert!(matches!(slow.retry().await, Err(LeaseError::Stale)));
        drop(second);
    });
}

#[test]
fn a_process_that_leaves_can_begin_anew() {
    run(async {
        let queue = queue(Options::bounded(1)).await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        let taker = queue.clone();
        let waiting = tokio::spawn(async move { taker.take().await.unwrap() });
        until(&queue, |counts| counts.waiting_takers == 1).await;
        queue.leave().await.unwrap();
        assert_eq!(queue.counts().await.unwrap().in_flight, 0);
        assert!(matches!(lease.done().await, Err(LeaseError::Stale)));
        let again = waiting.await.unwrap();
        assert_eq!(again.attempts(), 2);
        again.done().await.unwrap();
    });
}

#[test]
fn a_process_that_leaves_gives_its_jobs_back_at_once() {
    run(async {
        let name = name();
        let (one, other) = (
            connect(&name, Options::unbounded()).await,
            connect(&name, Options::unbounded()).await,
        );
        put(&one, &["a", "b"]).await;
        let lease = take(&one, "a", 1).await;
        drop(one);
        take(&other, "b", 1).await.done().await.unwrap();
        // The lease has the session still.
        lease.done().await.unwrap();
        other.join().await.unwrap();
    });
}

#[test]
fn the_delay_of_a_put_that_is_awaited_late_begins_then() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        let late = queue.put_after("late".to_owned(), Duration::from_millis(1));
        queue.put_after("early".to_owned(), Duration::from_millis(30)).await.unwrap();
        take(&queue, "early", 1).await.done().await.unwrap();
        late.await.unwrap();
        // The next beat would be some seconds later.
        let taken = timeout(Duration::from_secs(2), take(&queue, "late", 1)).await;
        taken.expect("it is late").done().await.unwrap();
    });
}

use std::time::Duration;

use queue_redis::Options;
use tokio::time::timeout;

use crate::fixture::{
    drain, poll_once, poll_until, put, queue, run, run_on_one_thread, take, until, until_it_waits,
};

#[test]
fn a_take_that_waits_and_is_dropped_leaves_the_line() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        let taker = queue.clone();
        let waiting = tokio::spawn(async move { taker.take().await.map(drop) });
        until(&queue, |counts| counts.waiting_takers == 1).await;
        waiting.abort();
        until(&queue, |counts| counts.waiting_takers == 0).await;
        put(&queue, &["a"]).await;
        take(&queue, "a", 1).await.done().await.unwrap();
    });
}

#[test]
fn a_take_that_is_dropped_while_its_reply_is_on_the_way_loses_nothing() {
    run_on_one_thread(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a", "b"]).await;
        for _ in 0..20 {
            poll_once(queue.take());
        }
        until(&queue, |counts| {
            counts.len == 2 && counts.in_flight == 0 && counts.waiting_takers == 0
        })
        .await;
        // They were not attempts.
        take(&queue, "a", 1).await.done().await.unwrap();
        take(&queue, "b", 1).await.done().await.unwrap();
    });
}

#[test]
fn a_take_that_was_served_and_is_dropped_before_it_is_polled_passes_its_job_on() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        let mut waiting = Box::pin(queue.take());
        poll_until(&mut waiting, &queue, |counts| counts.waiting_takers == 1).await;
        put(&queue, &["a"]).await;
        assert_eq!(queue.counts().await.unwrap().in_flight, 1);
        drop(waiting);
        take(&queue, "a", 1).await.done().await.unwrap();
    });
}

#[test]
fn a_put_that_waits_and_is_cancelled_gives_its_item_back() {
    run(async {
        let queue = queue(Options::bounded(1)).await;
        put(&queue, &["a"]).await;
        let mut waiting = queue.put("b".to_owned());
        until_it_waits(&queue, &mut waiting).await;
        assert_eq!(waiting.cancel().await.unwrap().as_deref(), Some("b"));
        assert_eq!(queue.counts().await.unwrap().waiting_putters, 0);
        assert_eq!(drain(&queue).await, ["a"]);
    });
}

#[test]
fn a_put_that_was_admitted_says_so_when_it_is_cancelled() {
    run(async {
        let queue = queue(Options::bounded(1)).await;
        put(&queue, &["a"]).await;
        let mut waiting = queue.put("b".to_owned());
        until_it_waits(&queue, &mut waiting).await;
        take(&queue, "a", 1).await.done().await.unwrap();
        assert_eq!(waiting.cancel().await.unwrap(), None);
        assert_eq!(drain(&queue).await, ["b"]);
    });
}

#[test]
fn a_put_that_is_cancelled_before_it_is_awaited_never_puts() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        assert_eq!(queue.put("a".to_owned()).cancel().await.unwrap().as_deref(), Some("a"));
        drop(queue.put("b".to_owned()));
        assert_eq!(queue.counts().await.unwrap().unfinished, 0);
    });
}

#[test]
fn a_put_that_is_polled_now_and_then_puts_once() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        for index in 0..50 {
            let mut put = queue.put(index.to_string());
            if !(0..index % 5).any(|_| poll_once(&mut put)) {
                put.await.unwrap();
            }
        }
        let items: Vec<_> = (0..50).map(|index| index.to_string()).collect();
        assert_eq!(drain(&queue).await, items);
    });
}

#[test]
fn a_put_that_is_cancelled_while_its_reply_is_on_the_way_tells_whether_it_has_put() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        let mut expected = Vec::new();
        for index in 0..50 {
            let item = index.to_string();
            let mut put = queue.put(item.clone());
            poll_once(&mut put);
            if put.cancel().await.unwrap().is_none() {
                expected.push(item);
            }
        }
        assert_eq!(drain(&queue).await, expected);
    });
}

#[test]
fn a_put_that_is_polled_after_its_end_is_pending() {
    run(async {
        let queue = queue(Options::unbounded().max_payload(4)).await;
        let mut good = queue.put("a".to_owned());
        (&mut good).await.unwrap();
        let mut bad = queue.put("too large".to_owned());
        assert_eq!((&mut bad).await.unwrap_err().into_item(), "too large");
        for mut put in [good, bad] {
            assert!(timeout(Duration::ZERO, &mut put).await.is_err());
            assert_eq!(put.cancel().await.unwrap(), None);
        }
        assert_eq!(drain(&queue).await, ["a"]);
    });
}

#[test]
fn a_put_that_is_cancelled_and_then_dropped_never_puts() {
    run(async {
        let queue = queue(Options::bounded(1)).await;
        put(&queue, &["a"]).await;
        let mut waiting = queue.put("b".to_owned());
        until_it_waits(&queue, &mut waiting).await;
        poll_once(waiting.cancel());
        until(&queue, |counts| counts.waiting_putters == 0).await;
        assert_eq!(drain(&queue).await, ["a"]);
    });
}

#[test]
fn a_put_that_waits_and_is_dropped_never_puts() {
    run(async {
        let queue = queue(Options::bounded(1)).await;
        put(&queue, &["a"]).await;
        let waiting = tokio::spawn(queue.put("b".to_owned()));
        until(&queue, |counts| counts.waiting_putters == 1).await;
        waiting.abort();
        until(&queue, |counts| counts.waiting_putters == 0).await;
        assert_eq!(drain(&queue).await, ["a"]);
    });
}

#[test]
fn a_join_that_is_dropped_leaves_the_line() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a"]).await;
        poll_once(queue.join());
        take(&queue, "a", 1).await.done().await.unwrap();
        queue.join().await.unwrap();
    });
}

#[test]
fn an_answer_that_was_polled_once_is_carried_out() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a", "b"]).await;
        let (done, retried) = (take(&queue, "a", 1).await, take(&queue, "b", 1).await);
        poll_once(done.done());
        poll_once(retried.retry());
        until(&queue, |counts| counts.unfinished == 1 && counts.len == 1).await;
        take(&queue, "b", 2).await.done().await.unwrap();
    });
}

#[test]
fn an_answer_that_was_never_polled_gives_the_job_back() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a"]).await;
        drop(take(&queue, "a", 1).await.done());
        take(&queue, "a", 2).await.done().await.unwrap();
    });
}

#[test]
fn a_lease_that_a_panic_drops_gives_its_job_back() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a"]).await;
        let worker = queue.clone();
        let panics = tokio::spawn(async move {
            let _lease = worker.take().await.unwrap();
            std::panic::resume_unwind(Box::new("a worker fails"));
        });
        assert!(panics.await.is_err());
        let lease = take(&queue, "a", 2).await;
        lease.done().await.unwrap();
    });
}

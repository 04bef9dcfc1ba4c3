use queue_redis::{Cause, DeadLetterError, Options, PutError, TakeError, TryPutError};

use crate::fixture::{connect, name, put, queue, run, take, until};

#[test]
fn a_graceful_shutdown_drains_the_queue() {
    run(async {
        let name = name();
        let (one, other) =
            (connect(&name, Options::bounded(1)).await, connect(&name, Options::bounded(1)).await);
        put(&one, &["a"]).await;
        let waiting = tokio::spawn(one.put("x".to_owned()));
        until(&one, |counts| counts.waiting_putters == 1).await;
        other.shutdown().await.unwrap();
        assert!(matches!(waiting.await.unwrap(), Err(PutError::ShutDown(item)) if item == "x"));
        let late = one.try_put("y".to_owned()).await;
        assert!(matches!(late, Err(TryPutError::Put(PutError::ShutDown(_)))));
        let many = one.put_many(["y".to_owned(), "z".to_owned()]).await.unwrap_err();
        assert_eq!(many.items, ["y", "z"]);
        let lease = take(&one, "a", 1).await;
        let taker = other.clone();
        let last = tokio::spawn(async move { taker.take().await.map(|lease| lease.attempts()) });
        until(&one, |counts| counts.waiting_takers == 1).await;
        lease.retry().await.unwrap(); // retries are still admitted
        assert_eq!(last.await.unwrap().unwrap(), 2);
        take(&one, "a", 3).await.done().await.unwrap();
        assert!(matches!(one.take().await, Err(TakeError::ShutDown)));
        assert!(one.counts().await.unwrap().is_shutdown);
    });
}

#[test]
fn a_take_that_waits_ends_with_the_last_job() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        queue.shutdown().await.unwrap();
        let taker = queue.clone();
        let last = tokio::spawn(async move { taker.take().await.map(drop) });
        until(&queue, |counts| counts.waiting_takers == 1).await;
        lease.done().await.unwrap();
        assert!(matches!(last.await.unwrap(), Err(TakeError::ShutDown)));
        queue.join().await.unwrap();
    });
}

#[test]
fn an_immediate_shutdown_makes_dead_letters() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a", "b", "c"]).await;
        let (kept, failed) = (take(&queue, "a", 1).await, take(&queue, "b", 1).await);
        let joiner = queue.clone();
        let join = tokio::spawn(async move { joiner.join().await });
        queue.shutdown_now().await.unwrap();
        queue.shutdown().await.unwrap(); // changes nothing
        assert!(matches!(queue.take().await, Err(TakeError::ShutDown)));
        failed.retry().await.unwrap();
        kept.done().await.unwrap();
        join.await.unwrap().unwrap();
        let letters = queue.dead_letters(9).await.unwrap();
        let dead: Vec<_> = letters
            .iter()
            .map(|l| (l.item.as_ref().unwrap().as_str(), l.attempts, l.cause))
            .collect();
        assert_eq!(dead, [("c", 0, Cause::ShutDown), ("b", 1, Cause::ShutDown)]);
        let revived = queue.revive(&letters[0]).await;
        assert!(matches!(revived, Err(DeadLetterError::ShutDown)));
    });
}

#[test]
fn an_immediate_shutdown_ends_takes_that_wait() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        let taker = queue.clone();
        let waiting = tokio::spawn(async move { taker.take().await.map(drop) });
        until(&queue, |counts| counts.waiting_takers == 1).await;
        queue.shutdown_now().await.unwrap();
        assert!(matches!(waiting.await.unwrap(), Err(TakeError::ShutDown)));
    });
}

use std::pin::pin;
use std::time::Duration;

use queue_redis::{Options, Queue};
use queue_redis_suite::chaos::{Fate, Proxy};
use tokio::time::{Instant, timeout, timeout_at};

use crate::fixture::{connect, name, put, run, server, take};

const AN_HOUR: Duration = Duration::from_secs(3_600);

#[test]
fn a_connection_that_answers_nothing_is_replaced() {
    run(async {
        let name = name();
        let proxy = Proxy::open(server().unwrap().port()).await.unwrap();
        let options = Options::bounded(4).session(Duration::from_secs(3));
        let queue = Queue::<String>::connect(&proxy.url(), &name, options).await.unwrap();
        put(&queue, &["a"]).await;
        proxy.strike_all(Fate::Hole(Instant::now() + AN_HOUR));
        put(&queue, &["b"]).await;
        take(&queue, "a", 1).await.done().await.unwrap();
        take(&queue, "b", 1).await.done().await.unwrap();
    });
}

#[test]
fn a_put_that_arrives_after_it_was_cancelled_is_refused() {
    run(async {
        let name = name();
        let other = connect(&name, Options::bounded(4)).await;
        let proxy = Proxy::open(server().unwrap().port()).await.unwrap();
        let queue =
            Queue::<String>::connect(&proxy.url(), &name, Options::bounded(4)).await.unwrap();
        proxy.strike_all(Fate::Hole(Instant::now() + AN_HOUR));
        let mut waiting = queue.put("a".to_owned());
        {
            // The longer a request has been under way, the longer it waits until it tries again.
            let mut waits = &mut waiting;
            assert!(timeout(Duration::from_millis(500), &mut waits).await.is_err());
            proxy.strike_all(Fate::CutAndLate(Duration::from_millis(300)));
            assert!(timeout(Duration::from_millis(100), &mut waits).await.is_err());
        }
        assert_eq!(waiting.cancel().await.unwrap().as_deref(), Some("a"));
        drop(queue);
        proxy.delivered().await;
        assert_eq!(other.counts().await.unwrap().unfinished, 0);
    });
}

#[test]
fn a_connection_that_answers_nothing_is_replaced_even_if_patience_is_shorter() {
    run(async {
        let name = name();
        let proxy = Proxy::open(server().unwrap().port()).await.unwrap();
        let patience = Duration::from_millis(100);
        let options = Options::bounded(4).session(Duration::from_secs(3)).patience(patience);
        let queue = Queue::<String>::connect(&proxy.url(), &name, options).await.unwrap();
        proxy.strike_all(Fate::Hole(Instant::now() + AN_HOUR));
        // Either it fails, or it finds what the beat has begun.
        let _ = queue.counts().await;
        queue.counts().await.unwrap();
    });
}

#[test]
fn an_answer_does_not_count_while_the_next_epoch_begins() {
    run(async {
        let name = name();
        let other = connect(&name, Options::bounded(4)).await;
        put(&other, &["a"]).await;
        let proxy = Proxy::open(server().unwrap().port()).await.unwrap();
        // A connection counts as broken after a second.
        let options = Options::bounded(4).session(Duration::from_secs(3));
        let queue = Queue::<String>::connect(&proxy.url(), &name, options).await.unwrap();
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        proxy.part(Duration::from_millis(2_500));
        proxy.strike_all(Fate::Hole(at(1_300)));
        let counter = queue.clone();
        let mut counted = tokio::spawn(async move { counter.counts().await });
        assert!(timeout_at(at(600), &mut counted).await.is_err());
        let mut taken = pin!(queue.take());
        // The answer to the take comes at 1.3 s. By then, the count has found the connection broken, and says hello.
        assert!(timeout_at(at(2_200), &mut taken).await.is_err());
        let lease = taken.await.unwrap();
        assert_eq!((lease.as_str(), lease.attempts()), ("a", 1));
        lease.done().await.unwrap();
        counted.await.unwrap().unwrap();
        other.join().await.unwrap();
    });
}

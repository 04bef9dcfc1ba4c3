use std::time::Duration;

use queue_redis::{Options, Queue};
use queue_redis_suite::chaos::{Fate, Proxy};
use tokio::time::{Instant, timeout};

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

use std::time::Duration;

use queue_redis::{Options, TryPutError, TryTakeError};
use tokio::time::timeout;

use crate::fixture::{connect, name, run};

#[test]
fn a_job_is_put_taken_and_done() {
    run(async {
        let queue = connect(&name(), Options::bounded(2)).await;
        queue.put("a".to_owned()).await.unwrap();
        let lease = queue.take().await.unwrap();
        assert_eq!((lease.as_str(), lease.attempts()), ("a", 1));
        let counts = queue.counts().await.unwrap();
        assert_eq!((counts.len, counts.unfinished, counts.in_flight), (0, 1, 1));
        lease.done().await.unwrap();
        queue.join().await.unwrap();
        assert!(matches!(queue.try_take().await, Err(TryTakeError::Empty)));
    });
}

#[test]
fn a_put_waits_for_room_in_another_process() {
    run(async {
        let name = name();
        let (one, other) =
            (connect(&name, Options::bounded(1)).await, connect(&name, Options::bounded(1)).await);
        one.put("a".to_owned()).await.unwrap();
        assert!(matches!(one.try_put("x".to_owned()).await, Err(TryPutError::Full(_))));
        let mut put = one.put("b".to_owned());
        assert!(timeout(Duration::from_millis(100), &mut put).await.is_err());
        assert_eq!(other.counts().await.unwrap().waiting_putters, 1);
        let lease = other.take().await.unwrap();
        put.await.unwrap();
        lease.done().await.unwrap();
        assert_eq!(other.take().await.unwrap().into_item().await.unwrap(), "b");
    });
}

#[test]
fn a_take_waits_for_a_job_of_another_process() {
    run(async {
        let name = name();
        let (one, other) =
            (connect(&name, Options::bounded(1)).await, connect(&name, Options::bounded(1)).await);
        let take =
            tokio::spawn(async move { one.take().await.unwrap().into_item().await.unwrap() });
        while other.counts().await.unwrap().waiting_takers == 0 {}
        other.put("a".to_owned()).await.unwrap();
        assert_eq!(take.await.unwrap(), "a");
    });
}

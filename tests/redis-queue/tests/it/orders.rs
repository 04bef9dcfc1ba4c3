use queue_redis::{ConnectError, Options, Queue};

use crate::fixture::{connect, drain, name, put, queue, run, server, take};

#[test]
fn last_in_first_out() {
    run(async {
        let queue = queue(Options::unbounded().lifo()).await;
        put(&queue, &["a", "b", "c"]).await;
        take(&queue, "c", 1).await.retry().await.unwrap();
        put(&queue, &["d"]).await;
        assert_eq!(drain(&queue).await, ["d", "c", "b", "a"]);
    });
}

#[test]
fn by_rank_and_among_equal_ones_by_arrival() {
    run(async {
        let rank = |item: &String| item[1..].parse().unwrap();
        let queue = queue(Options::unbounded().by_rank(rank)).await;
        put(&queue, &["a2", "b-1", "c2", "d2147483647", "e-2147483648", "f-1"]).await;
        take(&queue, "e-2147483648", 1).await.retry().await.unwrap();
        take(&queue, "e-2147483648", 2).await.done().await.unwrap();
        take(&queue, "b-1", 1).await.retry_at_end().await.unwrap();
        assert_eq!(drain(&queue).await, ["f-1", "b-1", "a2", "c2", "d2147483647"]);
    });
}

#[test]
fn the_order_is_the_same_for_all_processes() {
    run(async {
        let name = name();
        let _first = connect(&name, Options::unbounded().lifo()).await;
        let url = server().unwrap().url();
        let second = Queue::<String>::connect(&url, &name, Options::unbounded()).await;
        assert!(matches!(second, Err(ConnectError::Order { found }) if found == "lifo"));
    });
}

#[test]
fn the_capacity_is_that_of_the_first_process() {
    run(async {
        let name = name();
        let _first = connect(&name, Options::bounded(3)).await;
        let second = connect(&name, Options::unbounded()).await;
        assert_eq!(second.counts().await.unwrap().capacity, Some(3));
    });
}

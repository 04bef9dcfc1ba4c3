use std::thread::yield_now;

use queue_redis::{Options, Queue};
use queue_redis_suite::Server;

use crate::fixture::{put, run, take, until};

/// A server that is a cluster of its own refuses what touches two slots, as any cluster does.
#[test]
fn all_calls_of_a_queue_stay_in_one_slot_of_a_cluster() {
    run(async {
        let options = &["--cluster-enabled", "yes", "--cluster-port", "0"];
        let server = Server::start_with("no", options).unwrap().unwrap();
        let mut connection = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        let mut slots = redis::cmd("CLUSTER");
        slots.arg("ADDSLOTSRANGE").arg(0).arg(16_383).exec(&mut connection).unwrap();
        let is_up = |connection: &mut redis::Connection| {
            let info: String = redis::cmd("CLUSTER").arg("INFO").query(connection).unwrap();
            info.contains("cluster_state:ok")
        };
        while !is_up(&mut connection) {
            yield_now();
        }
        let options = || Options::bounded(1).max_attempts(2);
        let queue = Queue::<String>::connect(&server.url(), "slot", options()).await.unwrap();
        let other = Queue::<String>::connect(&server.url(), "slot", options()).await.unwrap();
        put(&queue, &["a"]).await;
        let waiting = tokio::spawn(queue.put("b".to_owned()));
        until(&other, |counts| counts.waiting_putters == 1).await;
        take(&other, "a", 1).await.retry().await.unwrap();
        waiting.await.unwrap().unwrap();
        take(&queue, "b", 1).await.done().await.unwrap();
        take(&queue, "a", 2).await.retry().await.unwrap();
        queue.join().await.unwrap();
        assert_eq!(other.counts().await.unwrap().dead, 1);
    });
}

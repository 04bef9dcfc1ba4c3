//! How much work an operation is for the server: the commands that its script runs, which does not depend on what
//! else is there.

use std::collections::BTreeMap;
use std::time::Duration;

use queue_redis::{Options, Queue};
use queue_redis_suite::Server;
use redis::Connection;
use tokio::task::JoinSet;

use crate::fixture::{run, until};

/// Not of an operation.
const OTHERS: [&str; 4] = ["fcall", "info", "xread", "config|resetstat"];

/// Counts the commands since the last call.
fn commands(connection: &mut Connection) -> usize {
    let info: String = redis::cmd("INFO").arg("commandstats").query(connection).unwrap();
    redis::cmd("CONFIG").arg("RESETSTAT").exec(connection).unwrap();
    let calls: BTreeMap<&str, usize> = info
        .lines()
        .filter_map(|line| {
            let (name, stats) = line.strip_prefix("cmdstat_")?.split_once(":calls=")?;
            Some((name, stats.split(',').next()?.parse().ok()?))
        })
        .filter(|(name, _)| !OTHERS.contains(name))
        .collect();
    calls.values().sum()
}

/// A server, and a queue whose beats are rare.
async fn quiet() -> (Server, Queue<String>, Connection) {
    let server = Server::start("no").unwrap().unwrap();
    let options = Options::unbounded().session(Duration::from_secs(36_000));
    let queue = Queue::connect(&server.url(), "counted", options).await.unwrap();
    let connection = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    // The server learns the functions.
    queue.put("a".to_owned()).await.unwrap();
    queue.take().await.unwrap().done().await.unwrap();
    (server, queue, connection)
}

#[test]
fn a_job_takes_the_same_few_commands_whatever_is_queued() {
    run(async {
        let (_server, queue, mut connection) = quiet().await;
        for jobs in [0, 100_000] {
            queue.put_many((0..jobs).map(|index| index.to_string())).await.unwrap();
            commands(&mut connection);
            queue.put("a".to_owned()).await.unwrap();
            let put = commands(&mut connection);
            let lease = queue.take().await.unwrap();
            let take = commands(&mut connection);
            lease.done().await.unwrap();
            let done = commands(&mut connection);
            for (commands, known) in [put, take, done].into_iter().zip([6, 7, 6]) {
                // Some forget answers that have arrived, up to a hundred with one command.
                assert!([known, known + 1].contains(&commands), "{commands} among {jobs}");
            }
        }
    });
}

#[test]
fn a_job_takes_the_same_few_commands_whatever_waits() {
    run(async {
        let (_server, queue, mut connection) = quiet().await;
        for waiting in [1, 1_000] {
            let mut takes = JoinSet::new();
            for _ in 0..waiting {
                let taker = queue.clone();
                takes.spawn(async move { taker.take().await.unwrap() });
            }
            until(&queue, |counts| counts.waiting_takers == waiting).await;
            commands(&mut connection);
            queue.put("a".to_owned()).await.unwrap();
            assert_eq!(commands(&mut connection), 13, "beside {waiting} takes");
            takes.join_next().await.unwrap().unwrap().done().await.unwrap();
            takes.shutdown().await;
            until(&queue, |counts| counts.waiting_takers == 0).await;
        }
    });
}

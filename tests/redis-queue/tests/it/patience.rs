//! Calls, answers and cancels while the server is away, answers nothing, or accepts nothing for a while.

use std::net::Ipv4Addr;
use std::pin::pin;
use std::time::Duration;

use queue_redis::{Error, LeaseError, Options, Queue};
use queue_redis_suite::Server;
use redis::Connection;
use tokio::net::TcpListener;
use tokio::task::{JoinSet, yield_now};
use tokio::time::timeout;

use crate::fixture::{poll_until, put, run, soon, take, until, until_it_waits};

/// A queue whose server keeps all, and which gives up soon.
async fn impatient(server: &Server, name: &str) -> Queue<String> {
    let options = Options::bounded(1).patience(Duration::from_millis(100));
    Queue::connect(&server.url(), name, options).await.unwrap()
}

#[test]
fn a_cancel_is_carried_out_however_long_the_server_is_away() {
    run(async {
        let mut server = Server::start("always").unwrap().unwrap();
        let queue = impatient(&server, "away").await;
        put(&queue, &["a"]).await;
        let mut waiting = queue.put("b".to_owned());
        until_it_waits(&queue, &mut waiting).await;
        server.kill();
        drop(waiting);
        for _ in 0..3 {
            assert!(matches!(queue.counts().await, Err(Error::Unreachable(_))));
        }
        server.restart().unwrap();
        soon(until(&queue, |counts| counts.waiting_putters == 0)).await;
    });
}

#[test]
fn a_job_is_done_however_long_the_server_is_away() {
    run(async {
        let mut server = Server::start("always").unwrap().unwrap();
        let queue = impatient(&server, "away").await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        server.kill();
        assert!(matches!(lease.done().await, Err(LeaseError::Failed(Error::Unreachable(_)))));
        server.restart().unwrap();
        soon(until(&queue, |counts| counts.unfinished == 0)).await;
    });
}

#[test]
fn a_call_without_patience_finds_a_server_that_is_back() {
    run(async {
        let mut server = Server::start("always").unwrap().unwrap();
        let options = Options::bounded(1).patience(Duration::ZERO);
        let queue = Queue::<String>::connect(&server.url(), "hasty", options).await.unwrap();
        put(&queue, &["a"]).await;
        server.restart().unwrap();
        soon(async {
            while queue.counts().await.is_err() {
                yield_now().await;
            }
        })
        .await;
        take(&queue, "a", 1).await.done().await.unwrap();
    });
}

#[test]
fn an_answer_without_patience_does_not_spin() {
    run(async {
        let mut server = Server::start("no").unwrap().unwrap();
        let options = Options::bounded(1).patience(Duration::ZERO);
        let queue = Queue::<String>::connect(&server.url(), "hasty", options).await.unwrap();
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        server.kill();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, server.port())).await.unwrap();
        drop(lease);
        let mut connections = 0;
        let count = async {
            while listener.accept().await.is_ok() {
                connections += 1;
            }
        };
        assert!(timeout(Duration::from_secs(1), count).await.is_err());
        assert!(connections < 100, "{connections} connections in a second");
    });
}

/// Lets a server refuse all that writes, or accept it again.
fn refuse(server: &Server, refuses: bool) -> Connection {
    let mut connection = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    let mut config = redis::cmd("CONFIG");
    config.arg("SET").arg("min-replicas-to-write").arg(u8::from(refuses));
    config.exec(&mut connection).unwrap();
    connection
}

#[test]
fn answers_and_cancels_are_carried_out_when_a_server_accepts_them_again() {
    run(async {
        let server = Server::start("no").unwrap().unwrap();
        let queue = impatient(&server, "refused").await;
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        let mut waiting = Box::pin(queue.take());
        poll_until(&mut waiting, &queue, |counts| counts.waiting_takers == 1).await;
        let mut admin = refuse(&server, true);
        drop(waiting);
        assert!(matches!(lease.done().await, Err(LeaseError::Failed(Error::Unreachable(_)))));
        // The cancel is refused, too.
        soon(async {
            let mut refusals = 0;
            while refusals < 2 {
                let stats: String = redis::cmd("INFO").arg("errorstats").query(&mut admin).unwrap();
                let count = stats.split("errorstat_NOREPLICAS:count=").nth(1).unwrap_or("0");
                refusals = count.trim().parse().unwrap();
                yield_now().await;
            }
        })
        .await;
        refuse(&server, false);
        soon(until(&queue, |counts| counts.waiting_takers == 0 && counts.unfinished == 0)).await;
    });
}

#[test]
fn a_call_that_is_not_polled_keeps_no_other_from_the_server() {
    run(async {
        let mut server = Server::start("always").unwrap().unwrap();
        let queue =
            Queue::<String>::connect(&server.url(), "polled", Options::bounded(1)).await.unwrap();
        server.kill();
        let mut stopped = pin!(queue.counts());
        assert!(timeout(Duration::from_millis(300), &mut stopped).await.is_err());
        server.restart().unwrap();
        // It is neither polled nor dropped.
        soon(put(&queue, &["a"])).await;
        stopped.await.unwrap();
    });
}

#[test]
fn calls_do_not_lose_patience_one_after_the_other() {
    run(async {
        let mut server = Server::start("no").unwrap().unwrap();
        let queue = impatient(&server, "silent").await;
        server.kill();
        // It accepts connections, and answers nothing.
        let _silent = TcpListener::bind((Ipv4Addr::LOCALHOST, server.port())).await.unwrap();
        let mut calls = JoinSet::new();
        for _ in 0..6 {
            let queue = queue.clone();
            calls.spawn(async move { queue.counts().await.is_err() });
        }
        // An attempt takes five seconds.
        let failed = timeout(Duration::from_secs(20), calls.join_all()).await;
        assert_eq!(failed.expect("they wait for each other"), [true; 6]);
    });
}

#[test]
fn a_take_gets_its_job_although_a_call_has_found_the_connection_broken_and_given_up() {
    run(async {
        let server = Server::start("no").unwrap().unwrap();
        let options = || Options::bounded(1).session(Duration::from_secs(3_600));
        let url = server.url();
        let queue = Queue::<String>::connect(&url, "gave-up", options().patience(Duration::ZERO));
        let queue = queue.await.unwrap();
        let taker = queue.clone();
        let taken = tokio::spawn(async move { taker.take().await.unwrap().into_item().await });
        until(&queue, |counts| counts.waiting_takers == 1).await;
        // The connection of the wakes stays.
        let mut admin = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        let clients: String = redis::cmd("CLIENT").arg("LIST").query(&mut admin).unwrap();
        let requests = clients.lines().find(|client| client.contains("cmd=fcall")).unwrap();
        let id = requests.split(['=', ' ']).nth(1).unwrap();
        redis::cmd("CLIENT").arg("KILL").arg("ID").arg(id).exec(&mut admin).unwrap();
        assert!(matches!(queue.counts().await, Err(Error::Unreachable(_))));
        let other = Queue::<String>::connect(&url, "gave-up", options()).await.unwrap();
        put(&other, &["a"]).await;
        assert_eq!(soon(taken).await.unwrap().unwrap(), "a");
    });
}

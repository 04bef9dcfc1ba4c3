use std::time::Duration;

use queue_redis::{Error, LeaseError, Options, PutError, Queue};
use queue_redis_suite::Server;

use crate::fixture::{connect, drain, name, plain, put, queue, run, take, until};

/// Breaks the connections of all clients of the server, from its side.
fn cut(url: &str) {
    let mut connection = redis::Client::open(url).unwrap().get_connection().unwrap();
    redis::cmd("CLIENT").arg("KILL").arg("TYPE").arg("normal").exec(&mut connection).unwrap();
}

#[test]
fn calls_go_on_when_connections_break() {
    run(async {
        let server = Server::start("no").unwrap().unwrap();
        let queue =
            Queue::<String>::connect(&server.url(), "cut", Options::bounded(4)).await.unwrap();
        for index in 0..40 {
            if index % 4 == 0 {
                cut(&server.url());
            }
            queue.put(index.to_string()).await.unwrap();
            take(&queue, &index.to_string(), 1).await.done().await.unwrap();
        }
        queue.join().await.unwrap();
    });
}

#[test]
fn operations_that_wait_keep_their_places_when_connections_break() {
    run(async {
        let server = Server::start("no").unwrap().unwrap();
        let one =
            Queue::<String>::connect(&server.url(), "cut", Options::bounded(1)).await.unwrap();
        let other =
            Queue::<String>::connect(&server.url(), "cut", Options::bounded(1)).await.unwrap();
        let mut takes = Vec::new();
        for index in 0..3 {
            let taker = one.clone();
            takes.push(tokio::spawn(async move {
                taker.take().await.unwrap().into_item().await.unwrap()
            }));
            until(&other, |counts| counts.waiting_takers == index + 1).await;
        }
        cut(&server.url());
        put(&other, &["a"]).await;
        cut(&server.url());
        put(&other, &["b", "c"]).await;
        for (take, item) in takes.into_iter().zip(["a", "b", "c"]) {
            assert_eq!(take.await.unwrap(), item);
        }
    });
}

#[test]
fn a_server_that_is_killed_and_comes_back_has_lost_nothing() {
    run(async {
        let mut server = Server::start("always").unwrap().unwrap();
        let queue =
            Queue::<String>::connect(&server.url(), "killed", Options::bounded(2)).await.unwrap();
        put(&queue, &["a", "b"]).await;
        let lease = take(&queue, "a", 1).await;
        put(&queue, &["c"]).await;
        let waiting = tokio::spawn(queue.put("d".to_owned()));
        until(&queue, |counts| counts.waiting_putters == 1).await;
        server.restart().unwrap();
        lease.done().await.unwrap();
        assert_eq!(drain(&queue).await, ["b", "c", "d"]);
        waiting.await.unwrap().unwrap();
        queue.join().await.unwrap();
    });
}

#[test]
fn a_server_that_forgets_its_functions_learns_them_again() {
    run(async {
        let queue = queue(Options::unbounded()).await;
        put(&queue, &["a"]).await;
        redis::cmd("FUNCTION").arg("FLUSH").exec(&mut plain()).unwrap();
        assert_eq!(drain(&queue).await, ["a"]);
    });
}

#[test]
fn a_process_that_dies_is_passed_over_and_its_jobs_come_back() {
    run(async {
        let name = name();
        let other = connect(&name, Options::bounded(1)).await;
        let mut waits = Vec::new();
        {
            // A runtime that stops takes its tasks along, as a process does that is killed.
            let (sender, receiver) = tokio::sync::oneshot::channel();
            let dying = name.clone();
            let thread = std::thread::spawn(move || {
                let runtime =
                    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                let options = || Options::bounded(1).session(Duration::from_millis(300));
                runtime.block_on(async {
                    let queue = connect(&dying, options()).await;
                    put(&queue, &["a"]).await;
                    let lease = take(&queue, "a", 1).await;
                    put(&queue, &["b"]).await;
                    let waiting = tokio::spawn(queue.put("never".to_owned()));
                    until(&queue, |counts| counts.waiting_putters == 1).await;
                    std::mem::forget((queue, lease, waiting));
                });
                sender.send(()).unwrap();
                std::mem::forget(runtime);
            });
            receiver.await.unwrap();
            thread.join().unwrap();
        }
        waits.push(tokio::spawn(other.put("c".to_owned())));
        until(&other, |counts| counts.waiting_putters == 2).await;
        // The beat of the other process ends the session of the one that is gone.
        until(&other, |counts| counts.in_flight == 0).await;
        take(&other, "b", 1).await.done().await.unwrap();
        take(&other, "a", 2).await.done().await.unwrap();
        assert_eq!(other.take().await.unwrap().into_item().await.unwrap(), "c");
        for wait in waits {
            wait.await.unwrap().unwrap();
        }
        other.join().await.unwrap();
    });
}

#[test]
fn a_session_that_ended_too_early_begins_anew() {
    run(async {
        let name = name();
        let (one, other) = (
            connect(&name, Options::unbounded()).await,
            connect(&name, Options::unbounded()).await,
        );
        put(&one, &["a"]).await;
        let lease = take(&one, "a", 1).await;
        let taker = one.clone();
        let take_again = tokio::spawn(async move { taker.take().await.unwrap() });
        until(&one, |counts| counts.waiting_takers == 1).await;
        let sessions: Vec<String> = redis::cmd("ZRANGE")
            .arg(format!("queue:{{{name}}}:sessions"))
            .arg(0)
            .arg(-1)
            .query(&mut plain())
            .unwrap();
        for session in sessions {
            let key = format!("queue:{{{name}}}:sessions");
            redis::cmd("ZADD").arg(key).arg(1).arg(session).exec(&mut plain()).unwrap();
        }
        // A beat finds that both sessions have ended.
        other.put_after("b".to_owned(), Duration::from_millis(1)).await.unwrap();
        let again = take_again.await.unwrap();
        assert_eq!((again.as_str(), again.attempts()), ("a", 2));
        assert!(matches!(lease.done().await, Err(LeaseError::Stale)));
        again.done().await.unwrap();
        take(&other, "b", 1).await.done().await.unwrap();
    });
}

#[test]
fn a_server_that_stays_away_is_an_error_once_patience_ends() {
    run(async {
        let mut server = Server::start("no").unwrap().unwrap();
        let options = Options::unbounded().patience(Duration::from_millis(100));
        let queue = Queue::<String>::connect(&server.url(), "away", options).await.unwrap();
        put(&queue, &["a"]).await;
        let lease = take(&queue, "a", 1).await;
        server.kill();
        let failed = queue.put("b".to_owned()).await;
        assert!(
            matches!(failed, Err(PutError::Failed(item, Error::Unreachable(_))) if item == "b")
        );
        assert!(matches!(lease.done().await, Err(LeaseError::Failed(Error::Unreachable(_)))));
        assert!(matches!(queue.counts().await, Err(Error::Unreachable(_))));
    });
}

#[test]
fn a_put_is_unknown_if_the_server_has_forgotten_the_session() {
    run(async {
        let mut server = Server::start("no").unwrap().unwrap();
        let queue =
            Queue::<String>::connect(&server.url(), "forgets", Options::bounded(1)).await.unwrap();
        put(&queue, &["a"]).await;
        let waiting = tokio::spawn(queue.put("b".to_owned()));
        until(&queue, |counts| counts.waiting_putters == 1).await;
        server.restart().unwrap(); // without a file, it has lost all
        let unknown = waiting.await.unwrap();
        assert!(matches!(unknown, Err(PutError::Failed(item, Error::Forgotten)) if item == "b"));
        put(&queue, &["c"]).await;
        assert_eq!(drain(&queue).await, ["c"]);
    });
}

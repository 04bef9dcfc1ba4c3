//! What the server keeps of a session: the records of its answers, and its stream of wakes.

use std::time::Duration;

use queue_redis::{Options, Queue};
use queue_redis_suite::Server;
use tokio::task::yield_now;

use crate::fixture::{connect, name, plain, poll_once, put, run, session_keys, soon, until};

#[test]
fn a_count_drops_the_records_whose_numbers_it_brings() {
    run(async {
        let name = name();
        let queue = connect(&name, Options::unbounded()).await;
        for _ in 0..16 {
            put(&queue, &["a"]).await;
        }
        queue.counts().await.unwrap();
        let key = session_keys(&mut plain(), &name).pop().unwrap();
        let mut fields: Vec<String> = redis::cmd("HKEYS").arg(key).query(&mut plain()).unwrap();
        fields.sort();
        assert_eq!(fields, ["epoch", "since"]);
    });
}

#[test]
fn a_request_that_is_dropped_leaves_the_arrived_numbers_to_the_next_one() {
    run(async {
        let mut server = Server::start("always").unwrap().unwrap();
        let queue =
            Queue::<String>::connect(&server.url(), "dropped", Options::unbounded()).await.unwrap();
        for _ in 0..16 {
            put(&queue, &["a"]).await;
        }
        server.kill();
        poll_once(queue.put("b".to_owned()));
        server.restart().unwrap();
        let mut plain = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        // The put's cancel or a count brings the number.
        soon(async {
            let mut is_there = true;
            while is_there {
                queue.counts().await.unwrap();
                let key = session_keys(&mut plain, "dropped").pop().unwrap();
                is_there = redis::cmd("HEXISTS").arg(key).arg(1).query(&mut plain).unwrap();
            }
        })
        .await;
    });
}

#[test]
fn the_records_of_batches_do_not_pile_up() {
    run(async {
        let name = name();
        let queue = connect(&name, Options::unbounded()).await;
        for _ in 0..10 {
            queue.put_many((0..1_000).map(|index| index.to_string())).await.unwrap();
        }
        let key = session_keys(&mut plain(), &name).pop().unwrap();
        let records: usize = redis::cmd("HLEN").arg(key).query(&mut plain()).unwrap();
        assert!(records < 2_000, "{records} records");
    });
}

#[test]
fn a_session_that_begins_anew_hears_of_answers_even_if_the_clock_has_gone_back() {
    run(async {
        let name = name();
        let queue = connect(&name, Options::bounded(1)).await;
        let take_one = || {
            let taker = queue.clone();
            tokio::spawn(async move { taker.take().await.unwrap().done().await.unwrap() })
        };
        let first = take_one();
        until(&queue, |counts| counts.waiting_takers == 1).await;
        // An answer of an hour that has not come yet.
        let key = session_keys(&mut plain(), &name).pop().unwrap();
        let mut add = redis::cmd("XADD");
        add.arg(key.replace(":session:", ":wakes:")).arg("1999999999999-0").arg("0").arg("put");
        add.exec(&mut plain()).unwrap();
        put(&queue, &["a"]).await;
        soon(first).await.unwrap();
        queue.leave().await.unwrap();
        let second = take_one();
        until(&queue, |counts| counts.waiting_takers == 1).await;
        put(&queue, &["b"]).await;
        soon(second).await.unwrap();
    });
}

#[test]
fn answers_that_have_been_read_do_not_stay_until_the_next_beat() {
    run(async {
        let name = name();
        let an_hour = Duration::from_secs(3_600);
        let queue = connect(&name, Options::unbounded().session(an_hour)).await;
        let item = "a".repeat(10_000);
        for _ in 0..300 {
            let taker = queue.clone();
            let taken = tokio::spawn(async move { taker.take().await.unwrap().done().await });
            until(&queue, |counts| counts.waiting_takers == 1).await;
            put(&queue, &[&item]).await;
            taken.await.unwrap().unwrap();
        }
        let key = session_keys(&mut plain(), &name).pop().unwrap();
        let stream = key.replace(":session:", ":wakes:");
        let mut plain = plain();
        soon(async {
            let mut entries = 300;
            while entries > 200 {
                entries = redis::cmd("XLEN").arg(&stream).query(&mut plain).unwrap();
                yield_now().await;
            }
        })
        .await;
    });
}

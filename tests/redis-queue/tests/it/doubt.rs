//! What the model of the protocol found, on a server: each test puts a session into the doubt that went wrong.

use std::net::Ipv4Addr;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use queue_redis::{Error, LeaseError, Options, PutError, Queue};
use queue_redis_suite::Server;
use queue_redis_suite::chaos::{Fate, Proxy};
use redis::Connection;
use tokio::net::TcpListener;
use tokio::task::{JoinSet, yield_now};
use tokio::time::timeout;

use crate::fixture::{
    connect, name, plain, poll_once, poll_until, put, run, run_on_one_thread, take, until,
    until_it_waits,
};

/// The keys of the sessions of a queue.
fn session_keys(connection: &mut Connection, name: &str) -> Vec<String> {
    redis::cmd("KEYS").arg(format!("queue:{{{name}}}:session:*")).query(connection).unwrap()
}

/// Lets the server forget a session, as it does with one that is silent for an hour. Returns its key.
fn forget_session(name: &str) -> String {
    let key = session_keys(&mut plain(), name).pop().unwrap();
    redis::cmd("DEL").arg(&key).exec(&mut plain()).unwrap();
    key
}

/// A queue whose server keeps all, and which gives up soon.
async fn impatient(server: &Server, name: &str) -> Queue<String> {
    let options = Options::bounded(1).patience(Duration::from_millis(100));
    Queue::connect(&server.url(), name, options).await.unwrap()
}

/// Sends a request, which finds that the server has forgotten the session.
async fn notice(queue: &Queue<String>) {
    queue.dead_letters(1).await.unwrap();
}

/// Waits for a beat, so that the next one is far away.
async fn await_beat(queue: &Queue<String>) {
    queue.put_after("due".to_owned(), Duration::from_millis(1)).await.unwrap();
    take(queue, "due", 1).await.done().await.unwrap();
}

/// Fails if it takes so long that it will never happen.
async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(30), future).await.expect("it does not happen")
}

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
fn a_put_succeeds_beside_a_take_of_a_forgotten_session() {
    run(async {
        let name = name();
        let one = connect(&name, Options::bounded(1)).await;
        let taker = one.clone();
        let taken = tokio::spawn(async move { taker.take().await.unwrap().into_item().await });
        until(&one, |counts| counts.waiting_takers == 1).await;
        forget_session(&name);
        let other = connect(&name, Options::bounded(1)).await;
        put(&other, &["a"]).await;
        notice(&one).await;
        assert_eq!(soon(taken).await.unwrap().unwrap(), "a");
    });
}

#[test]
fn the_jobs_of_a_forgotten_session_stay_leased_if_its_client_has_them() {
    run(async {
        let name = name();
        let queue = connect(&name, Options::bounded(2)).await;
        put(&queue, &["a", "b"]).await;
        let held = take(&queue, "a", 1).await;
        std::mem::forget(take(&queue, "b", 1).await);
        forget_session(&name);
        notice(&queue).await;
        assert_eq!(queue.counts().await.unwrap().in_flight, 2);
        held.done().await.unwrap();
    });
}

#[test]
fn a_shutdown_is_not_told_to_a_cancelled_take_of_a_forgotten_session() {
    run_on_one_thread(async {
        let name = name();
        let queue = connect(&name, Options::unbounded()).await;
        {
            let mut waiting = pin!(queue.take());
            poll_until(&mut waiting, &queue, |counts| counts.waiting_takers == 1).await;
            forget_session(&name);
        }
        // The cancel comes before the last of them.
        for _ in 0..3 {
            notice(&queue).await;
        }
        queue.shutdown().await.unwrap();
        let key = session_keys(&mut plain(), &name).pop().unwrap();
        let is_there = redis::cmd("HEXISTS").arg(key).arg(1).query(&mut plain());
        assert_eq!(is_there, Ok(false));
    });
}

#[test]
fn a_put_is_unknown_even_if_the_answer_that_says_so_is_lost() {
    run(async {
        let name = name();
        let queue = connect(&name, Options::bounded(1)).await;
        put(&queue, &["a"]).await;
        let waiting = tokio::spawn(queue.put("b".to_owned()));
        until(&queue, |counts| counts.waiting_putters == 1).await;
        let key = forget_session(&name);
        // A hello of the next epoch whose answer does not arrive.
        let session = key.rsplit(':').next().unwrap();
        let library = queue_redis::library().split([' ', '=', '\n']).nth(2).unwrap();
        let hello = [session, "2", "0", "", "60000000", "fifo", "1", "0", "", "", "0"];
        let mut call = redis::cmd("FCALL");
        call.arg(format!("{library}_hello")).arg(1).arg(format!("queue:{{{name}}}")).arg(&hello);
        call.exec(&mut plain()).unwrap();
        notice(&queue).await;
        let unknown = soon(waiting).await.unwrap();
        assert!(matches!(unknown, Err(PutError::Failed(item, Error::Forgotten)) if item == "b"));
    });
}

#[test]
fn a_put_is_not_sent_again_to_a_server_that_has_forgotten_the_session() {
    run(async {
        let mut server = Server::start("no").unwrap().unwrap();
        let queue =
            Queue::<String>::connect(&server.url(), "again", Options::bounded(1)).await.unwrap();
        await_beat(&queue).await;
        server.kill();
        let mut put = pin!(queue.put("a".to_owned()));
        assert!(put.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        server.restart().unwrap();
        assert!(matches!(put.await, Err(PutError::Failed(_, Error::Forgotten))));
        assert_eq!(queue.counts().await.unwrap().unfinished, 0);
    });
}

#[test]
fn a_cancel_does_not_know_of_a_put_that_the_server_has_forgotten() {
    run(async {
        let mut server = Server::start("no").unwrap().unwrap();
        let queue =
            Queue::<String>::connect(&server.url(), "cancel", Options::bounded(1)).await.unwrap();
        put(&queue, &["a"]).await;
        let mut waiting = queue.put("b".to_owned());
        until_it_waits(&queue, &mut waiting).await;
        server.restart().unwrap();
        let cancelled = waiting.cancel().await;
        assert!(matches!(cancelled, Err(PutError::Failed(item, Error::Forgotten)) if item == "b"));
    });
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
fn a_put_that_is_refused_when_it_is_sent_again_is_in_doubt() {
    run(async {
        let server = Server::start("no").unwrap().unwrap();
        let queue =
            Queue::<String>::connect(&server.url(), "again", Options::bounded(1)).await.unwrap();
        put(&queue, &["a"]).await;
        let waiting = tokio::spawn(queue.put("b".to_owned()));
        until(&queue, |counts| counts.waiting_putters == 1).await;
        let mut admin = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        redis::cmd("CONFIG").arg("SET").arg("maxmemory").arg("1mb").exec(&mut admin).unwrap();
        let mut kill = redis::cmd("CLIENT");
        kill.arg("KILL").arg("TYPE").arg("normal").exec(&mut admin).unwrap();
        notice(&queue).await;
        // It stands in the line until its cancel arrives, and may be admitted before.
        let failed = soon(waiting).await.unwrap();
        assert!(matches!(failed, Err(PutError::Failed(_, Error::Unreachable(_)))), "{failed:?}");
        soon(until(&queue, |counts| counts.waiting_putters == 0)).await;
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

#[test]
fn a_put_that_meets_a_forgotten_session_first_is_put() {
    run(async {
        let name = name();
        let queue = connect(&name, Options::bounded(1)).await;
        forget_session(&name);
        put(&queue, &["a"]).await;
        take(&queue, "a", 1).await.done().await.unwrap();
        queue.leave().await.unwrap();
        put(&queue, &["b"]).await;
    });
}

#[test]
fn a_put_is_in_doubt_if_the_next_connection_is_refused() {
    run(async {
        let server = Server::start("no").unwrap().unwrap();
        let mut admin = redis::Client::open(server.url()).unwrap().get_connection().unwrap();
        let mut set_user = |rules: &[&str]| {
            redis::cmd("ACL").arg("SETUSER").arg("worker").arg(rules).exec(&mut admin).unwrap();
        };
        set_user(&["on", "nopass", "~*", "+@all"]);
        let proxy = Proxy::open(server.port()).await.unwrap();
        let url = proxy.url().replace("redis://", "redis://worker:any@");
        let options = Options::bounded(1).session(Duration::from_secs(3_600));
        let queue = Queue::<String>::connect(&url, "refused", options).await.unwrap();
        await_beat(&queue).await;
        set_user(&["-fcall"]);
        // The client cannot know whether the put arrives.
        proxy.strike_all(Fate::CutAndLate(Duration::ZERO));
        let failed = soon(queue.put("b".to_owned())).await;
        assert!(matches!(failed, Err(PutError::Failed(_, Error::Unreachable(_)))), "{failed:?}");
        // Now it does.
        let refused = queue.put("b".to_owned()).await;
        assert!(matches!(refused, Err(PutError::Failed(_, Error::Refused(_)))), "{refused:?}");
    });
}

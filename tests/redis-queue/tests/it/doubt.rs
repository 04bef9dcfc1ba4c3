//! What the model of the protocol found, on a server: each test puts a session into the doubt that went wrong.

use std::pin::pin;
use std::task::Context;
use std::task::Waker;
use std::time::Duration;

use queue_redis::{Error, Options, PutError, Queue};
use queue_redis_suite::Server;
use queue_redis_suite::chaos::{Fate, Proxy};

use crate::fixture::{
    connect, forget_session, name, plain, poll_until, put, run, run_on_one_thread, session_keys,
    soon, take, until, until_it_waits,
};

/// Sends a request, which finds that the server has forgotten the session.
async fn notice(queue: &Queue<String>) {
    queue.dead_letters(1).await.unwrap();
}

/// Waits for a beat, so that the next one is far away.
async fn await_beat(queue: &Queue<String>) {
    queue.put_after("due".to_owned(), Duration::from_millis(1)).await.unwrap();
    take(queue, "due", 1).await.done().await.unwrap();
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

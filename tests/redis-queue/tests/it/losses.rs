use std::fs;
use std::path::PathBuf;
use std::pin::pin;
use std::time::Duration;

use queue_redis::{LeaseError, Options, Queue};
use queue_redis_suite::Server;
use tokio::time::timeout;

use crate::fixture::{drain, poll_until, put, run, take, until, until_it_waits};

/// A server that can lose what it has written last, as one does that leaves its file to the operating system.
struct Lossy {
    server: Server,
    kept: Option<(PathBuf, u64)>,
}

impl Lossy {
    fn start() -> Self {
        Self { server: Server::start("always").unwrap().unwrap(), kept: None }
    }

    async fn connect(&self) -> Queue<String> {
        Queue::connect(&self.server.url(), "lossy", Options::bounded(2)).await.unwrap()
    }

    /// Keeps all that is written by now.
    fn keep(&mut self) {
        let files = fs::read_dir(self.server.directory().join("appendonlydir")).unwrap();
        let mut paths = files.map(|entry| entry.unwrap().path());
        let log = paths.find(|path| path.to_string_lossy().ends_with(".incr.aof")).unwrap();
        let size = fs::metadata(&log).unwrap().len();
        self.kept = Some((log, size));
    }

    /// Crashes, loses the rest, and comes back.
    fn crash(&mut self) {
        self.server.kill();
        let (log, size) = self.kept.take().unwrap();
        fs::OpenOptions::new().write(true).open(log).unwrap().set_len(size).unwrap();
        self.server.restart().unwrap();
    }
}

#[test]
fn a_lease_that_the_server_has_lost_is_stale() {
    run(async {
        let mut server = Lossy::start();
        let queue = server.connect().await;
        put(&queue, &["a"]).await;
        server.keep();
        let lost = take(&queue, "a", 1).await;
        server.crash();
        let lease = take(&queue, "a", 1).await;
        assert!(lease.generation() > lost.generation());
        assert!(matches!(lost.done().await, Err(LeaseError::Stale)));
        lease.done().await.unwrap();
    });
}

#[test]
fn a_job_whose_end_the_server_has_lost_comes_back() {
    run(async {
        let mut server = Lossy::start();
        let queue = server.connect().await;
        put(&queue, &["a", "b"]).await;
        let (a, b) = (take(&queue, "a", 1).await, take(&queue, "b", 1).await);
        server.keep();
        a.done().await.unwrap();
        server.crash();
        take(&queue, "a", 2).await.done().await.unwrap();
        b.done().await.unwrap();
        queue.join().await.unwrap();
    });
}

#[test]
fn a_take_whose_cancel_the_server_has_lost_leaves_the_line() {
    run(async {
        let mut server = Lossy::start();
        let queue = server.connect().await;
        {
            let mut waiting = pin!(queue.take());
            poll_until(&mut waiting, &queue, |counts| counts.waiting_takers == 1).await;
            server.keep();
        }
        until(&queue, |counts| counts.waiting_takers == 0).await;
        server.crash();
        put(&queue, &["a"]).await;
        take(&queue, "a", 1).await.done().await.unwrap();
    });
}

/// Waits until the session has read all wakes that the server has sent by now: they come in order.
async fn read_all_wakes(queue: &Queue<String>) {
    let taker = queue.clone();
    let taken = tokio::spawn(async move { taker.take().await.unwrap().done().await });
    until(queue, |counts| counts.waiting_takers == 1).await;
    put(queue, &["last"]).await;
    taken.await.unwrap().unwrap();
}

#[test]
fn a_take_does_not_get_a_job_that_the_server_has_lost() {
    run(async {
        let mut server = Lossy::start();
        let queue = server.connect().await;
        let mut waiting = pin!(queue.take());
        poll_until(&mut waiting, &queue, |counts| counts.waiting_takers == 1).await;
        server.keep();
        put(&queue, &["lost"]).await;
        read_all_wakes(&queue).await;
        server.crash();
        until(&queue, |counts| counts.waiting_takers == 1).await;
        put(&queue, &["a"]).await;
        let lease = waiting.await.unwrap();
        assert_eq!(*lease, "a");
        lease.done().await.unwrap();
        queue.join().await.unwrap();
    });
}

#[test]
fn a_put_waits_again_if_the_server_has_lost_it() {
    run(async {
        let mut server = Lossy::start();
        let queue = server.connect().await;
        put(&queue, &["a", "b"]).await;
        let mut waiting = queue.put("c".to_owned());
        until_it_waits(&queue, &mut waiting).await;
        server.keep();
        let behind = tokio::spawn(queue.put("d".to_owned()));
        until(&queue, |counts| counts.waiting_putters == 2).await;
        take(&queue, "a", 1).await.done().await.unwrap();
        take(&queue, "b", 1).await.done().await.unwrap();
        // Its wake is read after the one for "c".
        behind.await.unwrap().unwrap();
        server.crash();
        until(&queue, |counts| counts.waiting_putters == 1).await;
        until_it_waits(&queue, &mut waiting).await;
        take(&queue, "a", 1).await.done().await.unwrap();
        waiting.await.unwrap();
        assert_eq!(drain(&queue).await, ["b", "c"]);
    });
}

#[test]
fn answers_arrive_from_a_server_whose_clock_is_behind_that_of_the_one_before() {
    run(async {
        let mut server = Lossy::start();
        let queue = server.connect().await;
        read_all_wakes(&queue).await;
        server.keep();
        let client = redis::Client::open(server.server.url()).unwrap();
        let mut plain = client.get_connection().unwrap();
        let keys = redis::cmd("KEYS").arg("queue:{lossy}:wakes:*").query(&mut plain);
        let keys: Vec<String> = keys.unwrap();
        // An answer of an hour that has not come yet.
        let mut add = redis::cmd("XADD");
        add.arg(&keys[0]).arg("1999999999999-0").arg("0").arg("put");
        add.exec(&mut plain).unwrap();
        read_all_wakes(&queue).await;
        server.crash();
        let answered = timeout(Duration::from_secs(20), read_all_wakes(&queue)).await;
        answered.expect("the wake does not arrive");
    });
}

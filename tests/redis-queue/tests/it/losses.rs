use std::fs;
use std::path::PathBuf;
use std::pin::pin;

use queue_redis::{LeaseError, Options, Queue};
use queue_redis_suite::Server;

use crate::fixture::{put, run, take, until};

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
            tokio::select! {
                _ = &mut waiting => unreachable!("there is no job"),
                () = until(&queue, |counts| counts.waiting_takers == 1) => {}
            }
            server.keep();
        }
        until(&queue, |counts| counts.waiting_takers == 0).await;
        server.crash();
        put(&queue, &["a"]).await;
        take(&queue, "a", 1).await.done().await.unwrap();
    });
}

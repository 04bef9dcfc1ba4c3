//! A service that stops at SIGTERM or Ctrl-C: no more work, and a time limit for what is left.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use std::{future, io};

use queue_async::sync::Queue;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::timeout;

#[tokio::main]
async fn main() -> io::Result<()> {
    let signal = stop_signal()?; // before the work begins: until then a signal ends the process
    let (jobs, stuck) = (Arc::new(Queue::bounded(8)), Arc::new(Notify::new()));
    let mut workers = JoinSet::from_iter([work(Arc::clone(&jobs), Arc::clone(&stuck))]);
    let source = tokio::spawn(accept(Arc::clone(&jobs)));
    stuck.notified().await;
    if cfg!(unix) {
        // For this example only: the process sends itself what `kill` would send it.
        assert!(Command::new("sh").args(["-c", "kill -TERM $PPID"]).status()?.success());
        signal.await;
    }
    let left = stop(&jobs, &mut workers, Duration::from_millis(50)).await;
    let accepted = source.await?;
    assert_eq!(jobs.unfinished(), 1); // job 3, which hangs, is in flight
    assert!(left.into_iter().eq(4..=accepted)); // every later job comes back
    Ok(())
}

/// Stops the workers, and returns the jobs that none of them has begun within the limit.
async fn stop(jobs: &Queue<u32>, workers: &mut JoinSet<()>, limit: Duration) -> Vec<u32> {
    jobs.shutdown(); // puts fail from here on; the workers end when nothing is left
    let drain = async { while workers.join_next().await.is_some() {} };
    let _ = timeout(limit, drain).await; // either way, the next two lines are right
    let left = jobs.shutdown_now().collect(); // the workers get nothing more
    workers.shutdown().await; // cancels the jobs in flight
    left
}

/// Returns a future that waits for SIGTERM or Ctrl-C; both are caught from this call on.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Returns a future that waits for Ctrl-C, which is caught from this call on.
#[cfg(windows)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut ctrl_c = tokio::signal::windows::ctrl_c()?;
    Ok(async move { ctrl_c.recv().await.unwrap_or_default() })
}

/// Accepts jobs until the queue is shut down, and returns the number of the last.
async fn accept(jobs: Arc<Queue<u32>>) -> u32 {
    let mut accepted = 0;
    while jobs.put(accepted + 1).await.is_ok() {
        accepted += 1;
    }
    accepted
}

/// Does the jobs; the third one hangs.
async fn work(jobs: Arc<Queue<u32>>, stuck: Arc<Notify>) {
    while let Ok(job) = jobs.get().await {
        if job == 3 {
            stuck.notify_one();
            future::pending::<()>().await;
        }
        jobs.task_done().expect("one for each get");
    }
}

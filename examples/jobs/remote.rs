//! The same server on a queue of Redis or Valkey, which other servers share.
//!
//! It leaves out what the engine has not: more than one job of a tenant may be in progress.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use queue_redis::{
    Cause, DeadLetter, Error, Lease, Options, PutError, Queue, TakeError, TryPutError,
};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::api::{self, Jobs};
use crate::args::Serve;
use crate::metrics::{self, Gauges};
use crate::rules::Job;
use crate::service::{Counts, Letter, MAX_ATTEMPTS, Refusal, Request};
use crate::stop::Stop;
use crate::work::simulate;
use crate::{in_full, say};

/// How long a worker waits after a take that fails.
const PAUSE: Duration = Duration::from_secs(1);
const BACKOFF: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(10));

pub(crate) struct Remote {
    queue: Queue<Job>,
    counts: Counts,
    /// Set once this server stops. The queue goes on.
    is_stopping: watch::Sender<bool>,
}

pub(crate) async fn run(args: &Serve, url: &str) -> io::Result<ExitCode> {
    let mut stop = Stop::new()?;
    let capacity = usize::try_from(args.capacity).unwrap_or(usize::MAX);
    let options = Options::bounded(capacity)
        .max_attempts(MAX_ATTEMPTS)
        .by_rank(|job: &Job| i32::try_from(job.priority).unwrap_or(i32::MAX));
    let queue = Queue::connect(url, &args.queue, options).await.map_err(io::Error::other)?;
    let remote = Arc::new(Remote {
        queue,
        counts: Counts::default(),
        is_stopping: watch::Sender::new(false),
    });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await?;
    say(format_args!("jobs: listening on http://{}", listener.local_addr()?));
    let mut workers: JoinSet<_> = (0..args.workers).map(|_| work(Arc::clone(&remote))).collect();
    let requests = axum::serve(listener, api::router(Arc::clone(&remote)));
    tokio::select! {
        ended = requests.into_future() => ended?,
        () = stop.recv() => {}
    }
    remote.is_stopping.send_replace(true);
    say(format_args!("jobs: draining"));
    let drained = async { while workers.join_next().await.is_some() {} };
    let status = tokio::select! {
        () = drained => ExitCode::SUCCESS,
        () = stop.recv() => ExitCode::FAILURE,
    };
    // Jobs that were given up come back at once.
    if let Err(error) = remote.queue.leave().await {
        say(format_args!("jobs: {}", in_full(&error)));
    }
    let [accepted, done] = [&remote.counts.accepted, &remote.counts.done];
    let [accepted, done] = [accepted, done].map(|count| count.load(Ordering::Relaxed));
    say(format_args!("jobs: {accepted} accepted and {done} done here"));
    Ok(status)
}

/// Takes jobs until the server stops. A take that is dropped loses nothing.
async fn work(remote: Arc<Remote>) {
    let mut is_stopping = remote.is_stopping.subscribe();
    loop {
        let lease = tokio::select! {
            biased;
            _ = is_stopping.wait_for(|stops| *stops) => return,
            lease = remote.queue.take() => lease,
        };
        match lease {
            Ok(lease) => remote.handle(lease).await,
            Err(TakeError::ShutDown) => return,
            Err(error) => {
                say(format_args!("jobs: {}", in_full(&error)));
                // The server may accept a take again.
                let _ = timeout(PAUSE, is_stopping.wait_for(|stops| *stops)).await;
            }
        }
    }
}

impl Remote {
    async fn handle(&self, lease: Lease<Job>) {
        if lease.attempts() > 1 {
            self.counts.retried.fetch_add(1, Ordering::Relaxed);
        }
        let work = lease.work.clone();
        let has_failed =
            !matches!(tokio::spawn(async move { simulate(&work).await }).await, Ok(Ok(())));
        let answer = if has_failed {
            let (first, most) = BACKOFF;
            let delay = first.saturating_mul(1 << (lease.attempts() - 1).min(16)).min(most);
            lease.retry_after(delay).await
        } else {
            lease.done().await
        };
        match answer {
            Ok(()) if !has_failed => {
                self.counts.done.fetch_add(1, Ordering::Relaxed);
            }
            Ok(()) => {}
            Err(error) => say(format_args!("jobs: {}", in_full(&error))),
        }
    }
}

impl Jobs for Remote {
    async fn accept(&self, request: Request) -> Result<u64, Refusal> {
        if *self.is_stopping.borrow() {
            return Err(Refusal::ShutDown);
        }
        let delay = request.delay()?;
        // Few enough bits for a client that keeps numbers as doubles.
        let id = RandomState::new().build_hasher().finish() >> 11;
        let Request { tenant, priority, work, .. } = request;
        let job = Job { id, tenant: tenant.into(), priority, work };
        let put = if delay.is_zero() {
            self.queue.try_put(job).await
        } else {
            self.queue.put_after(job, delay).await.map_err(TryPutError::Put)
        };
        put.map_err(|error| match error {
            TryPutError::Full(_) => Refusal::Full,
            TryPutError::Put(PutError::ShutDown(_)) => Refusal::ShutDown,
            TryPutError::Put(_) | _ => Refusal::Broken,
        })?;
        self.counts.accepted.fetch_add(1, Ordering::Relaxed);
        Ok(id)
    }

    async fn dead(&self) -> Result<Vec<Letter>, Refusal> {
        let letters = self.queue.dead_letters(usize::MAX).await.map_err(broken)?;
        Ok(letters.iter().filter_map(letter).collect())
    }

    async fn metrics(&self) -> Result<String, Refusal> {
        let counts = self.queue.counts().await.map_err(broken)?;
        let gauges = Gauges {
            dead: counts.dead,
            queued: counts.len,
            in_flight: counts.in_flight,
            delayed: counts.delayed,
            behind: 0,
        };
        Ok(metrics::text(&self.counts, gauges))
    }
}

fn broken(error: Error) -> Refusal {
    say(format_args!("jobs: {}", in_full(&error)));
    Refusal::Broken
}

fn letter(dead: &DeadLetter<Job>) -> Option<Letter> {
    let id = dead.item.as_ref().ok()?.id;
    let cause = match dead.cause {
        Cause::Attempts => "attempts",
        Cause::ShutDown => "shutdown",
        Cause::Undecodable | _ => "unknown",
    };
    Some(Letter { id, attempts: dead.attempts, cause: cause.to_owned() })
}

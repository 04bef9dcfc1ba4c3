use std::time::Duration;

use queue_redis::{Lease, LeaseError, Queue, TakeError};
use rand::RngExt as _;
use rand::rngs::StdRng;
use tokio::sync::watch;
use tokio::time::timeout;

use super::clock::{micros, now};
use super::producer::reason;
use super::{Event, Journal, Reply, Word};

/// How a process takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Takes {
    /// Whether it drops some takes that wait.
    pub(super) are_dropped: bool,
    /// When a lease ends by itself, unless it lasts as long as its session.
    pub(super) lease: Option<Duration>,
}

/// Takes jobs until it is told to stop: mostly one after the other, sometimes several at once.
pub(super) async fn work(
    queue: Queue<String>,
    journal: Journal,
    takes: Takes,
    mut rng: StdRng,
    mut stop: watch::Receiver<bool>,
) {
    while !*stop.borrow() {
        let limit = if rng.random_bool(0.2) { rng.random_range(2..6) } else { 1 };
        let ends = takes.lease.map(|lasts| now() + micros(lasts));
        let taken = if takes.are_dropped && rng.random_bool(0.15) {
            let patience = Duration::from_micros(rng.random_range(0..10_000));
            timeout(patience, take(&queue, limit)).await.map_err(|_| "dropped".to_owned())
        } else {
            tokio::select! {
                taken = take(&queue, limit) => Ok(taken),
                _ = stop.changed() => return,
            }
        };
        match taken {
            Ok(Ok(leases)) => {
                for lease in &leases {
                    journal.write(Event::Taken {
                        item: lease.to_string(),
                        generation: lease.generation(),
                        attempts: lease.attempts(),
                        ends,
                    });
                }
                for lease in leases {
                    Work { lease, journal: &journal, rng: &mut rng, stop: &mut stop }.run().await;
                }
            }
            Ok(Err(TakeError::ShutDown)) => return,
            Ok(Err(error)) => journal.write(Event::TakeCancelled { why: reason(&error) }),
            Err(why) => journal.write(Event::TakeCancelled { why }),
        }
    }
}

async fn take(queue: &Queue<String>, limit: usize) -> Result<Vec<Lease<String>>, TakeError> {
    match limit {
        1 => Ok(vec![queue.take().await?]),
        _ => queue.take_many(limit).await,
    }
}

struct Work<'a> {
    lease: Lease<String>,
    journal: &'a Journal,
    rng: &'a mut StdRng,
    stop: &'a mut watch::Receiver<bool>,
}

impl Work<'_> {
    async fn run(mut self) {
        let (item, generation) = (self.lease.clone(), self.lease.generation());
        self.work().await;
        if self.rng.random_bool(0.1) && !self.extend(&item).await {
            return;
        }
        let Self { lease, journal, rng, .. } = self;
        let way = rng.random_range(0..100);
        let word = if way < 80 { Word::Done } else { Word::Retry };
        let say = Event::Say { item: item.clone(), generation, word };
        journal.write(say);
        let reply = match way {
            0..76 => reply(lease.done().await),
            76..80 => match timeout(Duration::ZERO, lease.done()).await {
                Ok(result) => reply(result),
                Err(_) => Reply::Unknown("dropped".to_owned()),
            },
            80..88 => reply(lease.retry().await),
            88..91 => reply(lease.retry_at_end().await),
            91..95 => {
                let delay = Duration::from_millis(rng.random_range(1..300));
                reply(lease.retry_after(delay).await)
            }
            _ => {
                drop(lease);
                Reply::Unknown("dropped".to_owned())
            }
        };
        journal.write(Event::Heard { item, generation, word, reply });
    }

    /// Mostly short, sometimes longer than a session. A job that has come back has it longer: then an answer of the lease
    /// before comes in the meantime.
    async fn work(&mut self) {
        let most = match self.rng.random_range(0..100) {
            _ if self.lease.attempts() > 1 && self.rng.random_bool(0.4) => 500,
            0..70 => return,
            70..94 => 10,
            94..99 => 200,
            _ => 3_000,
        };
        let lasts = Duration::from_micros(self.rng.random_range(0..most * 1_000));
        self.work_for(lasts).await;
    }

    /// Works for a while, or until the process is told to stop.
    async fn work_for(&mut self, lasts: Duration) {
        let _ = timeout(lasts, self.stop.wait_for(|stops| *stops)).await;
    }

    /// Sets the end of the lease, and then works for a while, half the time longer than that. Returns false if it is stale.
    async fn extend(&mut self, item: &str) -> bool {
        let lasts = Duration::from_millis(self.rng.random_range(10..500));
        let (item, generation) = (item.to_owned(), self.lease.generation());
        let word = Word::Extend(micros(lasts));
        self.journal.write(Event::Say { item: item.clone(), generation, word });
        let reply = reply(self.lease.extend(lasts).await);
        let is_stale = reply == Reply::Stale;
        self.journal.write(Event::Heard { item, generation, word, reply });
        let works = lasts.mul_f64(self.rng.random_range(0.0..2.0));
        self.work_for(works).await;
        !is_stale
    }
}

fn reply(result: Result<(), LeaseError>) -> Reply {
    match result {
        Ok(()) => Reply::Good,
        Err(LeaseError::Stale) => Reply::Stale,
        Err(error) => Reply::Unknown(reason(&error)),
    }
}

//! Handlers that fail in every way there is.

use std::panic;
use std::sync::Arc;
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use tokio::task::yield_now;
use tokio::time::sleep;

use crate::attempt::Attempt;
use crate::crew::Handler;
use crate::ledger::Ledger;
use crate::rules::JobLease;
use crate::service::Service;

/// The work of a job that always fails.
pub(crate) const POISON: &str = "poison";

/// Each attempt has a fate of its own, which the seed decides.
pub(crate) struct Hazard {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) seed: u64,
}

/// How an attempt ends, unless its worker is cancelled before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Done,
    Retry,
    RetryAtEnd,
    RetryAfter,
    Drop,
    Panic,
    /// The lease ends by itself while the handler works, or only just does not.
    Slow,
    /// The lease ends by itself, and the handler answers afterwards.
    Hang,
    Leak,
}

const NEW: &str = "a new lease is good";

impl Handler for Hazard {
    async fn handle(&self, service: &Service, lease: JobLease) {
        let seed = self.seed ^ lease.id.rotate_left(32) ^ u64::from(lease.attempts());
        let mut random = SmallRng::seed_from_u64(seed);
        let fate = Fate::random(&mut random, lease.work == POISON);
        let attempt = Attempt::begin(service, &self.ledger, lease);
        for _ in 0..random.random_range(0..3) {
            yield_now().await;
        }
        match fate {
            Fate::Done => {
                if random.random_ratio(1, 4) {
                    sleep(time(&mut random)).await;
                }
                attempt.done();
            }
            Fate::Retry => attempt.retry(),
            Fate::RetryAtEnd => attempt.retry_at_end(),
            Fate::RetryAfter => attempt.retry_after(time(&mut random)),
            Fate::Drop => drop(attempt),
            // As a panic, but without its message.
            Fate::Panic => panic::resume_unwind(Box::new("at random")),
            Fate::Slow => slow(attempt, &mut random).await,
            Fate::Hang => hang(attempt, time(&mut random)).await,
            Fate::Leak => {
                attempt.end_after(time(&mut random)).expect(NEW);
                attempt.leak();
            }
        }
    }
}

impl Fate {
    fn random(random: &mut SmallRng, is_poison: bool) -> Self {
        match random.random_range(0..100) {
            0..62 if is_poison => Self::Retry,
            0..54 => Self::Done,
            54..62 => Self::Slow,
            62..70 => Self::Retry,
            70..74 => Self::RetryAtEnd,
            74..80 => Self::RetryAfter,
            80..86 => Self::Drop,
            86..92 => Self::Panic,
            92..96 => Self::Hang,
            _ => Self::Leak,
        }
    }
}

/// Works, and extends the lease meanwhile, by times that may be too short.
async fn slow(attempt: Attempt<'_>, random: &mut SmallRng) {
    attempt.end_after(time(random)).expect(NEW);
    for _ in 0..3 {
        sleep(time(random)).await;
        if attempt.extend(time(random)).is_err() {
            break;
        }
    }
    attempt.done(); // it is refused if the lease has run out
}

/// Works until the driver has ended the lease.
async fn hang(attempt: Attempt<'_>, time: Duration) {
    attempt.end_after(time).expect(NEW);
    sleep(time).await;
    // It is due: this asks whether it has ended, and does not let it live on.
    while attempt.extend(Duration::ZERO).is_ok() {
        sleep(Duration::from_millis(1)).await;
    }
    attempt.done_late();
}

/// The sleep of tokio counts whole milliseconds, so most of these are up at about the same time as another one.
fn time(random: &mut SmallRng) -> Duration {
    Duration::from_micros(random.random_range(500..5_000))
}

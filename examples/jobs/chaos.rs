//! The command `chaos`.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use tokio::time::sleep;

use crate::args::Chaos;
use crate::check::Evidence;
use crate::client::Client;
use crate::crew::Places;
use crate::hazard::Hazard;
use crate::ledger::{Entries, Ledger, Outcome};
use crate::load::Load;
use crate::progress::Progress;
use crate::say;
use crate::server::Server;
use crate::service::{Letter, Service};
use crate::verdict::Verdict;

const BACKOFF: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(8));

/// A drain in which no job ends for so long has lost one: it would wait for ever.
const STALLED: Duration = Duration::from_secs(30);

pub(crate) async fn run(args: &Chaos) -> io::Result<ExitCode> {
    let ledger = Arc::new(Ledger::default());
    let hazard = Hazard { ledger: Arc::clone(&ledger), seed: args.seed };
    let service = Service::new(args.capacity, BACKOFF);
    let mut server = Server::start(0, service, args.workers, hazard).await?;
    let progress = Progress::start(&server.service);
    let load = Load::start(server.address, args.seed);
    let killer = tokio::spawn(kill(server.places(), SmallRng::seed_from_u64(args.seed)));

    sleep(Duration::from_secs(args.seconds.into())).await;
    let service = Arc::clone(&server.service);
    let has_stalled = tokio::select! {
        () = server.drain() => false,
        () = stall(&service) => true,
    };
    let accepted = load.join().await?;
    killer.abort();
    progress.clear().await;

    let client = Client::new(server.address);
    let dead: Vec<Letter> = serde_json::from_slice(&client.get("/dead").await?)?;
    let metrics = client.get("/metrics").await?;
    let metrics = &String::from_utf8_lossy(&metrics);
    server.close().await?;

    let ledger = &*ledger.entries();
    let mut verdict = Evidence { accepted: &accepted, ledger, dead: &dead, metrics }.judge();
    if has_stalled {
        verdict.broken.push(format!("the drain has stalled for {STALLED:?}"));
    }
    Ok(report(&verdict, ledger))
}

/// Cancels workers at random.
async fn kill(places: Places, mut random: SmallRng) {
    loop {
        sleep(Duration::from_micros(random.random_range(0..5_000))).await;
        places.kill(random.random_range(0..places.len()));
    }
}

/// Waits until no job has ended for a while, though some are left.
async fn stall(service: &Service) {
    let mut left = usize::MAX;
    while service.queue.unfinished() < left {
        left = service.queue.unfinished();
        sleep(STALLED).await;
    }
}

/// Prints what the handlers did, each broken rule, and the verdict.
fn report(verdict: &Verdict, ledger: &Entries) -> ExitCode {
    let attempts = || ledger.values().flat_map(|entry| &entry.attempts);
    let count = |outcome| attempts().filter(|attempt| attempt.outcome == Some(outcome)).count();
    say(format_args!(
        "jobs: {} attempts: {} done, {} retried, {} dropped, {} panicked, {} refused, {} leaked",
        attempts().count(),
        count(Outcome::Done) + count(Outcome::DoneLate),
        count(Outcome::Retried),
        count(Outcome::Dropped),
        count(Outcome::Panicked),
        count(Outcome::Refused),
        count(Outcome::Leaked),
    ));
    for broken in &verdict.broken {
        say(format_args!("jobs: {broken}"));
    }
    say(verdict);
    if verdict.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

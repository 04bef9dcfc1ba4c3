use std::io::Read as _;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use clap::{Args, ValueEnum};
use queue_redis::{Options, Queue};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::clock::now;
use super::consumer::Takes;
use super::{Event, Journal, consumer, producer};

/// A process of the run: what it is told on its command line.
#[derive(Args, Clone, Debug)]
pub struct Member {
    /// What it does
    #[arg(long)]
    pub role: Role,
    /// Its name, which no other process has
    #[arg(long)]
    pub name: String,
    /// The proxy before the server
    #[arg(long)]
    pub url: String,
    /// Where its journal is
    #[arg(long)]
    pub directory: PathBuf,
    /// Where its choices begin
    #[arg(long)]
    pub seed: u64,
    /// The capacity of the queue
    #[arg(long)]
    pub capacity: usize,
    /// How long its session is, in milliseconds
    #[arg(long)]
    pub session: u64,
    /// Whether it drops takes that wait
    #[arg(long)]
    pub drops_takes: bool,
    /// When a lease ends by itself, in milliseconds
    #[arg(long)]
    pub lease: Option<u64>,
}

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// It puts.
    Producer,
    /// It takes.
    Consumer,
}

/// The name of the queue.
pub(super) const QUEUE: &str = "chaos";

/// How many tasks of a process work at once.
const HANDS: u64 = 3;

/// Jobs die when so many attempts have failed.
const MAX_ATTEMPTS: u32 = 3;

/// What all processes ask of the queue.
pub(super) fn options(capacity: usize, session: Duration) -> Options<String> {
    Options::bounded(capacity).session(session).max_attempts(MAX_ATTEMPTS)
}

impl Member {
    /// Works until the standard input ends, and then ends what it has begun.
    ///
    /// # Errors
    ///
    /// Fails if there is no journal.
    pub async fn run(self) -> anyhow::Result<()> {
        let journal = Journal::open(&self.directory, &self.name)?;
        let (sender, mut stop) = watch::channel(false);
        thread::spawn(move || {
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            let _ = sender.send(true);
        });
        tokio::spawn(watch_stalls(journal.clone()));
        let Some(queue) = self.connect(&mut stop).await else { return Ok(()) };
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let (queue, journal, stop) = (queue.clone(), journal.clone(), stop.clone());
                let rng = StdRng::seed_from_u64(self.seed ^ hand);
                match self.role {
                    Role::Producer => {
                        let name = format!("{}-{hand}", self.name);
                        tokio::spawn(producer::work(queue, journal, name, rng, stop))
                    }
                    Role::Consumer => {
                        let takes = Takes { are_dropped: self.drops_takes, lease: self.lease() };
                        tokio::spawn(consumer::work(queue, journal, takes, rng, stop))
                    }
                }
            })
            .collect();
        drop(queue);
        for hand in hands {
            hand.await?;
        }
        Ok(())
    }

    fn lease(&self) -> Option<Duration> {
        self.lease.map(Duration::from_millis)
    }

    async fn connect(&self, stop: &mut watch::Receiver<bool>) -> Option<Queue<String>> {
        let session = Duration::from_millis(self.session);
        let mut ticks = interval(Duration::from_millis(50));
        while !*stop.borrow() {
            ticks.tick().await;
            let mut options = options(self.capacity, session);
            if let Some(lasts) = self.lease() {
                options = options.lease(lasts);
            }
            if let Ok(queue) = Queue::connect(&self.url, QUEUE, options).await {
                return Some(queue);
            }
        }
        None
    }
}

/// Writes down when the process did not run, for want of a core or because it was stopped.
async fn watch_stalls(journal: Journal) {
    let mut ticks = interval(Duration::from_millis(50));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let since = now();
        ticks.tick().await;
        if now() - since > 200_000 {
            journal.write(Event::Stalled { since });
        }
    }
}

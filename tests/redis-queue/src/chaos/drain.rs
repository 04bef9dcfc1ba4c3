use std::time::Duration;

use tokio::time::{Instant, interval, timeout};

use super::plan::SESSION;
use super::process::Process;
use super::storm::Storm;
use super::{Event, History, Outcome, Plan, Role};
use crate::Server;

/// How long all may take to come to its end when nothing disturbs it. A call fails after less.
const PATIENCE: Duration = Duration::from_secs(45);

impl Plan {
    /// Runs the storm on a server, lets all jobs end, and checks the history.
    ///
    /// `progress` is called often.
    ///
    /// # Errors
    ///
    /// Fails if the server or a process does not start, or if a journal cannot be read.
    pub async fn run(self, server: Server, progress: impl Fn()) -> anyhow::Result<Outcome> {
        let rules = self.rules();
        let mut storm = Storm::begin(self, server).await?;
        storm.go_on(&progress).await?;
        storm.end_disturbances()?;
        storm.end(Role::Producer).await?;
        storm.drain(progress).await?;
        storm.queue.shutdown().await?;
        storm.end(Role::Consumer).await?;
        storm.read_dead_letters().await?;
        storm.gauge.0.send_replace(true);
        (&mut storm.gauge.1).await?;
        let history = History::read(storm.directory.path())?;
        Ok(Outcome::of(&history, rules))
    }
}

impl Storm {
    /// Lets the processes of a role end what they have begun. Producers are told to, and consumers find that the queue
    /// has been shut down.
    async fn end(&mut self, role: Role) -> anyhow::Result<()> {
        let mut processes: Vec<_> =
            self.processes.extract_if(.., |process| process.member.role == role).collect();
        if role == Role::Producer {
            processes.iter_mut().for_each(Process::close);
        }
        let end = Instant::now() + PATIENCE;
        for process in &mut processes {
            let left = end.saturating_duration_since(Instant::now());
            let what = match timeout(left, process.ended()).await {
                Ok(Ok(status)) if status.success() => continue,
                Ok(status) => format!("{} ended with {status:?}", process.member.name),
                Err(_) => format!("{} does not end", process.member.name),
            };
            self.journal.write(Event::Stuck { what });
        }
        Ok(())
    }

    /// Waits until all jobs have ended and no put waits. The puts of a process that was killed do until its session ends.
    async fn drain(&mut self, progress: impl Fn()) -> anyhow::Result<()> {
        let begin = Instant::now();
        let mut ticks = interval(Duration::from_millis(20));
        loop {
            ticks.tick().await;
            progress();
            let counts = self.queue.counts().await?;
            let is_empty = counts.unfinished == 0 && counts.waiting_putters == 0;
            if is_empty && begin.elapsed() > 2 * SESSION {
                if timeout(PATIENCE, self.queue.join()).await.is_err() {
                    let what = "a join waits, and all jobs have ended".to_owned();
                    self.journal.write(Event::Stuck { what });
                }
                return Ok(());
            }
            if begin.elapsed() > PATIENCE {
                let what = format!("jobs do not end: {counts:?}");
                self.journal.write(Event::Stuck { what });
                return Ok(());
            }
        }
    }

    async fn read_dead_letters(&self) -> anyhow::Result<()> {
        for letter in self.queue.dead_letters(usize::MAX).await? {
            let item = letter.item.unwrap_or_else(|error| error.to_string());
            self.journal.write(Event::Dead { item });
        }
        Ok(())
    }
}

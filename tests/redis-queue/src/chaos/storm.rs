use std::time::Duration;

use nix::sys::signal::Signal;
use queue_redis::Queue;
use rand::RngExt as _;
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::{JoinHandle, block_in_place};
use tokio::time::{Instant, interval};

use super::clock::{micros, now};
use super::member::{QUEUE, options};
use super::plan::{Choices, SESSION};
use super::power::Power;
use super::process::Process;
use super::proxy::AN_HOUR;
use super::wire::Fate;
use super::{Event, Journal, Member, Plan, Role, gauge};
use crate::Server;

/// A run: its server, its processes, and what happens to them.
#[derive(Debug)]
pub(super) struct Storm {
    pub(super) plan: Plan,
    choices: Choices,
    pub(super) server: Server,
    /// When the server comes back.
    server_back: Option<Instant>,
    power: Power,
    pub(super) processes: Vec<Process>,
    launched: u64,
    pub(super) journal: Journal,
    pub(super) directory: TempDir,
    /// A session of our own, which has no proxy.
    pub(super) queue: Queue<String>,
    pub(super) gauge: (watch::Sender<bool>, JoinHandle<()>),
}

impl Storm {
    pub(super) async fn begin(plan: Plan, server: Server) -> anyhow::Result<Self> {
        let choices = plan.choices();
        let directory = tempfile::tempdir()?;
        let journal = Journal::open(directory.path(), "storm")?;
        let queue =
            Queue::connect(&server.url(), QUEUE, options(choices.capacity, SESSION)).await?;
        let (sender, stop) = watch::channel(false);
        let gauge = tokio::spawn(gauge::watch(queue.clone(), journal.clone(), stop));
        let mut storm = Self {
            plan,
            choices,
            server,
            server_back: None,
            power: Power::default(),
            processes: Vec::new(),
            launched: 0,
            journal,
            directory,
            queue,
            gauge: (sender, gauge),
        };
        for _ in 0..storm.plan.producers {
            let process = storm.launch(Role::Producer).await?;
            storm.processes.push(process);
        }
        for _ in 0..storm.plan.consumers {
            let process = storm.launch(Role::Consumer).await?;
            storm.processes.push(process);
        }
        Ok(storm)
    }

    async fn launch(&mut self, role: Role) -> anyhow::Result<Process> {
        self.launched += 1;
        let letter = if role == Role::Producer { 'p' } else { 'c' };
        let member = Member {
            role,
            name: format!("{letter}{}", self.launched),
            url: String::new(),
            directory: self.directory.path().to_owned(),
            seed: self.plan.seed.wrapping_mul(1_000_003).wrapping_add(self.launched << 8),
            capacity: self.choices.capacity,
            session: SESSION.as_millis() as u64,
            drops_takes: self.choices.drops_takes,
            // Those of every third process end by themselves.
            lease: self
                .launched
                .is_multiple_of(3)
                .then(|| self.choices.rng.random_range(50..1_500)),
        };
        Process::launch(&self.plan.program, self.server.port(), member).await
    }

    /// Does one thing after the other, for as long as the plan says.
    pub(super) async fn go_on(&mut self, progress: impl Fn()) -> anyhow::Result<()> {
        let end = Instant::now() + self.plan.lasts;
        let mut next = Instant::now() + self.pause();
        let mut ticks = interval(Duration::from_millis(20));
        while Instant::now() < end {
            ticks.tick().await;
            progress();
            self.power.note(self.server.directory());
            self.look_after().await?;
            if Instant::now() >= next {
                self.act().await?;
                next = Instant::now() + self.pause();
            }
        }
        Ok(())
    }

    fn pause(&mut self) -> Duration {
        self.choices.rng.random_range(Duration::ZERO..self.choices.longest_pause)
    }

    /// Lets stopped processes go on and the server come back, if it is time, and replaces processes that have ended.
    async fn look_after(&mut self) -> anyhow::Result<()> {
        if self.server_back.is_some_and(|back| back <= Instant::now()) {
            self.bring_server_back()?;
        }
        for index in 0..self.processes.len() {
            let process = &mut self.processes[index];
            if process.stopped.is_some_and(|until| until <= Instant::now()) {
                self.wake(index);
            } else if process.is_gone() {
                let what = format!("{} ended by itself", process.member.name);
                self.journal.write(Event::Stuck { what });
                let role = process.member.role;
                self.processes[index] = self.launch(role).await?;
            }
        }
        Ok(())
    }

    fn bring_server_back(&mut self) -> anyhow::Result<()> {
        self.server_back = None;
        block_in_place(|| self.server.restart())?;
        self.journal.write(Event::ServerUp);
        Ok(())
    }

    fn wake(&mut self, index: usize) {
        let process = &mut self.processes[index];
        process.stopped = None;
        self.journal.write(Event::GoesOn { client: process.member.name.clone() });
        process.signal(Signal::SIGCONT);
    }

    async fn act(&mut self) -> anyhow::Result<()> {
        let index = self.choices.rng.random_range(0..self.processes.len());
        let millis = Duration::from_millis(self.choices.rng.random_range(0..4_000));
        // What a crash may have lost is left out of the check, so crashes that lose something are rare.
        let crashes = if self.plan.keeps_all { 5 } else { 2 };
        match self.choices.rng.random_range(0..100) {
            way if way < crashes && self.server_back.is_none() => self.kill_server(millis / 3)?,
            0..14 => self.kill(index).await?,
            14..22 => {
                // Either shorter than a session, or so long that other processes have noticed.
                let short = self.choices.rng.random_bool(0.4);
                self.stop(index, if short { millis / 4 } else { SESSION * 2 + millis / 2 });
            }
            22..27 => {
                self.note(index, millis);
                self.processes[index].proxy.part(millis);
            }
            way => {
                let fate = match way {
                    27..32 => Fate::Hole(Instant::now() + AN_HOUR),
                    32..42 => Fate::Hole(Instant::now() + millis),
                    42..57 => Fate::Cut,
                    57..75 => Fate::CutInReply(self.choices.rng.random_range(0.0..1.0)),
                    _ => Fate::CutAndLate(millis / 2),
                };
                self.strike(index, fate);
            }
        }
        Ok(())
    }

    fn kill_server(&mut self, lasts: Duration) -> anyhow::Result<()> {
        self.journal.write(Event::ServerDown);
        block_in_place(|| self.server.kill());
        if !self.plan.keeps_all {
            self.power.fail(self.server.directory(), &mut self.choices.rng)?;
        }
        self.server_back = Some(Instant::now() + lasts);
        Ok(())
    }

    async fn kill(&mut self, index: usize) -> anyhow::Result<()> {
        let client = self.processes[index].member.name.clone();
        self.journal.write(Event::Killed { client });
        self.processes[index].kill().await;
        let role = self.processes[index].member.role;
        self.processes[index] = self.launch(role).await?;
        Ok(())
    }

    fn stop(&mut self, index: usize, lasts: Duration) {
        let process = &mut self.processes[index];
        if process.stopped.is_none() {
            process.signal(Signal::SIGSTOP);
            process.stopped = Some(Instant::now() + lasts);
            self.journal.write(Event::Stopped { client: process.member.name.clone() });
        }
    }

    fn strike(&mut self, index: usize, fate: Fate) {
        if self.processes[index].stopped.is_none() {
            // A connection that has become a hole is noticed when nothing answers.
            self.note(index, Duration::from_secs(if fate == Fate::Cut { 1 } else { 12 }));
            self.processes[index].proxy.strike(&mut self.choices.rng, fate);
        }
    }

    fn note(&self, index: usize, lasts: Duration) {
        let client = self.processes[index].member.name.clone();
        let until = now() + micros(lasts);
        self.journal.write(Event::Disturbed { client, until });
    }

    /// Ends all that disturbs the processes, but for connections that never work again.
    pub(super) fn end_disturbances(&mut self) -> anyhow::Result<()> {
        if self.server_back.is_some() {
            self.bring_server_back()?;
        }
        for index in 0..self.processes.len() {
            self.processes[index].proxy.heal();
            if self.processes[index].stopped.is_some() {
                self.wake(index);
            }
        }
        Ok(())
    }
}

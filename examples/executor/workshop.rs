//! A workshop: two producers, two workers, and a closer.

use std::cell::RefCell;
use std::fmt;

use queue_core::{Capacity, ZeroCapacity};

use crate::executor::Executor;
use crate::queue::Queue;
use crate::schedule::{Schedule, Time};

type Job = u32;

/// How long a job takes.
const WORK: Time = 10;

struct Workshop<'a> {
    schedule: &'a Schedule,
    jobs: Queue<'a, Job>,
    /// Each producer puts one item when it has no more jobs.
    ends: Queue<'a, ()>,
    done: RefCell<Vec<Job>>,
    log: RefCell<Vec<String>>,
}

/// Returns the log of what happened, and the first thing that is wrong with it.
pub(crate) fn run() -> (Vec<String>, Result<(), String>) {
    let schedule = Schedule::new();
    match Workshop::new(&schedule) {
        Ok(workshop) => {
            let result = workshop.run();
            (workshop.log.into_inner(), result)
        }
        Err(error) => (Vec::new(), Err(error.to_string())),
    }
}

impl<'a> Workshop<'a> {
    fn new(schedule: &'a Schedule) -> Result<Self, ZeroCapacity> {
        Ok(Self {
            schedule,
            jobs: Queue::new(schedule, Capacity::try_from(2)?),
            ends: Queue::new(schedule, Capacity::Unbounded),
            done: RefCell::default(),
            log: RefCell::default(),
        })
    }

    fn run(&self) -> Result<(), String> {
        let mut executor = Executor::new(self.schedule);
        executor.spawn(self.worker_1());
        executor.spawn(self.producer_1());
        executor.spawn(self.worker_2());
        executor.spawn(self.producer_2());
        executor.spawn(self.close());
        executor.run().map_err(|stuck| stuck.to_string())?;
        self.check()
    }

    /// Worker 1 comes first, cancels a get for which no job comes in time, and then works.
    async fn worker_1(&self) {
        if self.schedule.before(5, self.jobs.get()).await.is_none() {
            self.say(format_args!("Worker 1 cancels a get, no job has come"));
        }
        self.work("Worker 1").await;
    }

    /// Worker 2 comes when the first job does, and takes it before Worker 1 can.
    async fn worker_2(&self) {
        self.schedule.sleep_until(10).await;
        self.work("Worker 2").await;
    }

    /// Producer 1 puts five jobs, and waits where there is no room.
    async fn producer_1(&self) {
        self.schedule.sleep_until(10).await;
        self.put("Producer 1", 1).await;
        self.schedule.sleep_until(11).await;
        for job in 2..=5 {
            self.put("Producer 1", job).await;
        }
        self.end().await;
    }

    /// Producer 2 puts a sixth job, takes it back when there is no room in time, and tries again.
    async fn producer_2(&self) {
        self.schedule.sleep_until(12).await;
        let mut put = self.jobs.put(6);
        // A cancel that returns no item comes too late: the job has been put.
        if self.schedule.before(15, &mut put).await.is_none()
            && let Some(job) = put.cancel()
        {
            self.say(format_args!("Producer 2 cancels a put and takes job {job} back"));
            self.put("Producer 2", job).await;
        }
        self.end().await;
    }

    /// Shuts down once there are no more jobs to come and the last one is done.
    async fn close(&self) {
        for _ in ["Producer 1", "Producer 2"] {
            if self.ends.get().await.is_err() {
                return;
            }
        }
        self.say(format_args!("no more jobs will come"));
        self.jobs.join().await;
        self.say(format_args!("every job is done"));
        self.jobs.shutdown();
    }

    async fn put(&self, name: &str, job: Job) {
        match self.jobs.put(job).await {
            Ok(()) => self.say(format_args!("{name} has put job {job}")),
            Err(error) => self.say(format_args!("{name} cannot put job {job}: {error}")),
        }
    }

    async fn end(&self) {
        if let Err(error) = self.ends.put(()).await {
            self.say(format_args!("the end cannot be told: {error}"));
        }
    }

    /// Does one job after the other until the queue is shut down.
    async fn work(&self, name: &str) {
        while let Ok(job) = self.jobs.get().await {
            self.say(format_args!("{name} starts job {job}"));
            self.schedule.sleep_until(self.schedule.now() + WORK).await;
            self.done.borrow_mut().push(job);
            if let Err(error) = self.jobs.task_done() {
                self.say(format_args!("job {job} is done twice: {error}"));
            }
        }
        self.say(format_args!("{name} stops"));
    }

    fn say(&self, what: fmt::Arguments<'_>) {
        self.log.borrow_mut().push(format!("{:2}  {what}", self.schedule.now()));
    }

    fn check(&self) -> Result<(), String> {
        for check in [self.jobs.check_at_rest(), self.ends.check_at_rest()] {
            check.map_err(|violation| violation.to_string())?;
        }
        let mut done = self.done.borrow().clone();
        done.sort_unstable();
        if done != [1, 2, 3, 4, 5, 6] {
            return Err(format!("the jobs done are {done:?}, not 1 to 6, once each"));
        }
        let end = self.schedule.now();
        if end == 41 { Ok(()) } else { Err(format!("the last job was done at {end}, not at 41")) }
    }
}

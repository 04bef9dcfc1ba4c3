//! The program: workers that get jobs, and a splitter that makes jobs of batches.

use crate::api::{
    Callback, Item, Library, Status, queue_cancel, queue_get, queue_new, queue_put, queue_retry,
    queue_shutdown,
};
use crate::table::Handle;

/// The memory that the library and the program share. In C it would be globals.
pub(crate) struct World {
    pub(crate) library: Library,
    pub(crate) jobs: Handle,
    batches: Handle,
    /// By number, which is the context of their callbacks; `None` for a worker that has been freed.
    workers: [Option<&'static str>; 3],
    last_job: Item,
    /// A job that came back, to be put again.
    returned: Option<Item>,
    done: Vec<Item>,
    log: Vec<String>,
}

impl World {
    pub(crate) fn new() -> Self {
        let mut world = Self {
            library: Library::new(),
            jobs: Handle::default(),
            batches: Handle::default(),
            workers: [Some("Worker 1"), Some("Worker 2"), Some("Worker 3")],
            last_job: 0,
            returned: None,
            done: Vec::new(),
            log: Vec::new(),
        };
        world.jobs = queue_new(&mut world, 2);
        world.batches = queue_new(&mut world, 0);
        world
    }

    pub(crate) fn run(&mut self) {
        // No worker gets yet: two jobs fill the queue, and two puts wait.
        let [.., last] = [(); 4].map(|()| put_next_job(self));
        let mut job = None;
        queue_cancel(self, last, &mut job);
        if let Some(job) = job {
            self.say(format!("job {job} comes back"));
            self.returned = Some(job);
        }

        (0..self.workers.len()).for_each(|worker| get_jobs(self, worker));
        self.workers[0] = None;
        self.say("Worker 1 is freed, its get still waits".to_owned());

        get_batches(self);
        // A batch is the number of its jobs. There is always room for one.
        let never = Callback { call: |_, _, _| {}, context: 0 };
        queue_put(self, self.batches, 2, never, &mut Handle::default());
        queue_shutdown(self, self.batches);
    }

    /// Fails unless each job was done once and nothing is left.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.library.check_at_rest()?;
        let mut done = self.done.clone();
        done.sort_unstable();
        let is_right = done == [1, 2, 3, 4, 5, 6];
        if is_right { Ok(()) } else { Err(format!("the jobs done are {done:?}, not 1 to 6")) }
    }

    pub(crate) fn say(&mut self, what: String) {
        self.log.push(what);
    }

    pub(crate) fn log(&self) -> &[String] {
        &self.log
    }
}

fn put_next_job(world: &mut World) -> Handle {
    world.last_job += 1;
    put_job(world, world.last_job)
}

/// Puts a job, or waits for room.
fn put_job(world: &mut World, job: Item) -> Handle {
    let callback = Callback { call: on_room, context: job };
    let mut put = Handle::default();
    let status = queue_put(world, world.jobs, job, callback, &mut put);
    say_put(world, job, status);
    put
}

/// Called when the put of a job may be done.
fn on_room(world: &mut World, job: usize, put: Handle) {
    let status = queue_retry(world, put, &mut None);
    say_put(world, job, status);
    if let Some(job) = world.returned.take() {
        put_job(world, job);
    }
}

fn say_put(world: &mut World, job: Item, status: Status) {
    world.say(match status {
        Status::Done => format!("job {job} is in"),
        Status::Waits => format!("job {job} waits"),
        Status::ShutDown | Status::BadHandle => format!("job {job} is refused: {status:?}"),
    });
}

/// Does jobs until there are none, and waits for the next.
fn get_jobs(world: &mut World, worker: usize) {
    let callback = Callback { call: on_job, context: worker };
    loop {
        let mut job = None;
        let status = queue_get(world, world.jobs, &mut job, callback, &mut Handle::default());
        if !do_job(world, worker, status, job) {
            break;
        }
    }
}

/// Called when the get of a worker may be done.
fn on_job(world: &mut World, worker: usize, get: Handle) {
    if world.workers[worker].is_none() {
        // Without the cancel the wake would be lost, and another get would wait beside an item.
        world.say("the get of a worker that has been freed is cancelled".to_owned());
        queue_cancel(world, get, &mut None);
        return;
    }
    let mut job = None;
    let status = queue_retry(world, get, &mut job);
    if status == Status::Waits {
        world.say("a newcomer took the job first".to_owned());
    }
    if do_job(world, worker, status, job) {
        get_jobs(world, worker);
    }
}

/// Does the job that a get returned, and returns whether there was one.
fn do_job(world: &mut World, worker: usize, status: Status, job: Option<Item>) -> bool {
    let name = world.workers[worker].unwrap_or("a worker that has been freed");
    world.say(match (status, job) {
        (Status::Done, Some(job)) => format!("{name} does job {job}"),
        (Status::Waits, _) => format!("{name} waits"),
        (Status::ShutDown, _) => format!("{name} stops"),
        (Status::Done | Status::BadHandle, _) => format!("{name} gets no job: {status:?}"),
    });
    world.done.extend(job);
    job.is_some()
}

/// Splits batches until there are none, and waits for the next.
fn get_batches(world: &mut World) {
    let callback = Callback { call: on_batch, context: 0 };
    loop {
        let mut batch = None;
        let status = queue_get(world, world.batches, &mut batch, callback, &mut Handle::default());
        if !split(world, status, batch) {
            break;
        }
    }
}

/// Called when the get of the splitter may be done.
fn on_batch(world: &mut World, _: usize, get: Handle) {
    let mut batch = None;
    let status = queue_retry(world, get, &mut batch);
    if split(world, status, batch) {
        get_batches(world);
    }
}

/// Puts the jobs of a batch, and returns whether there was one.
fn split(world: &mut World, status: Status, batch: Option<Item>) -> bool {
    if status == Status::ShutDown {
        queue_shutdown(world, world.jobs);
    }
    for _ in 0..batch.unwrap_or(0) {
        put_next_job(world);
    }
    batch.is_some()
}

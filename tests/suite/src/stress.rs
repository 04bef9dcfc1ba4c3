mod ledger;
mod worker;

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, Scope};
use std::time::Duration;

use queue_async::sync::Queue;
use queue_core::{Capacity, Fairness};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use smol::{Executor, block_on, channel};

use worker::Worker;

pub use ledger::{Ledger, Numbered};

/// Which producers are threads, and which consumers. The others are tasks.
const KINDS: [bool; 4] = [true, false, true, false];

/// How many threads run the tasks.
const EXECUTORS: usize = 2;

/// A round that takes this long hangs.
const HANGS: Duration = Duration::from_secs(60);

/// How a round ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A join, when all has been put, and then a shutdown.
    Join,
    /// A shutdown while the workers still put and get.
    ShutDown,
    /// An immediate shutdown while the workers still put and get.
    ShutDownNow,
}

/// A round in which real threads and tasks put, get, wait, time out and cancel, all at once on one
/// queue.
#[derive(Clone, Copy, Debug)]
pub struct Stress {
    /// How many items fit in.
    pub capacity: Capacity,
    /// Whether a newcomer may overtake a waiting put.
    pub fairness: Fairness,
    /// How it ends.
    pub end: End,
    /// How many items each producer puts, if it may.
    pub items: u32,
    /// Chooses what each worker does next. The order between the workers is the machine's choice.
    pub seed: u64,
}

impl Stress {
    /// Makes a round on any queue. Equal numbers make equal rounds.
    #[must_use]
    pub fn random(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        // Zero is no capacity, and stands for an unbounded queue.
        let capacity = [1, 1, 2, 3, 64, 0][rng.random_range(0..6)];
        Self {
            capacity: Capacity::try_from(capacity).unwrap_or_default(),
            fairness: [Fairness::Fair, Fairness::Barging][rng.random_range(0..2)],
            end: [End::Join, End::ShutDown, End::ShutDownNow][rng.random_range(0..3)],
            items: rng.random_range(1..2_000),
            seed: rng.random(),
        }
    }

    /// Runs the round, and returns how many items were put.
    ///
    /// # Errors
    ///
    /// Fails with what has gone wrong: an item that was lost, got twice or out of order, a count that is
    /// wrong in the end, a panic, or a round that never ends. The threads of such a round stay behind.
    pub fn run(self) -> Result<u64, String> {
        let queue =
            Arc::new(Queue::builder().capacity(self.capacity).fairness(self.fairness).build());
        let (send, receive) = mpsc::channel();
        let shared = Arc::clone(&queue);
        thread::spawn(move || {
            let ledger = self.work(&shared);
            send.send(ledger).expect("the round still waits for it");
        });
        let result = match receive.recv_timeout(HANGS) {
            Ok(ledger) => ledger.check().and_then(|()| at_rest(&queue)).map(|()| ledger.items()),
            Err(RecvTimeoutError::Disconnected) => Err("a thread panicked".to_owned()),
            Err(RecvTimeoutError::Timeout) => Err(format!("it hangs; {}", waiting(&queue))),
        };
        result.map_err(|wrong| format!("{self}: {wrong}"))
    }

    /// Lets all workers run to the end.
    fn work(self, queue: &Queue<Numbered>) -> Ledger {
        let mut seeds = StdRng::seed_from_u64(self.seed);
        let mut worker = |is_thread| Worker::new(queue, seeds.random(), is_thread);
        let executor = Executor::new();
        let (stop, stopped) = channel::bounded::<()>(1);
        thread::scope(|scope| {
            for _ in 0..EXECUTORS {
                scope.spawn(|| block_on(executor.run(stopped.recv())));
            }
            let joiner = worker(true).join();
            scope.spawn(|| block_on(joiner));
            let consumers = KINDS
                .map(|is_thread| start(scope, &executor, is_thread, worker(is_thread).consume()));
            let mut producer = 0..;
            let producers = KINDS.map(|is_thread| {
                let producer = producer.next().expect("it never ends");
                let end = if producer == 0 { self.end } else { End::Join };
                let work = worker(is_thread).produce(producer, self.items, end);
                start(scope, &executor, is_thread, work)
            });
            let (put, taken): (_, Vec<_>) = producers.into_iter().map(|wait| wait()).unzip();
            if self.end == End::Join {
                queue.blocking_join();
                assert_eq!(queue.unfinished(), 0, "they were joined");
                queue.shutdown();
            }
            let mut got: Vec<_> = consumers.into_iter().map(|wait| wait()).collect();
            got.extend(taken);
            drop(stop);
            Ledger { put, got }
        })
    }
}

/// Starts work on a thread of its own or as a task, and returns what waits for its end.
fn start<'queue: 'scope, 'scope, T: Send + 'queue>(
    scope: &'scope Scope<'scope, '_>,
    executor: &Executor<'queue>,
    is_thread: bool,
    work: impl Future<Output = T> + Send + 'queue,
) -> Box<dyn FnOnce() -> T + 'scope> {
    if is_thread {
        let thread = scope.spawn(|| block_on(work));
        Box::new(|| thread.join().expect("it does not panic"))
    } else {
        let task = executor.spawn(work);
        Box::new(|| block_on(task))
    }
}

/// Checks that nothing is left of a round.
fn at_rest(queue: &Queue<Numbered>) -> Result<(), String> {
    let is_at_rest = queue.is_shutdown()
        && queue.is_empty()
        && queue.unfinished() == 0
        && queue.waiting_getters() + queue.waiting_putters() + queue.waiting_joiners() == 0;
    if is_at_rest { Ok(()) } else { Err(format!("something is left: {}", waiting(queue))) }
}

fn waiting(queue: &Queue<Numbered>) -> String {
    let [getters, putters, joiners] =
        [queue.waiting_getters(), queue.waiting_putters(), queue.waiting_joiners()];
    format!("{getters} getters, {putters} putters and {joiners} joiners wait at {queue:?}")
}

impl fmt::Display for Stress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { capacity, fairness, end, items, seed } = self;
        write!(f, "{fairness:?}, capacity {capacity}, {end:?}, {items} items each, seed {seed}")
    }
}

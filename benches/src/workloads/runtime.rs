use std::pin::Pin;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use futures::future::join_all;
use tokio::runtime::{Builder, LocalOptions, LocalRuntime, Runtime};
use tokio::task::JoinHandle;

thread_local! {
    static ONE_THREAD: LocalRuntime = Builder::new_current_thread()
        .build_local(LocalOptions::default())
        .expect("a runtime can be made");
}

static TWO_WORKERS: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread().worker_threads(2).build().expect("a runtime can be made")
});

/// The items that a task has received.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    pub(super) items: usize,
    pub(super) sum: usize,
    /// Whether no number was smaller than the one before.
    pub(super) increasing: bool,
    last: usize,
}

impl Tally {
    pub(super) const NOTHING: Self = Self { items: 0, sum: 0, increasing: true, last: 0 };

    pub(super) fn add(&mut self, number: usize) {
        self.items += 1;
        self.sum += number;
        self.increasing &= number >= self.last;
        self.last = number;
    }

    pub(super) fn all(tallies: Vec<Self>) -> Self {
        tallies.into_iter().fold(Self::NOTHING, |all, one| Self {
            items: all.items + one.items,
            sum: all.sum + one.sum,
            increasing: all.increasing && one.increasing,
            last: 0,
        })
    }
}

/// A boxed task: without the box, a runtime would be compiled anew for each task. The futures that it awaits are not boxed.
pub(super) type Task = Pin<Box<dyn Future<Output = Tally>>>;

/// A task that any worker may run.
pub(super) type SharedTask = Pin<Box<dyn Future<Output = Tally> + Send>>;

/// Runs tasks on this thread, in this order. Returns the time that they took, and what they received.
pub(super) fn on_one_thread(tasks: Vec<Task>) -> (Duration, Tally) {
    ONE_THREAD.with(|runtime| {
        runtime.block_on(async {
            let start = Instant::now();
            let tasks: Vec<_> = tasks.into_iter().map(|task| runtime.spawn_local(task)).collect();
            finish(start, tasks).await
        })
    })
}

/// Runs a future on the runtime of this thread, without a spawn.
pub(super) fn block_on<F: Future>(future: F) -> F::Output {
    ONE_THREAD.with(|runtime| runtime.block_on(future))
}

/// Runs tasks on two workers, which are the same threads in each round.
pub(super) fn on_two_workers(tasks: Vec<SharedTask>) -> (Duration, Tally) {
    TWO_WORKERS.block_on(async {
        let start = Instant::now();
        let tasks: Vec<_> = tasks.into_iter().map(|task| TWO_WORKERS.spawn(task)).collect();
        finish(start, tasks).await
    })
}

async fn finish(start: Instant, tasks: Vec<JoinHandle<Tally>>) -> (Duration, Tally) {
    let ended = join_all(tasks).await;
    let elapsed = start.elapsed();
    let tallies = ended.into_iter().collect::<Result<_, _>>().expect("no task panics");
    (elapsed, Tally::all(tallies))
}

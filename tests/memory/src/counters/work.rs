use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use queue_async::work::{ByKey, ByRank, Keep, Plain, Rules, WorkBuilder, WorkQueue};
use queue_async::{Fifo, Lock, Queue};

use super::cells::Named;

/// More items than are taken while an operation is repeated.
const MANY: u64 = 10_000;

/// The work queue, beside a queue that loses sight of its items.
pub(super) fn visit<L: Lock>(named: Named<'_>) {
    let queue = Queue::<Fifo<u64>, L>::from_iter(0..MANY);
    named("try_get + task_done", &mut || {
        queue.try_get().expect("there is an item");
        queue.task_done().expect("one was put");
    });
    let queue = filled(WorkQueue::<_, L>::builder(Plain::default()), MANY);
    named("work: try_take + done", &mut || {
        queue.try_take().expect("there is a job").done().expect("the lease is good");
    });
    for jobs in [10, 1_000_000] {
        let queue = filled(WorkQueue::<_, L>::builder(Plain::default()), jobs);
        named(&format!("work: try_put + try_take + done, among {jobs}"), &mut || {
            queue.try_put(1).expect("it is open");
            queue.try_take().expect("there is a job").done().expect("the lease is good");
        });
    }
    let queue = filled(WorkQueue::<_, L>::builder(Plain::default()), 10);
    named("work: a lease is dropped, and its job is taken again", &mut || {
        drop(queue.try_take().expect("there is a job"));
        queue.try_take().expect("there is a job").retry_at_end().expect("the lease is good");
    });
    let ranked = ByRank::new(|job: &u64| job * 7919 % 10_007);
    let queue = filled(WorkQueue::<_, L>::builder(ranked), 1000);
    let mut next = 0;
    named("work: try_put + try_take + done, by rank, among 1000", &mut || {
        next += 1;
        queue.try_put(next).expect("it is open");
        queue.try_take().expect("there is a job").done().expect("the lease is good");
    });
    for keys in [10, 100_000] {
        let rules = ByKey::new(Keep::All, |&job: &u64| job);
        let queue = filled(WorkQueue::<_, L>::builder(rules), keys);
        let mut next = keys;
        named(&format!("work: try_put + try_take + done, among {keys} keys"), &mut || {
            next += 1;
            queue.try_put(next).expect("it is open");
            queue.try_take().expect("there is a job").done().expect("the lease is good");
        });
    }
    for delayed in [10, 1_000_000] {
        let clock = Arc::new(AtomicU64::new(0));
        let now = Arc::clone(&clock);
        let queue = WorkQueue::<_, L>::builder(Plain::default())
            .clock(move || Duration::from_secs(now.load(Ordering::Relaxed)))
            .build();
        let later = Duration::from_secs(delayed);
        for time in 1..=delayed {
            queue.put_after(time, Duration::from_secs(time)).expect("it is open");
        }
        named(&format!("work: put_after + advance + take + done, among {delayed}"), &mut || {
            clock.fetch_add(1, Ordering::Relaxed);
            queue.advance();
            queue.put_after(1, later).expect("it is open");
            queue.try_take().expect("it is due").done().expect("the lease is good");
        });
    }
}

fn filled<R: Rules<Item = u64>, L: Lock>(builder: WorkBuilder<R, L>, jobs: u64) -> WorkQueue<R, L> {
    let queue = builder.build();
    (0..jobs).for_each(|job| queue.try_put(job).expect("it is open"));
    queue
}

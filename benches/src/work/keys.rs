use std::collections::{HashMap, HashSet, VecDeque};

use queue_async::work::{ByKey, Keep, Lease, WorkQueue};
use queue_async::{LocalLock, Lock, SyncLock};

use super::schedule::Schedule;
use super::{IS_GOOD, IS_OPEN, IS_READY, Row, depths, lane, ours};
use crate::harness::Lane;
use crate::workloads::Round;

const KEYS: [usize; 3] = [10, 1000, 100_000];

/// A key, and how many jobs of the key came before.
type Job = (usize, usize);

/// All keys are queued. A job of one merges with the queued one. A key is taken, and put again while it is in
/// progress, which queues it anew once it is done. The next key is taken and done, and put again.
pub(super) fn rows(deepest: usize) -> Vec<Row> {
    let row = |(keys, label)| {
        Row::new(format!("{label} keys"), move || {
            vec![
                work::<LocalLock>("queue-async local work", keys),
                work::<SyncLock>("queue-async sync work", keys),
                sets(keys),
            ]
        })
    };
    depths(KEYS, deepest).map(row).collect()
}

/// Queues that keep the last job of each key, at the place of the first, and hand out one at a time.
trait Keyed {
    type Taken;

    fn put(&mut self, job: Job);
    fn take(&mut self) -> Option<Self::Taken>;
    fn job(taken: &Self::Taken) -> Job;
    fn done(&mut self, taken: Self::Taken);
    fn unfinished(&self) -> usize;
}

fn run<Q: Keyed>(mut queue: Q, keys: usize, items: usize) -> Round {
    let mut newest = vec![0; keys];
    (0..keys).for_each(|key| queue.put((key, 0)));
    // Keys leave in this order, round after round.
    let mut first = 0;
    let mut merged = Schedule::new(keys);
    let mut merged = move || (merged.next_due() as usize - 1) % keys;
    let put = |queue: &mut Q, newest: &mut [usize], key: usize| {
        newest[key] += 1;
        queue.put((key, newest[key]));
    };
    let round = Round::of(items, || {
        for _ in 0..items {
            put(&mut queue, &mut newest, merged());
            for is_put_in_progress in [true, false] {
                let taken = queue.take().expect(IS_READY);
                let key = first;
                assert_eq!(
                    Q::job(&taken),
                    (key, newest[key]),
                    "it is the last job of the first key"
                );
                first = if key + 1 == keys { 0 } else { key + 1 };
                if is_put_in_progress {
                    put(&mut queue, &mut newest, key);
                    queue.done(taken);
                } else {
                    queue.done(taken);
                    put(&mut queue, &mut newest, key);
                }
            }
        }
    });
    assert_eq!(queue.unfinished(), keys);
    for key in (0..keys).cycle().skip(first).take(keys) {
        let taken = queue.take().expect(IS_READY);
        assert_eq!(Q::job(&taken), (key, newest[key]), "it is the last job of the key");
        queue.done(taken);
    }
    assert!(queue.take().is_none() && queue.unfinished() == 0);
    round
}

fn work<L: Lock + 'static>(name: &str, keys: usize) -> Lane {
    ours(name, move |items| {
        let rules = ByKey::new(Keep::Last, |&(key, _): &Job| key);
        run(&WorkQueue::<_, L>::builder(rules).build(), keys, items)
    })
}

impl<L: Lock> Keyed for &WorkQueue<ByKey<Job, usize>, L> {
    type Taken = Lease<Self>;

    #[inline(always)]
    fn put(&mut self, job: Job) {
        self.try_put(job).expect(IS_OPEN);
    }

    #[inline(always)]
    fn take(&mut self) -> Option<Self::Taken> {
        self.try_take().ok()
    }

    #[inline(always)]
    fn job(taken: &Self::Taken) -> Job {
        **taken
    }

    #[inline(always)]
    fn done(&mut self, taken: Self::Taken) {
        taken.done().expect(IS_GOOD);
    }

    fn unfinished(&self) -> usize {
        WorkQueue::unfinished(self)
    }
}

/// The two sets and the queue of Kubernetes' client-go, without its lock.
#[derive(Default)]
struct Sets {
    queue: VecDeque<usize>,
    queued: HashMap<usize, Job>,
    in_progress: HashSet<usize>,
}

fn sets(keys: usize) -> Lane {
    lane("HashMap + HashSet + VecDeque", "", move |items| run(Sets::default(), keys, items))
}

impl Keyed for Sets {
    type Taken = Job;

    #[inline(always)]
    fn put(&mut self, job: Job) {
        let (key, _) = job;
        if self.queued.insert(key, job).is_none() && !self.in_progress.contains(&key) {
            self.queue.push_back(key);
        }
    }

    #[inline(always)]
    fn take(&mut self) -> Option<Job> {
        let key = self.queue.pop_front()?;
        self.in_progress.insert(key);
        self.queued.remove(&key)
    }

    #[inline(always)]
    fn job(taken: &Job) -> Job {
        *taken
    }

    #[inline(always)]
    fn done(&mut self, (key, _): Job) {
        self.in_progress.remove(&key);
        if self.queued.contains_key(&key) {
            self.queue.push_back(key);
        }
    }

    fn unfinished(&self) -> usize {
        self.queued.len() + self.in_progress.len()
    }
}

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use priority_queue::PriorityQueue;
use queue_async::work::{Plain, WorkQueue};
use queue_async::{LocalLock, Lock, SyncLock};
use tokio::time;
use tokio_util::time::DelayQueue;

use super::schedule::Schedule;
use super::{IS_GOOD, IS_OPEN, IS_READY, Row, depths, lane, paused_runtime};
use crate::harness::Lane;
use crate::version;
use crate::workloads::Round;

const DEPTHS: [usize; 4] = [10, 1000, 100_000, 1_000_000];
/// Deep enough to compare the clocks.
const OF_TOKIO: usize = 1000;

/// A delayed job is put, the time moves on by one tick, and another job is due, taken and done.
pub(super) fn rows(deepest: usize) -> Vec<Row> {
    let mut rows: Vec<_> = depths(DEPTHS, deepest)
        .map(|(depth, label)| Row::new(format!("delays, among {label}"), move || by_depth(depth)))
        .collect();
    rows.extend(depths([OF_TOKIO], deepest).map(|(depth, label)| {
        Row::new(format!("delays, among {label}, tokio's clock"), move || {
            let ours = Ours::<LocalLock>::by_the_clock_of_tokio;
            vec![
                contender("queue-async local work", version("queue-async"), depth, ours),
                contender("tokio-util DelayQueue", version("tokio-util"), depth, DelayQueue::new),
                clock(depth),
            ]
        })
    }));
    rows
}

fn by_depth(depth: usize) -> Vec<Lane> {
    let (ours, heap) =
        (version("queue-async"), format!("priority-queue {}", version("priority-queue")));
    vec![
        contender("queue-async local work", ours, depth, Ours::<LocalLock>::new),
        contender("queue-async sync work", ours, depth, Ours::<SyncLock>::new),
        contender("tokio-util DelayQueue", version("tokio-util"), depth, DelayQueue::new),
        contender(&format!("{heap} + a time"), "", depth, PriorityQueue::new),
        contender("BinaryHeap + a time", "", depth, BinaryHeap::new),
        clock(depth),
    ]
}

/// Queues of items that are due at different ticks. An item is the tick at which it is due. A tick is a millisecond.
trait Delayed {
    fn insert(&mut self, due: u64, now: u64);

    /// Moves the time on by one tick, and removes the item that is due.
    async fn expire(&mut self, now: u64) -> u64;

    fn len(&self) -> usize;
}

fn contender<D: Delayed + 'static>(
    name: &str,
    version: &str,
    depth: usize,
    make: impl FnOnce() -> D,
) -> Lane {
    let (runtime, mut schedule, mut tick) = (paused_runtime(), Schedule::new(depth), 0);
    let mut delayed = runtime.block_on(async {
        let mut delayed = make();
        (0..depth).for_each(|_| delayed.insert(schedule.next_due(), tick));
        delayed
    });
    lane(name, version, move |items| {
        runtime.block_on(async {
            let start = Instant::now();
            for _ in 0..items {
                delayed.insert(schedule.next_due(), tick);
                tick += 1;
                assert_eq!(delayed.expire(tick).await, tick);
            }
            let elapsed = start.elapsed();
            assert_eq!(delayed.len(), depth);
            Round { items, elapsed }
        })
    })
}

struct Ours<L: Lock> {
    queue: WorkQueue<Plain<u64>, L>,
    clock: Clock,
}

enum Clock {
    Own(Arc<AtomicU64>),
    OfTokio,
}

impl<L: Lock> Ours<L> {
    fn new() -> Self {
        let ticks = Arc::new(AtomicU64::new(0));
        let clock = Arc::clone(&ticks);
        let clock = move || Duration::from_millis(clock.load(Ordering::Relaxed));
        let queue = WorkQueue::builder(Plain::default()).clock(clock).build();
        Self { queue, clock: Clock::Own(ticks) }
    }

    fn by_the_clock_of_tokio() -> Self {
        let start = time::Instant::now();
        let queue = WorkQueue::builder(Plain::default()).clock(move || start.elapsed()).build();
        Self { queue, clock: Clock::OfTokio }
    }
}

impl<L: Lock> Delayed for Ours<L> {
    #[inline(always)]
    fn insert(&mut self, due: u64, now: u64) {
        self.queue.put_after(due, Duration::from_millis(due - now)).expect(IS_OPEN);
    }

    #[inline(always)]
    async fn expire(&mut self, now: u64) -> u64 {
        match &self.clock {
            Clock::Own(ticks) => ticks.store(now, Ordering::Relaxed),
            Clock::OfTokio => time::advance(Duration::from_millis(1)).await,
        }
        self.queue.advance();
        self.queue.try_take().expect(IS_READY).into_item().expect(IS_GOOD)
    }

    fn len(&self) -> usize {
        assert_eq!(self.queue.delayed(), self.queue.unfinished(), "no other job is due");
        self.queue.unfinished()
    }
}

impl Delayed for DelayQueue<u64> {
    #[inline(always)]
    fn insert(&mut self, due: u64, now: u64) {
        let _key = self.insert(due, Duration::from_millis(due - now));
    }

    #[inline(always)]
    async fn expire(&mut self, _now: u64) -> u64 {
        time::advance(Duration::from_millis(1)).await;
        // If it were pending, the paused clock would move on by itself.
        let expired = poll_fn(|cx| match self.poll_expired(cx) {
            Poll::Ready(expired) => Poll::Ready(expired),
            Poll::Pending => panic!("{IS_READY}"),
        });
        expired.await.expect(IS_READY).into_inner()
    }

    fn len(&self) -> usize {
        self.len()
    }
}

impl Delayed for PriorityQueue<u64, Reverse<u64>> {
    #[inline(always)]
    fn insert(&mut self, due: u64, _now: u64) {
        self.push(due, Reverse(due));
    }

    #[inline(always)]
    async fn expire(&mut self, now: u64) -> u64 {
        let (_, &Reverse(due)) = self.peek().expect(IS_READY);
        assert!(due <= now, "{IS_READY}");
        self.pop().expect(IS_READY).0
    }

    fn len(&self) -> usize {
        self.len()
    }
}

/// The time and the item.
impl Delayed for BinaryHeap<Reverse<(u64, u64)>> {
    #[inline(always)]
    fn insert(&mut self, due: u64, _now: u64) {
        self.push(Reverse((due, due)));
    }

    #[inline(always)]
    async fn expire(&mut self, now: u64) -> u64 {
        let &Reverse((due, _)) = self.peek().expect(IS_READY);
        assert!(due <= now, "{IS_READY}");
        let Reverse((_, item)) = self.pop().expect(IS_READY);
        item
    }

    fn len(&self) -> usize {
        self.len()
    }
}

/// The clock of tokio alone, which every step of a `DelayQueue` needs.
struct Nothing {
    depth: usize,
}

fn clock(depth: usize) -> Lane {
    contender(&format!("tokio {} clock + nothing", version("tokio")), "", depth, || Nothing {
        depth,
    })
}

impl Delayed for Nothing {
    fn insert(&mut self, _due: u64, _now: u64) {}

    #[inline(always)]
    async fn expire(&mut self, now: u64) -> u64 {
        time::advance(Duration::from_millis(1)).await;
        now
    }

    fn len(&self) -> usize {
        self.depth
    }
}

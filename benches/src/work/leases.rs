use std::cmp::Reverse;
use std::collections::VecDeque;
use std::time::Duration;

use priority_queue::PriorityQueue;
use queue_async::work::{Lease, Plain, WorkQueue};
use queue_async::{LocalLock, Lock, SyncLock};
use tokio_util::time::DelayQueue;
use tokio_util::time::delay_queue::Key;

use super::schedule::Schedule;
use super::{IS_GOOD, IS_OPEN, IS_READY, Row, depths, floor, lane, ours, paused_runtime};
use crate::harness::Lane;
use crate::version;
use crate::workloads::Round;

const DEPTHS: [usize; 3] = [10, 1000, 100_000];

/// A job is put and taken, and its lease has a deadline. The deadline of a second lease is extended, and a third
/// lease ends. None of them comes to its deadline.
pub(super) fn rows(deepest: usize) -> Vec<Row> {
    let row = |(depth, label)| {
        Row::new(format!("cancelled deadlines, among {label}"), move || {
            vec![
                work::<LocalLock>("queue-async local work", depth),
                work::<SyncLock>("queue-async sync work", depth),
                delay_queue(depth),
                priority_queue(depth),
            ]
        })
    };
    depths(DEPTHS, deepest).map(row).collect()
}

/// What has deadlines that can be cancelled. The clock stands still.
trait Deadlines {
    type Held;

    fn begin(&mut self, item: usize, deadline: Duration) -> Self::Held;
    fn extend(&mut self, held: &Self::Held, deadline: Duration);
    fn end(&mut self, held: Self::Held) -> usize;
    fn is_empty(&self) -> bool;
}

/// Holds so many deadlines. Each is extended when half of the newer ones have come, and then ends.
fn run<D: Deadlines>(mut deadlines: D, depth: usize, items: usize) -> Round {
    let mut schedule = Schedule::new(depth);
    let mut next = || Duration::from_millis(schedule.next_due());
    let mut held = VecDeque::with_capacity(depth + 1);
    held.extend((0..depth).map(|item| deadlines.begin(item, next())));
    let round = Round::of(items, || {
        for item in 0..items {
            held.push_back(deadlines.begin(depth + item, next()));
            deadlines.extend(&held[depth / 2], next());
            let oldest = held.pop_front().expect("some are held");
            assert_eq!(deadlines.end(oldest), item);
        }
    });
    for (item, held) in (items..).zip(held) {
        assert_eq!(deadlines.end(held), item);
    }
    assert!(deadlines.is_empty());
    round
}

fn work<L: Lock + 'static>(name: &str, depth: usize) -> Lane {
    ours(name, move |items| {
        let plain = Plain::<usize>::default();
        let queue = WorkQueue::<_, L>::builder(plain).clock(|| Duration::ZERO).build();
        run(&queue, depth, items)
    })
}

impl<'a, L: Lock> Deadlines for &'a WorkQueue<Plain<usize>, L> {
    type Held = Lease<Self>;

    #[inline(always)]
    fn begin(&mut self, item: usize, deadline: Duration) -> Lease<&'a WorkQueue<Plain<usize>, L>> {
        self.try_put(item).expect(IS_OPEN);
        let lease = self.try_take().expect(IS_READY);
        lease.end_after(deadline).expect(IS_GOOD);
        lease
    }

    #[inline(always)]
    fn extend(&mut self, held: &Lease<Self>, deadline: Duration) {
        held.extend(deadline).expect(IS_GOOD);
    }

    #[inline(always)]
    fn end(&mut self, held: Lease<Self>) -> usize {
        held.into_item().expect(IS_GOOD)
    }

    fn is_empty(&self) -> bool {
        self.unfinished() == 0 && self.dead().is_empty()
    }
}

fn delay_queue(depth: usize) -> Lane {
    let runtime = paused_runtime();
    lane("tokio-util DelayQueue", version("tokio-util"), move |items| {
        runtime.block_on(async { run(DelayQueue::new(), depth, items) })
    })
}

impl Deadlines for DelayQueue<usize> {
    type Held = Key;

    #[inline(always)]
    fn begin(&mut self, item: usize, deadline: Duration) -> Key {
        self.insert(item, deadline)
    }

    #[inline(always)]
    fn extend(&mut self, held: &Key, deadline: Duration) {
        self.reset(held, deadline);
    }

    #[inline(always)]
    fn end(&mut self, held: Key) -> usize {
        self.remove(&held).into_inner()
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

fn priority_queue(depth: usize) -> Lane {
    floor("priority-queue", "+ a time", move |items| {
        run(PriorityQueue::<usize, Reverse<Duration>>::new(), depth, items)
    })
}

impl Deadlines for PriorityQueue<usize, Reverse<Duration>> {
    type Held = usize;

    #[inline(always)]
    fn begin(&mut self, item: usize, deadline: Duration) -> usize {
        self.push(item, Reverse(deadline));
        item
    }

    #[inline(always)]
    fn extend(&mut self, held: &usize, deadline: Duration) {
        self.change_priority(held, Reverse(deadline)).expect(IS_GOOD);
    }

    #[inline(always)]
    fn end(&mut self, held: usize) -> usize {
        self.remove(&held).expect(IS_GOOD).0
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

use queue_async::work::{Plain, WorkQueue};
use queue_async::{Fifo, LocalLock, Lock, Queue, SyncLock};
use tokio::sync::mpsc;

use super::{IS_GOOD, IS_OPEN, Row, beside_plain, floor, ours};
use crate::harness::Lane;
use crate::workloads::{Round, now};

const CAPACITY: usize = 1024;
/// How often each job fails.
const FAILURES: u32 = 3;

/// A job and how often it has failed, for queues that do not count that.
type Tried = (usize, u32);

/// One job at a time fails a few times, comes back at once, and is then done.
pub(super) fn rows() -> Vec<Row> {
    let local = [work::<LocalLock>, plain::<LocalLock>];
    beside_plain(
        &format!("{FAILURES} retries"),
        [local, [work::<SyncLock>, plain::<SyncLock>]],
        tokio,
    )
}

fn work<L: Lock + 'static>(name: &str) -> Lane {
    ours(name, |items| {
        let queue = WorkQueue::<Plain<usize>, L>::bounded(CAPACITY);
        let round = Round::of(items, || {
            for number in 0..items {
                now(queue.put(number)).expect(IS_OPEN);
                for _ in 0..FAILURES {
                    let lease = now(queue.take()).expect(IS_OPEN);
                    lease.retry().expect(IS_GOOD);
                }
                let lease = now(queue.take()).expect(IS_OPEN);
                assert_eq!(lease.attempts(), FAILURES + 1);
                assert_eq!(lease.into_item().expect(IS_GOOD), number);
            }
        });
        assert_eq!((queue.unfinished(), queue.dead().len()), (0, 0));
        round
    })
}

/// The item is put again, before it counts as done, so that it never leaves the queue.
fn plain<L: Lock + 'static>(name: &str) -> Lane {
    ours(name, |items| {
        let queue = Queue::<Fifo<Tried>, L>::bounded(CAPACITY);
        let round = Round::of(items, || {
            for number in 0..items {
                now(queue.put((number, 0))).expect(IS_OPEN);
                for _ in 0..FAILURES {
                    let (number, failures) = now(queue.get()).expect(IS_OPEN);
                    now(queue.put((number, failures + 1))).expect(IS_OPEN);
                    queue.task_done().expect("one was put");
                }
                assert_eq!(now(queue.get()).expect(IS_OPEN), (number, FAILURES));
                queue.task_done().expect("one was put");
            }
        });
        assert_eq!(queue.unfinished(), 0);
        round
    })
}

fn tokio() -> Lane {
    floor("tokio", "mpsc + nothing", |items| {
        let (sender, mut receiver) = mpsc::channel::<Tried>(CAPACITY);
        let round = Round::of(items, || {
            for number in 0..items {
                now(sender.send((number, 0))).expect(IS_OPEN);
                for _ in 0..FAILURES {
                    let (number, failures) = now(receiver.recv()).expect(IS_OPEN);
                    now(sender.send((number, failures + 1))).expect(IS_OPEN);
                }
                assert_eq!(now(receiver.recv()).expect(IS_OPEN), (number, FAILURES));
            }
        });
        assert!(receiver.is_empty());
        round
    })
}

use queue_async::work::{Plain, WorkQueue};
use queue_async::{Fifo, LocalLock, Lock, Queue, SyncLock};
use tokio::sync::mpsc;

use super::{IS_GOOD, IS_OPEN, Row, beside_plain, floor, ours};
use crate::harness::Lane;
use crate::workloads::{Round, now};

const CAPACITY: usize = 1024;

/// One job at a time is put, taken and done. Nothing waits.
pub(super) fn rows() -> Vec<Row> {
    let local = [work::<LocalLock>, plain::<LocalLock>];
    beside_plain("put + take + done", [local, [work::<SyncLock>, plain::<SyncLock>]], tokio)
}

fn work<L: Lock + 'static>(name: &str) -> Lane {
    ours(name, |items| {
        let queue = WorkQueue::<Plain<usize>, L>::bounded(CAPACITY);
        let round = Round::of(items, || {
            for number in 0..items {
                now(queue.put(number)).expect(IS_OPEN);
                let lease = now(queue.take()).expect(IS_OPEN);
                assert_eq!(lease.into_item().expect(IS_GOOD), number);
            }
        });
        assert_eq!((queue.unfinished(), queue.dead().len()), (0, 0));
        round
    })
}

fn plain<L: Lock + 'static>(name: &str) -> Lane {
    ours(name, |items| {
        let queue = Queue::<Fifo<usize>, L>::bounded(CAPACITY);
        let round = Round::of(items, || {
            for number in 0..items {
                now(queue.put(number)).expect(IS_OPEN);
                assert_eq!(now(queue.get()).expect(IS_OPEN), number);
                queue.task_done().expect("one was put");
            }
        });
        assert_eq!(queue.unfinished(), 0);
        round
    })
}

/// A channel, which does not know what has become of an item.
fn tokio() -> Lane {
    floor("tokio", "mpsc + nothing", |items| {
        let (sender, mut receiver) = mpsc::channel(CAPACITY);
        let round = Round::of(items, || {
            for number in 0..items {
                now(sender.send(number)).expect(IS_OPEN);
                assert_eq!(now(receiver.recv()).expect(IS_OPEN), number);
            }
        });
        assert!(receiver.is_empty());
        round
    })
}

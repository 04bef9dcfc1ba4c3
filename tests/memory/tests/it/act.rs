//! Operations on a warm queue of every kind, which must not allocate.

use std::any::type_name;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use allocation_counter::{AllocationInfo, measure};
use queue_async::{
    Fairness, Fifo, HeapOrder, Lifo, LocalLock, Lock, Priority, Queue, Storage, SyncLock,
};
use queue_memory::idle_waker;

/// An operation at a queue with room for two, which is empty before and after.
pub(crate) trait Act {
    fn act<S: Storage<Item = u64>, L: Lock>(queue: &Queue<S, L>, tasks: &[Waker; 2]);
}

/// Does it with both flavours, fair and barging queues and all storages. The first time is to warm up.
pub(crate) fn allocates_nothing<A: Act>() {
    for way in [Fairness::Fair, Fairness::Barging] {
        at_all_storages::<A, LocalLock>(way);
        at_all_storages::<A, SyncLock>(way);
    }
}

fn at_all_storages<A: Act, L: Lock>(way: Fairness) {
    at::<A, Fifo<_>, L>(way);
    at::<A, Lifo<_>, L>(way);
    at::<A, Priority<_>, L>(way);
    at::<A, HeapOrder<_>, L>(way);
}

fn at<A: Act, S: Storage<Item = u64> + Default, L: Lock>(way: Fairness) {
    let queue = Queue::<S, L>::builder().bounded(2).fairness(way).build();
    let tasks = [idle_waker(), idle_waker()];
    let act = || {
        A::act(&queue, &tasks);
        while queue.task_done().is_ok() {}
        assert!(queue.is_empty());
    };
    act();
    let counted = measure(|| (0..10).for_each(|_| act()));
    assert_eq!(counted, AllocationInfo::default(), "{way:?} {}", type_name::<Queue<S, L>>());
}

/// Polls a future that need not wait.
#[track_caller]
pub(crate) fn now<F: Future + Unpin>(mut future: F, waker: &Waker) -> F::Output {
    match Pin::new(&mut future).poll(&mut Context::from_waker(waker)) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it need not wait"),
    }
}

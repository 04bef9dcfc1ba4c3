//! Nothing grows, however often operations come and go.

use allocation_counter::{AllocationInfo, measure};
use queue_async::work::{ByKey, ByRank, Job, Jobs, Keep, Rules};
use queue_async::{
    Aging, Fifo, HeapOrder, Keyed, Lifo, LocalLock, Lock, Priority, Queue, RoundRobin, Storage,
    SyncLock, Weighed,
};
use queue_memory::{Cancel, has_to_wait, idle_waker};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const MILLION: usize = 1_000_000;

#[track_caller]
fn keeps_its_size(warm_up: impl FnOnce(), act: impl FnOnce()) {
    warm_up();
    assert_eq!(measure(act), AllocationInfo::default());
}

fn a_million_come_and_go<L: Lock>() {
    let (empty, full) = (Queue::<Fifo<u64>, L>::bounded(1), Queue::<Fifo<u64>, L>::bounded(1));
    full.try_put(0).unwrap();
    let waker = idle_waker();
    let come_and_go = |times| {
        for _ in 0..times {
            has_to_wait(&mut empty.get(), &waker);
            has_to_wait(&mut full.put(1), &waker);
            has_to_wait(&mut full.join(), &waker);
        }
    };
    keeps_its_size(|| come_and_go(1), || come_and_go(MILLION));
    assert_eq!(
        (empty.waiting_getters(), full.waiting_putters(), full.waiting_joiners()),
        (0, 0, 0)
    );
}

#[test]
fn a_million_come_and_go_at_a_local_queue() {
    a_million_come_and_go::<LocalLock>();
}

#[test]
fn a_million_come_and_go_at_a_sync_queue() {
    a_million_come_and_go::<SyncLock>();
}

#[test]
fn a_million_come_and_go_beside_others_that_wait() {
    let queue = Queue::<Fifo<u64>, LocalLock>::bounded(1);
    let waker = idle_waker();
    let mut waiting: [_; 64] = std::array::from_fn(|_| queue.get());
    let random = &mut StdRng::seed_from_u64(0);
    let mut come_and_go = |times| {
        for _ in 0..times {
            let one = &mut waiting[random.random_range(0..64)];
            *one = queue.get();
            has_to_wait(one, &waker);
        }
    };
    come_and_go(10_000);
    assert_eq!(queue.waiting_getters(), 64, "all slots are warm");
    keeps_its_size(|| (), || come_and_go(MILLION));
}

#[test]
fn a_million_items_pass_through() {
    let queue = Queue::<Fifo<usize>, LocalLock>::bounded(3);
    let pass = |items| {
        for item in 0..items {
            queue.try_put(item).unwrap();
            queue.try_put(item).unwrap();
            assert_eq!((queue.try_get(), queue.try_get()), (Ok(item), Ok(item)));
        }
    };
    keeps_its_size(|| pass(1), || pass(MILLION));
}

#[test]
fn a_crowd_that_comes_again_finds_the_slots_of_the_last() {
    let queue = Queue::<Fifo<u64>, SyncLock>::bounded(1);
    let waker = idle_waker();
    let mut crowd: Vec<_> = Vec::with_capacity(40_000);
    let mut come_and_go = || {
        crowd.extend((0..40_000).map(|_| queue.get()));
        crowd.iter_mut().for_each(|get| has_to_wait(get, &waker));
        crowd.clear();
    };
    come_and_go();
    keeps_its_size(|| (), come_and_go);
}

#[test]
fn many_leave_in_any_order_and_leave_nothing() {
    for cancel in Cancel::every(40_000) {
        let counted = measure(|| cancel.run());
        assert_eq!(counted.count_current, 0, "{cancel:?}");
    }
}

/// Returns the bytes that are left of a million items, and of a crowd of gets and puts, once all have gone.
fn bytes_left<S: Storage>(queue: &Queue<S, SyncLock>, burst: impl FnOnce()) -> (i64, i64) {
    let burst = measure(burst).bytes_current;
    (burst, burst + measure(|| queue.shrink_to_fit()).bytes_current)
}

#[test]
fn what_a_burst_of_items_took_is_given_back_by_shrink_to_fit() {
    a_burst_is_given_back::<Fifo<_>>();
    a_burst_is_given_back::<Lifo<_>>();
    a_burst_is_given_back::<Priority<_>>();
    a_burst_is_given_back::<HeapOrder<_>>();
    let keyed = |item| Keyed::new(item as u32, item); // a round robin of as many keys
    a_burst_in_a_storage_is_given_back(RoundRobin::default(), keyed);
    a_burst_in_a_storage_is_given_back(Aging::new(1), keyed);
    a_burst_in_a_storage_is_given_back(Weighed::new(Fifo::default(), |_| 1), |item| item);
}

fn a_burst_is_given_back<S: Storage<Item = u64> + Default>() {
    a_burst_in_a_storage_is_given_back(S::default(), |item| item);
}

fn a_burst_in_a_storage_is_given_back<S: Storage>(storage: S, item: fn(u64) -> S::Item) {
    let queue = Queue::<S, SyncLock>::from(storage);
    let (before, after) = bytes_left(&queue, || {
        (0..1_000_000).for_each(|name| assert!(queue.try_put(item(name)).is_ok()));
        assert_eq!(queue.drain().count(), 1_000_000);
    });
    assert!(before >= 8_000_000, "{before}");
    assert_eq!(after, 0);
}

#[test]
fn what_a_burst_of_jobs_took_is_given_back_by_shrink_to_fit() {
    a_burst_of_jobs_is_given_back(ByKey::new(Keep::All, |&key| key));
    a_burst_of_jobs_is_given_back(ByRank::new(|&rank| rank));
}

fn a_burst_of_jobs_is_given_back<R: Rules<Item = u64>>(rules: R) {
    let queue = Queue::<_, SyncLock>::from(Jobs::new(rules));
    let (before, after) = bytes_left(&queue, || {
        let _all_the_room = queue.try_reserve().unwrap();
        (0..100_000).for_each(|job| assert!(queue.try_put(Job::new(job)).is_ok()));
        queue.set_capacity(1.try_into().unwrap()).unwrap();
        assert_eq!(queue.force_put(Job::new(0)).unwrap().count(), 100_001);
    });
    assert!(before >= 800_000, "{before}");
    assert!(after < 1_000, "what permits need is left: {after}");
}

#[test]
fn what_a_crowd_took_is_given_back_by_shrink_to_fit() {
    let queue = Queue::<Fifo<u64>, SyncLock>::bounded(1);
    let waker = idle_waker();
    queue.try_put(0).unwrap();
    let mut first = queue.put(1);
    let (before, after) = bytes_left(&queue, || {
        has_to_wait(&mut first, &waker);
        let mut crowd: Vec<_> = (0..40_000).map(|item| queue.put(item)).collect();
        crowd.iter_mut().for_each(|put| has_to_wait(put, &waker));
    });
    assert!(before >= 40_000 * 56, "{before}");
    assert!((1..1_000).contains(&after), "one put waits: {after}");
    assert!(queue.drain().eq([0, 1]));
}

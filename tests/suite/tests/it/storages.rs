//! The storages by themselves. Those of keyed items have files of their own, with queues of them.

mod aging;
mod browse;
mod round_robin;
mod weighed;

use std::sync::Arc;

use queue_async::{Builder, SyncLock};
use queue_core::{
    Exchange, Fifo, HeapOrder, Keyed, Lifo, Polled, Priority, Put, State, Storage, TryPutError,
};
use tokio::task::JoinSet;

/// Two ways to look at a storage of numbers: at its next item, and at all of them.
struct Look<S> {
    peek: fn(&S) -> Option<&u8>,
    all: fn(&S) -> Vec<&u8>,
}

impl<S: Storage<Item = u8> + FromIterator<u8>> Look<S> {
    /// Takes the items out one by one, and returns them.
    fn check(&self) -> Vec<u8> {
        let mut storage = S::from_iter([3, 1, 2, 3, 1]);
        let mut gone = Vec::new();
        while let Some(&next) = (self.peek)(&storage) {
            let all = (self.all)(&storage);
            assert_eq!((all.len(), all[0]), (storage.len(), &next));
            assert_eq!(storage.pop(), Some(next));
            gone.push(next);
        }
        assert!(storage.is_empty() && storage.pop().is_none());
        gone
    }
}

#[test]
fn what_peek_shows_is_what_leaves_next() {
    let fifo = Look { peek: Fifo::peek, all: |storage| storage.iter().collect() };
    assert_eq!(fifo.check(), [3, 1, 2, 3, 1]);
    let lifo = Look { peek: Lifo::peek, all: |storage| storage.iter().collect() };
    assert_eq!(lifo.check(), [1, 3, 2, 1, 3]);
    let stable = Look { peek: Priority::peek, all: |storage| storage.iter().collect() };
    assert_eq!(stable.check(), [1, 1, 2, 3, 3]);
    let heap = Look { peek: HeapOrder::peek, all: |storage| storage.iter().collect() };
    assert_eq!(heap.check(), [1, 1, 2, 3, 3]);
}

#[test]
fn iterating_over_a_storage_takes_its_items_out() {
    fn check<S>()
    where
        S: Storage<Item = u8> + FromIterator<u8> + IntoIterator<Item = u8>,
    {
        let items = || S::from_iter([3, 1, 2]);
        assert!(items().into_iter().eq(items().into_items()));
        assert_eq!(items().into_iter().count(), 3);
    }
    check::<Fifo<u8>>();
    check::<Lifo<u8>>();
    check::<Priority<u8>>();
    check::<HeapOrder<u8>>();
}

/// An immediate shutdown takes a storage out whole.
#[test]
fn a_storage_that_is_taken_out_whole_leaves_nothing_behind() {
    fn check<S: Storage<Item = u8> + FromIterator<u8>>() {
        let mut storage = S::from_iter([3, 1, 2]);
        assert_eq!(storage.take().into_items().count(), 3);
        assert_eq!((storage.len(), storage.pop()), (0, None));
    }
    check::<Fifo<u8>>();
    check::<Lifo<u8>>();
    check::<Priority<u8>>();
    check::<HeapOrder<u8>>();
}

/// Four tasks put on a queue of this storage, and three get: first until `join` is ready, and then until an
/// immediate shutdown, which returns what no task got.
async fn every_item_is_got_once<S>(storage: S)
where
    S: Storage<Item = Keyed<u32, u32>> + Send + 'static,
{
    const EACH: u32 = 500;
    let queue = Arc::new(Builder::<S, SyncLock>::new(storage).bounded(8).build());
    let mut workers = JoinSet::new();
    for _ in 0..3 {
        let queue = Arc::clone(&queue);
        workers.spawn(async move {
            let mut got = Vec::new();
            while let Ok(Keyed { item, .. }) = queue.get().await {
                got.push(item);
                queue.task_done().unwrap();
            }
            got
        });
    }
    let mut producers = JoinSet::new();
    for key in 0..4 {
        let queue = Arc::clone(&queue);
        producers.spawn(async move {
            for name in key * EACH..(key + 1) * EACH {
                queue.put(Keyed::new(key, name)).await.unwrap();
            }
        });
    }
    producers.join_all().await;
    queue.join().await;
    assert_eq!((queue.len(), queue.unfinished()), (0, 0));
    let last = 4 * EACH..4 * EACH + 8;
    let items = last.clone().map(|name| Keyed::new(name % 3, name));
    let refused = items.filter(|&item| queue.try_put(item).is_err()).map(|item| item.item);
    let mut names = Vec::from_iter(refused);
    names.extend(queue.shutdown_now().map(|item| item.item));
    names.extend(workers.join_all().await.concat());
    names.sort_unstable();
    assert!(names.into_iter().eq(0..last.end));
    queue.join().await;
}

/// Puts an item of each key on a state with room for two.
fn what_is_left_is_taken_out_whole<S>(storage: S, keys: [u32; 3])
where
    S: Storage<Item = Keyed<u32, u32>>,
{
    let [first, second, third] = keys.map(|key| Keyed::new(key, key));
    let mut state = State::<S, u8>::new(storage, 2.try_into().unwrap());
    let (mut put, mut exchange) = (Put::new(third), Exchange::with(7));
    assert_eq!(state.try_put(first, &mut exchange.notified), Ok(()));
    assert_eq!(state.try_put(second, &mut exchange.notified), Ok(()));
    assert_eq!(state.try_put(third, &mut exchange.notified), Err(TryPutError::Full(third)));
    assert_eq!(state.poll_put(&mut put, &mut exchange, |_| true), Polled::Pending);
    let got = state.try_get(&mut exchange.notified);
    assert_eq!(got.map(|job| job.item), Ok(first.item));
    assert_eq!(exchange.notified.take(), [7]);
    assert_eq!((state.len(), state.unfinished(), state.check()), (2, 3, Ok(())));
    let left = state.shutdown_now(&mut exchange.notified).into_items();
    assert!(left.map(|job| job.item).eq([second.item, third.item]));
    assert_eq!((state.len(), state.unfinished(), state.check()), (0, 1, Ok(())));
}

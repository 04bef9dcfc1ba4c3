use std::future::{pending, ready};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use queue_async::{Fairness, Get, Join, Put, ShutDown, local, sync};
use tokio::select;
use tokio::task::{JoinSet, LocalSet, yield_now};
use tokio::time::timeout;

use super::{CONSUMERS, PRODUCERS, check_end, consume, produce, share};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn multi_thread() {
    for capacity in [1, 2, 64] {
        let queue = Arc::new(sync::Queue::bounded(capacity));
        let mut producers = JoinSet::new();
        let mut consumers = JoinSet::new();
        for _ in 0..CONSUMERS {
            let queue = Arc::clone(&queue);
            consumers.spawn(async move { consume(&queue).await });
        }
        for producer in 0..PRODUCERS {
            let queue = Arc::clone(&queue);
            producers.spawn(async move { produce(&queue, share(producer)).await });
        }
        producers.join_all().await;
        queue.join().await;
        queue.shutdown();
        check_end(&queue, consumers.join_all().await.into_iter().sum());
    }
}

#[tokio::test]
async fn current_thread() {
    let local = async {
        let queue = Rc::new(local::Queue::bounded(1));
        let mut producers = JoinSet::new();
        let mut consumers = JoinSet::new();
        for _ in 0..CONSUMERS {
            let queue = Rc::clone(&queue);
            consumers.spawn_local(async move { consume(&queue).await });
        }
        for producer in 0..PRODUCERS {
            let queue = Rc::clone(&queue);
            producers.spawn_local(async move { produce(&queue, share(producer)).await });
        }
        producers.join_all().await;
        queue.join().await;
        queue.shutdown();
        check_end(&queue, consumers.join_all().await.into_iter().sum());
    };
    LocalSet::new().run_until(local).await;
}

/// Each worker gets its items while it keeps a get that lost a `select!`, until the item is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_that_keep_the_losing_get_of_a_select_make_progress() {
    for way in [Fairness::Fair, Fairness::Barging] {
        let queue = sync::Queue::builder().bounded(1).fairness(way).build();
        let queue = Arc::new(queue);
        let mut workers = JoinSet::new();
        for _ in 0..CONSUMERS {
            let queue = Arc::clone(&queue);
            workers.spawn(async move {
                let mut sum = 0;
                loop {
                    let mut kept = queue.get();
                    let got = select! {
                        biased;
                        got = &mut kept => got,
                        () = ready(()) => queue.get().await,
                    };
                    let Ok(item) = got else { return sum };
                    sum += item;
                    queue.task_done().unwrap();
                }
            });
        }
        for producer in 0..PRODUCERS {
            produce(&queue, share(producer)).await;
        }
        queue.join().await;
        queue.shutdown();
        check_end(&queue, workers.join_all().await.into_iter().sum());
    }
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_get_that_times_out_loses_nothing() {
    for way in [Fairness::Fair, Fairness::Barging] {
        let queue = sync::Queue::builder().bounded(1).fairness(way).build();
        assert!(timeout(SECOND, queue.get()).await.is_err());
        assert_eq!(queue.waiting_getters(), 0);
        // The item comes in the very turn in which the time runs out.
        let put = async {
            timeout(SECOND, pending::<()>()).await.unwrap_err();
            queue.put('a').await.unwrap();
        };
        let (got, ()) = tokio::join!(timeout(SECOND, queue.get()), put);
        let item = got.map_or_else(|_| queue.try_get(), |got| Ok(got?));
        assert_eq!(item, Ok('a'));
    }
}

#[tokio::test(start_paused = true)]
async fn a_put_that_times_out_loses_nothing() {
    for way in [Fairness::Fair, Fairness::Barging] {
        let queue = sync::Queue::builder().bounded(1).fairness(way).build();
        queue.try_put('a').unwrap();
        let mut put = queue.put('b');
        assert!(timeout(SECOND, &mut put).await.is_err());
        assert_eq!(put.cancel(), Some('b'));
        assert!(timeout(SECOND, queue.put('c')).await.is_err());
        assert_eq!((queue.len(), queue.waiting_putters()), (1, 0));
        assert_eq!(queue.try_get(), Ok('a'));
        assert!(timeout(SECOND, queue.put('d')).await.is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn asyncios_names_time_out_without_loss() {
    let queue = queue_compat::local::Queue::new(1);
    assert!(timeout(SECOND, queue.get()).await.is_err());
    queue.put_nowait('a').unwrap();
    assert!(timeout(SECOND, queue.put('b')).await.is_err());
    assert_eq!((timeout(SECOND, queue.get()).await, queue.qsize()), (Ok(Ok('a')), 0));
    // The room comes in the very turn in which the time runs out. The item is put or not, but not both.
    queue.put_nowait('c').unwrap();
    let get = async {
        timeout(SECOND, pending::<()>()).await.unwrap_err();
        queue.get_nowait().unwrap()
    };
    let (put, got) = tokio::join!(timeout(SECOND, queue.put('d')), get);
    assert_eq!((got, queue.qsize()), ('c', usize::from(put.is_ok())));
}

/// The tasks are futures that own their queue, with no `async` block around them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spawned_futures_own_their_queue() {
    let queue = Arc::new(sync::Queue::bounded(1));
    let (mut gets, mut puts) = (JoinSet::new(), JoinSet::new());
    for item in 0..20_u32 {
        gets.spawn(Get::new(Arc::clone(&queue)));
        puts.spawn(Put::new(Arc::clone(&queue), item));
    }
    assert!(puts.join_all().await.into_iter().all(|put| put == Ok(())));
    let mut items = gets.join_all().await.into_iter().collect::<Result<Vec<_>, _>>().unwrap();
    items.sort_unstable();
    assert!(items.into_iter().eq(0..20));
    let join = ::tokio::spawn(Join::new(Arc::clone(&queue)));
    (0..20).for_each(|_| queue.task_done().unwrap());
    join.await.unwrap();
    assert_eq!(Arc::strong_count(&queue), 1);
}

/// A task that is aborted drops its future, and with it the handle.
#[tokio::test]
async fn spawned_futures_that_are_aborted_let_go_of_their_queue() {
    for turns in 0..3 {
        let queue = Arc::new(sync::Queue::bounded(1));
        let mut tasks = JoinSet::new();
        tasks.spawn(Get::new(Arc::clone(&queue)));
        for _ in 0..turns {
            yield_now().await;
        }
        assert_eq!((queue.waiting_getters(), Arc::strong_count(&queue)), (turns.min(1), 2));
        tasks.shutdown().await;
        assert_eq!((queue.waiting_getters(), Arc::strong_count(&queue)), (0, 1));

        queue.try_put('a').unwrap();
        let mut tasks = JoinSet::new();
        tasks.spawn(Put::new(Arc::clone(&queue), 'b'));
        for _ in 0..turns {
            yield_now().await;
        }
        assert_eq!((queue.waiting_putters(), Arc::strong_count(&queue)), (turns.min(1), 2));
        tasks.shutdown().await;
        assert_eq!((queue.waiting_putters(), Arc::strong_count(&queue)), (0, 1));
        assert_eq!(queue.drain().collect::<String>(), "a");
    }
}

#[tokio::test]
async fn spawned_local_futures_own_their_queue() {
    let local = async {
        let queue = Rc::new(local::Queue::bounded(1));
        let mut gets = JoinSet::new();
        for _ in 0..3 {
            gets.spawn_local(Get::new(Rc::clone(&queue)));
        }
        let mut puts = JoinSet::new();
        puts.spawn_local(Put::new(Rc::clone(&queue), 'a'));
        puts.spawn_local(Put::new(Rc::clone(&queue), 'b'));
        assert_eq!(puts.join_all().await, [Ok(()), Ok(())]);
        queue.shutdown();
        let gets = gets.join_all().await;
        assert_eq!(gets.iter().filter(|got| **got == Err(ShutDown)).count(), 1);
        assert_eq!(Rc::strong_count(&queue), 1);
    };
    LocalSet::new().run_until(local).await;
}

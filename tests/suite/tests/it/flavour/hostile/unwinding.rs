//! Futures dropped while a panic unwinds, one by one or with the executor that ran them.

use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;

use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use futures::{SinkExt, StreamExt};
use tokio::task::{LocalSet, yield_now};

use super::{Queue, WAYS, panics, queue};
use queue_support::Task;

#[test]
fn a_future_dropped_by_a_panic_is_cancelled_as_by_any_drop() {
    for way in WAYS {
        let (full, queue) = (queue(1, way), queue(1, way));
        full.try_put(0).unwrap();
        let (a, b) = (Task::new(), Task::new());
        let mut next = queue.get();
        assert!(panics(|| {
            let (mut notified, mut waiting) = (queue.get(), queue.get());
            assert!(a.poll(&mut notified).is_pending());
            assert!(a.poll(&mut waiting).is_pending());
            assert!(b.poll(&mut next).is_pending());
            queue.try_put(1).unwrap();
            assert_eq!((a.wakes(), b.wakes()), (1, 0));
            let (mut put, mut join) = (full.put(2), full.join());
            assert!(a.poll(&mut put).is_pending());
            assert!(a.poll(&mut join).is_pending());
            panic!("bomb");
        }));
        let waiting = [queue.waiting_getters(), full.waiting_putters(), full.waiting_joiners()];
        assert_eq!((waiting, a.wakers(), b.wakes()), ([0; 3], 0, 1));
        assert_eq!(b.poll(&mut next), Poll::Ready(Ok(1)));
        assert_eq!((full.len(), full.unfinished()), (1, 1), "the put has not put");
    }
}

/// Waits in one line, as a future, a stream or a sink, and never comes to an end.
async fn wait(queue: Rc<Queue<u8>>, what: usize, running: Rc<Cell<usize>>) {
    running.set(running.get() + 1);
    let _on_drop = OnDrop(Rc::clone(&running));
    match what {
        0 => drop(queue.get().await),
        1 => drop(StreamExt::next(&mut queue.stream()).await),
        2 => drop(queue.put(9).await),
        3 => drop(queue.sink().send(9).await),
        _ => queue.join().await,
    }
    std::future::pending::<()>().await;
}

struct OnDrop(Rc<Cell<usize>>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// Notifies a get of the empty queue and a put of the full one. Neither is polled again.
fn notify_some(empty: &Queue<u8>, full: &Queue<u8>) {
    empty.try_put(1).unwrap();
    assert_eq!(full.try_get(), Ok(0));
}

/// Checks that the task behind the dropped ones was woken in their place, and that both queues work.
fn assert_usable(empty: &Queue<u8>, full: &Queue<u8>, behind: &Task) {
    let waiting = |queue: &Queue<u8>| {
        [queue.waiting_getters(), queue.waiting_putters(), queue.waiting_joiners()]
    };
    assert_eq!((waiting(empty), waiting(full), behind.wakes()), ([0; 3], [0; 3], 1));
    assert_eq!(empty.try_get(), Ok(1));
    full.drain().for_each(drop);
    full.try_put(2).unwrap();
    assert_eq!(full.try_get(), Ok(2));
}

#[test]
fn a_local_pool_dropped_by_a_panic_leaves_the_queues_usable() {
    for way in WAYS {
        let (empty, full) = (Rc::new(queue(1, way)), Rc::new(queue(1, way)));
        full.try_put(0).unwrap();
        let (behind, running) = (Task::new(), Rc::new(Cell::new(0)));
        let mut get = empty.get();
        assert!(panics(|| {
            let mut pool = LocalPool::new();
            for what in 0..10 {
                let queue = if what % 5 < 2 { &empty } else { &full };
                let task = wait(Rc::clone(queue), what % 5, Rc::clone(&running));
                pool.spawner().spawn_local(task).unwrap();
            }
            pool.run_until_stalled();
            assert!(behind.poll(&mut get).is_pending());
            let (empty, full) = (Rc::clone(&empty), Rc::clone(&full));
            let bomb = async move {
                notify_some(&empty, &full);
                panic!("bomb");
            };
            pool.spawner().spawn_local(bomb).unwrap();
            pool.run_until_stalled();
        }));
        assert_eq!(running.get(), 0, "all are dropped");
        assert_usable(&empty, &full, &behind);
    }
}

#[test]
fn a_tokio_runtime_dropped_by_a_panic_leaves_the_queues_usable() {
    for way in WAYS {
        let (empty, full) = (Rc::new(queue(1, way)), Rc::new(queue(1, way)));
        full.try_put(0).unwrap();
        let (behind, running) = (Task::new(), Rc::new(Cell::new(0)));
        let mut get = empty.get();
        assert!(panics(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let tasks = LocalSet::new();
            for what in 0..10 {
                let queue = if what % 5 < 2 { &empty } else { &full };
                tasks.spawn_local(wait(Rc::clone(queue), what % 5, Rc::clone(&running)));
            }
            tasks.block_on(&runtime, async {
                while running.get() < 10 {
                    yield_now().await;
                }
                assert!(behind.poll(&mut get).is_pending());
                notify_some(&empty, &full);
                panic!("bomb");
            });
        }));
        assert_eq!(running.get(), 0, "all are dropped");
        assert_usable(&empty, &full, &behind);
    }
}

//! A task that has two gets in the line and polls only one of them makes progress.

use std::cell::Cell;
use std::future::ready;
use std::rc::Rc;

use futures::executor::LocalPool;
use futures::future::{Either, select};
use futures::task::LocalSpawnExt;
use futures::{StreamExt, poll};

use super::{Queue, WAYS, queue};

#[test]
fn a_task_that_drops_its_next_and_then_gets_is_not_stopped_by_its_own_wake() {
    for way in WAYS {
        for is_of_the_trait in [false, true] {
            let (queue, got) = (Rc::new(queue(1, way)), Rc::new(Cell::new(None)));
            let (getting, result) = (Rc::clone(&queue), Rc::clone(&got));
            let task = async move {
                let mut items = getting.stream();
                let polled = if is_of_the_trait {
                    poll!(StreamExt::next(&mut items))
                } else {
                    poll!(items.next())
                };
                assert!(polled.is_pending());
                result.set(getting.get().await.ok());
            };
            let mut pool = LocalPool::new();
            pool.spawner().spawn_local(task).unwrap();
            pool.run_until_stalled();
            queue.try_put(1).unwrap();
            pool.run_until_stalled();
            assert_eq!(got.get(), Some(1));
        }
    }
}

/// Gets items. Beside each it keeps a get that lost a `select`, until the item is there.
async fn work(queue: Rc<Queue<usize>>, got: Rc<Cell<usize>>) {
    loop {
        let mut kept = queue.get();
        let item = match select(&mut kept, ready(())).await {
            Either::Left((item, _)) => item,
            Either::Right(_) => queue.get().await,
        };
        if item.is_err() {
            return;
        }
        got.set(got.get() + 1);
    }
}

#[test]
fn workers_that_keep_the_losing_get_of_a_select_make_progress() {
    const ITEMS: usize = 30;
    for way in WAYS {
        let (queue, got) = (Rc::new(queue(1, way)), Rc::new(Cell::new(0)));
        let mut pool = LocalPool::new();
        for _ in 0..3 {
            pool.spawner().spawn_local(work(Rc::clone(&queue), Rc::clone(&got))).unwrap();
        }
        pool.run_until_stalled();
        let putting = Rc::clone(&queue);
        let put_all = async move {
            for item in 0..ITEMS {
                putting.put(item).await.unwrap();
            }
            putting.shutdown();
        };
        pool.spawner().spawn_local(put_all).unwrap();
        pool.run_until_stalled();
        assert_eq!((got.get(), queue.is_shutdown(), pool.try_run_one()), (ITEMS, true, false));
    }
}

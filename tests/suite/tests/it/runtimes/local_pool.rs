use std::cell::Cell;
use std::rc::Rc;

use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use queue_async::local;

use super::{CONSUMERS, PRODUCERS, check_end, consume, produce, share};

#[test]
fn local_pool() {
    let mut pool = LocalPool::new();
    let queue = Rc::new(local::Queue::bounded(1));
    let sum = Rc::new(Cell::new(0));
    let spawner = pool.spawner();
    for _ in 0..CONSUMERS {
        let (queue, sum) = (Rc::clone(&queue), Rc::clone(&sum));
        let task = async move {
            let own = consume(&queue).await;
            sum.set(sum.get() + own);
        };
        spawner.spawn_local(task).unwrap();
    }
    for producer in 0..PRODUCERS {
        let queue = Rc::clone(&queue);
        let task = async move { produce(&queue, share(producer)).await };
        spawner.spawn_local(task).unwrap();
    }
    pool.run_until_stalled();
    assert!(pool.run_until(async {
        queue.join().await;
        queue.shutdown();
        true
    }));
    pool.run();
    check_end(&queue, sum.get());
}

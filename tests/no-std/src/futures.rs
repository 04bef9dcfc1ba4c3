use futures::{FutureExt as _, SinkExt as _};
use queue_async::{LocalLock, Queue, Storage};

/// Drives each future and adapter of a local queue once while it has to wait, and once to its end.
pub(crate) fn exercise<S: Storage<Item = u32> + Default>() -> Option<()> {
    let queue = Queue::<S, LocalLock>::bounded(1);

    let mut get = queue.get();
    waits((&mut get).now_or_never())?;
    queue.put(1).now_or_never()?.ok()?;
    let mut put = queue.put(2);
    waits((&mut put).now_or_never())?;
    get.now_or_never()?.ok()?;
    put.now_or_never()?.ok()?;

    queue.stream().next().now_or_never()??;
    queue.sink().send(3).now_or_never()?.ok()?;
    queue.try_get().ok()?;

    let mut join = queue.join();
    waits((&mut join).now_or_never())?;
    (1..=3).try_for_each(|_| queue.task_done()).ok()?;
    join.now_or_never()?;

    queue.try_put(4).ok()?;
    queue.shutdown_now().next().map(|_| ())
}

fn waits<T>(output: Option<T>) -> Option<()> {
    output.is_none().then_some(())
}

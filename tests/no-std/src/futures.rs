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

    batches(&queue)?;
    queue.try_put(4).ok()?;
    queue.shutdown_now().next().map(|_| ())
}

/// Reserves room, puts and gets several items, and waits for events.
fn batches<S: Storage<Item = u32>>(queue: &Queue<S, LocalLock>) -> Option<()> {
    let mut until = queue.until_len(1);
    waits((&mut until).now_or_never())?;
    let permit = queue.reserve().now_or_never()?.ok()?;
    let mut many = queue.put_many([6, 7]);
    waits((&mut many).now_or_never())?;
    permit.put(5).ok()?;
    until.now_or_never()?;
    (queue.get_many(8).now_or_never()?.ok()?.len() == 3).then_some(())?;
    many.now_or_never()?.ok()?;
    let mut least = queue.get_at_least(1, 8);
    waits((&mut least).now_or_never())?;
    (queue.force_put(8).ok()?.count() == 0).then_some(())?;
    (least.now_or_never()?.ok()?.len() == 1).then_some(())
}

fn waits<T>(output: Option<T>) -> Option<()> {
    output.is_none().then_some(())
}

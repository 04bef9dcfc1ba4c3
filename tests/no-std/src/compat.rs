use alloc::string::String;
use core::fmt::{Debug, Write as _};

use futures::FutureExt as _;
use queue_async::LocalLock;
use queue_compat::{Named, Queue};

/// Takes an item through a queue with asyncio's names, and writes its `repr`.
pub(crate) fn exercise<S: Named<Item = u32> + Default + Debug>() -> Option<()> {
    let queue = Queue::<S, LocalLock>::new(1);
    queue.put(1).now_or_never()?.ok()?;
    queue.put_nowait(2).is_err().then_some(())?;
    write!(String::new(), "{queue} {queue:?}").ok()?;
    queue.get().now_or_never()?.ok()?;
    queue.task_done().ok()?;
    queue.join().now_or_never()?;
    queue.shutdown(true);
    queue.get_nowait().is_err().then_some(())
}

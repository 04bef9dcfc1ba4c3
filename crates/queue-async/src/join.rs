use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::Storage;

use crate::wait::{self, Outside};
use crate::{Handle, Lock, Queue};

/// The future of a join. [`Queue::join`] makes one that borrows the queue, and [`new`](Self::new) one that owns
/// any [handle](Handle).
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct Join<H: Handle> {
    handle: H,
    join: queue_core::Join,
}

impl<H: Handle> Join<H> {
    /// Makes a join that owns a handle of the queue, such as an `Arc` for a task that has to be `'static`. It
    /// waits as [`Queue::join`] does.
    ///
    /// ```
    /// use futures::executor::LocalPool;
    /// use futures::task::LocalSpawnExt;
    /// use queue_async::{Join, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let (queue, mut pool) = (Rc::new(Queue::from_iter(['a'])), LocalPool::new());
    /// let join = pool.spawner().spawn_local_with_handle(Join::new(Rc::clone(&queue)))?;
    /// queue.task_done()?;
    /// pool.run_until(join);
    /// assert_eq!(queue.unfinished(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn new(handle: H) -> Self {
        Self { handle, join: queue_core::Join::new() }
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for Join<H> {}

impl<H: Handle> Future for Join<H> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        poll(&mut this.join, &this.handle, cx.waker())
    }
}

impl<H: Handle> FusedFuture for Join<H> {
    fn is_terminated(&self) -> bool {
        self.join.is_finished()
    }
}

impl<H: Handle> Drop for Join<H> {
    fn drop(&mut self) {
        cancel(&mut self.join, &self.handle);
    }
}

impl<H: Handle> fmt::Debug for Join<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Join").field("join", &self.join).finish_non_exhaustive()
    }
}

fn poll<S: Storage, L: Lock>(
    join: &mut queue_core::Join,
    queue: &Queue<S, L>,
    waker: &Waker,
) -> Poll<()> {
    wait::poll(false, waker, |exchange| {
        queue.with(|state| state.poll_join(join, exchange, wait::wakes(waker)))
    })
}

fn cancel<S: Storage, L: Lock>(join: &mut queue_core::Join, queue: &Queue<S, L>) {
    if !join.is_finished() {
        let mut outside = Outside::default();
        queue.with(|state| state.cancel_join(join, &mut outside.0));
    }
}

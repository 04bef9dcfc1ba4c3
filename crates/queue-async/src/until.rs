use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::{Event, Storage};

use crate::wait::{self, Outside};
use crate::{Handle, Lock, Queue};

/// The future of an [`Event`]. [`Queue::until`] makes one that borrows the queue, and [`new`](Self::new) one
/// that owns any [handle](Handle).
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct Until<H: Handle> {
    handle: H,
    until: queue_core::Until,
}

impl<H: Handle> Until<H> {
    /// Makes a wait that owns a handle of the queue, such as an `Arc` for a task that has to be `'static`. It
    /// waits as [`Queue::until`] does.
    ///
    /// ```
    /// use futures::executor::LocalPool;
    /// use futures::task::LocalSpawnExt;
    /// use queue_async::{Event, Until, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let (queue, mut pool) = (Rc::new(Queue::<u8>::unbounded()), LocalPool::new());
    /// let until = Until::new(Rc::clone(&queue), Event::ShutDown);
    /// let until = pool.spawner().spawn_local_with_handle(until)?;
    /// queue.shutdown();
    /// pool.run_until(until);
    /// assert!(queue.is_shutdown());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn new(handle: H, event: Event) -> Self {
        Self { handle, until: queue_core::Until::new(event) }
    }
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Waits until an event comes. If it is there, the wait is over at once.
    ///
    /// A wait that is over says that the event *has come* since its first poll. The event may have passed: the
    /// queue may be full again, for example. So a wait promises nothing to its caller. To have an item or room,
    /// call [`get`](Self::get) or [`reserve`](Self::reserve).
    ///
    /// All operations that wait for one event are notified at once. While any waits, each put and get takes O(n)
    /// in their number. [`Until::new`] makes a wait that owns an `Arc` or `Rc` of the queue.
    ///
    /// # Cancel safety
    ///
    /// A wait that is dropped leaves nothing behind.
    ///
    /// ```
    /// use futures::FutureExt;
    /// use queue_async::{Event, local::Queue};
    ///
    /// let queue = Queue::unbounded();
    /// let mut until = queue.until(Event::Len(2));
    /// queue.try_put('a')?;
    /// assert_eq!((&mut until).now_or_never(), None);
    /// queue.try_put('b')?;
    /// assert_eq!(until.now_or_never(), Some(()));
    /// # Ok::<(), queue_async::TryPutError<char>>(())
    /// ```
    pub fn until(&self, event: Event) -> Until<&Self> {
        Until::new(self, event)
    }

    /// Waits until the queue has no item: [`until`](Self::until) with [`Event::Empty`].
    ///
    /// Items that were got may still be in flight. To wait until they are done, [`join`](Self::join).
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::from_iter(['a']);
    /// queue.get().await?;
    /// queue.until_empty().await;
    /// assert_eq!(queue.unfinished(), 1);
    /// # Ok::<(), queue_async::ShutDown>(()) }).unwrap();
    /// ```
    pub fn until_empty(&self) -> Until<&Self> {
        self.until(Event::Empty)
    }

    /// Waits until the queue has room, or is shut down: [`until`](Self::until) with [`Event::Room`].
    ///
    /// It reserves none: see [`reserve`](Self::reserve). On a rendezvous it waits until the shutdown.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::bounded(1);
    /// queue.until_room().await;
    /// assert_eq!(queue.try_put('a'), Ok(()));
    /// # });
    /// ```
    #[doc(alias = "ready")]
    pub fn until_room(&self) -> Until<&Self> {
        self.until(Event::Room)
    }

    /// Waits until the queue has so many items or more, or is shut down: [`until`](Self::until) with
    /// [`Event::Len`].
    ///
    /// If that is more than the queue can hold, it waits until the shutdown. To get them too, call
    /// [`get_at_least`](Self::get_at_least).
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::from_iter(['a', 'b']);
    /// queue.until_len(2).await;
    /// assert_eq!(queue.len(), 2);
    /// # });
    /// ```
    pub fn until_len(&self, items: usize) -> Until<&Self> {
        self.until(Event::Len(items))
    }

    /// Waits until the queue is shut down: [`until`](Self::until) with [`Event::ShutDown`].
    ///
    /// On an end of the queue it also waits for the other side: the drop of the last
    /// [`Sender`](crate::Sender) or [`Receiver`](crate::Receiver) shuts the queue down.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let (sender, receiver) = queue_async::local::Queue::<u8>::bounded(1).into_ends();
    /// drop(receiver);
    /// sender.until_shutdown().await;
    /// assert!(sender.is_shutdown());
    /// # });
    /// ```
    #[doc(alias = "closed")]
    pub fn until_shutdown(&self) -> Until<&Self> {
        self.until(Event::ShutDown)
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for Until<H> {}

impl<H: Handle> Future for Until<H> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        poll(&mut this.until, &this.handle, cx.waker())
    }
}

impl<H: Handle> FusedFuture for Until<H> {
    fn is_terminated(&self) -> bool {
        self.until.is_finished()
    }
}

impl<H: Handle> Drop for Until<H> {
    fn drop(&mut self) {
        cancel(&mut self.until, &self.handle);
    }
}

impl<H: Handle> fmt::Debug for Until<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Until").field("until", &self.until).finish_non_exhaustive()
    }
}

fn poll<S: Storage, L: Lock>(
    until: &mut queue_core::Until,
    queue: &Queue<S, L>,
    waker: &Waker,
) -> Poll<()> {
    wait::poll(false, waker, |exchange| {
        queue.with(|state| state.poll_until(until, exchange, wait::wakes(waker)))
    })
}

fn cancel<S: Storage, L: Lock>(until: &mut queue_core::Until, queue: &Queue<S, L>) {
    if !until.is_finished() {
        let mut outside = Outside::default();
        queue.with(|state| state.cancel_until(until, &mut outside.0));
    }
}

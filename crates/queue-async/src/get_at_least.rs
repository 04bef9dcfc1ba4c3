use alloc::vec::Vec;
use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::{Capacity, Event, Exchange, Polled, ShutDown, State, Storage};

use crate::wait::{self, Outside};
use crate::{Handle, Lock, Queue};

/// The future of a get of no fewer than so many items. [`Queue::get_at_least`] makes one that borrows the queue,
/// and [`new`](Self::new) one that owns any [handle](Handle).
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct GetAtLeast<H: Handle> {
    handle: H,
    get: Gathering,
}

/// A get that first waits until there are enough items.
struct Gathering {
    until: queue_core::Until,
    get: queue_core::Get,
    least: usize,
    limit: usize,
}

impl<H: Handle> GetAtLeast<H> {
    /// Makes a get of `least` to `limit` items that owns a handle of the queue. It waits as
    /// [`Queue::get_at_least`] does.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use queue_async::{GetAtLeast, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let queue = Rc::new(Queue::from_iter(['a', 'b', 'c']));
    /// assert_eq!(block_on(GetAtLeast::new(queue, 2, 8)), Ok(vec!['a', 'b', 'c']));
    /// ```
    pub const fn new(handle: H, least: usize, limit: usize) -> Self {
        let (until, get) = (queue_core::Until::new(Event::Len(0)), queue_core::Get::new());
        Self { handle, get: Gathering { until, get, least, limit } }
    }
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Gets up to `limit` items as soon as there are `least` or more.
    ///
    /// While it waits it holds no item, so another get may take one. It then waits again. After a shutdown it
    /// takes what is left. It gets one item at least, even if `least` is zero, and no more than `limit`: if
    /// `least` is greater, the limit counts. With a limit of zero it is ready at once with no item.
    ///
    /// A `least` above the capacity can never be there: the capacity counts instead. On a rendezvous it is thus
    /// as [`get_many`](Self::get_many). The capacity bounds the weight of items: if they weigh more than one,
    /// choose a `least` that the queue can hold. If [`set_capacity`](Self::set_capacity) makes the queue too
    /// small for `least`, a get that waits may wait until the shutdown.
    ///
    /// It does not make room, so it waits for good beside a put that needs more than there is left. An example
    /// is a [`put_all`](Self::put_all) of three on a queue of five that has three items, beside a `least` of four.
    ///
    /// O(n) in the number of items, plus the cost of the storage, and as [`until`](Self::until) while it waits.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`] if the queue has been shut down and no item is left.
    ///
    /// # Cancel safety
    ///
    /// As [`get`](Self::get): a get that is dropped loses nothing.
    ///
    /// ```
    /// use futures::FutureExt;
    ///
    /// let queue = queue_async::local::Queue::unbounded();
    /// let mut get = queue.get_at_least(2, 8);
    /// queue.try_put('a')?;
    /// assert!((&mut get).now_or_never().is_none());
    /// queue.try_put('b')?;
    /// assert_eq!(get.now_or_never(), Some(Ok(vec!['a', 'b'])));
    /// # Ok::<(), queue_async::TryPutError<char>>(())
    /// ```
    pub fn get_at_least(&self, least: usize, limit: usize) -> GetAtLeast<&Self> {
        GetAtLeast::new(self, least, limit)
    }
}

impl Gathering {
    fn poll<S: Storage>(
        &mut self,
        state: &mut State<S, Waker>,
        items: &mut Vec<S::Item>,
        exchange: &mut Exchange<Waker>,
        waker: &Waker,
    ) -> Polled<Result<(), ShutDown>> {
        if self.get.is_finished() {
            return Polled::Finished;
        }
        let most = match state.capacity() {
            Capacity::Bounded(limit) => limit.get(),
            Capacity::Unbounded => usize::MAX,
            Capacity::Rendezvous => 0,
        };
        let least = self.least.min(self.limit).min(most);
        // A get in its line has seen enough items before, and waits for any.
        while self.get.is_new() && state.len() < least && !state.is_shutdown() {
            if self.until.is_new() || self.until.is_finished() {
                self.until = queue_core::Until::new(Event::Len(least));
            }
            match state.poll_until(&mut self.until, exchange, wait::wakes(waker)) {
                Polled::Pending => return Polled::Pending,
                Polled::NeedsWaiter => return Polled::NeedsWaiter,
                // There were enough, and another get was faster.
                Polled::Ready(()) | Polled::Finished => {}
            }
        }
        if !self.until.is_new() {
            // It was notified, if not by a smaller capacity. Then it is over, and no cancel counts.
            let _ = state.poll_until(&mut self.until, exchange, wait::wakes(waker));
        }
        state.cancel_until(&mut self.until, exchange);
        // After a shutdown a permit may still put an item: the get waits for it in its line.
        state.poll_get_many(&mut self.get, self.limit, items, exchange, wait::wakes(waker))
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for GetAtLeast<H> {}

impl<H: Handle> Future for GetAtLeast<H> {
    type Output = Result<Vec<H::Item>, ShutDown>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        poll(&mut this.get, &this.handle, cx.waker())
    }
}

impl<H: Handle> FusedFuture for GetAtLeast<H> {
    fn is_terminated(&self) -> bool {
        self.get.get.is_finished()
    }
}

impl<H: Handle> Drop for GetAtLeast<H> {
    fn drop(&mut self) {
        cancel(&mut self.get, &self.handle);
    }
}

impl<H: Handle> fmt::Debug for GetAtLeast<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Gathering { until, get, least, limit } = &self.get;
        let mut debug = f.debug_struct("GetAtLeast");
        debug.field("until", until).field("get", get);
        debug.field("least", least).field("limit", limit).finish_non_exhaustive()
    }
}

fn poll<S: Storage, L: Lock>(
    get: &mut Gathering,
    queue: &Queue<S, L>,
    waker: &Waker,
) -> Poll<Result<Vec<S::Item>, ShutDown>> {
    let mut items = Vec::new();
    let polled = wait::poll(false, waker, |exchange| {
        queue.with(|state| get.poll(state, &mut items, exchange, waker))
    });
    polled.map_ok(|()| items)
}

fn cancel<S: Storage, L: Lock>(get: &mut Gathering, queue: &Queue<S, L>) {
    if !get.get.is_finished() {
        let mut outside = Outside::default();
        queue.with(|state| {
            state.cancel_until(&mut get.until, &mut outside.0);
            state.cancel_get(&mut get.get, &mut outside.0);
        });
    }
}

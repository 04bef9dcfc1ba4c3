use core::fmt;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use futures_core::future::FusedFuture;
use queue_core::{PutError, Storage, TryPutError};

use crate::permit::Room;
use crate::wait::{self, Outside};
use crate::{Handle, Lock, Permit, Permits, Queue};

/// The future of a [`Permit`]. [`Queue::reserve`] makes one that borrows the queue, and [`new`](Self::new) one
/// that owns any [handle](Handle), which the permit then has.
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct Reserve<H: Handle>(Reserving<H>);

/// The future of several [`Permits`]. [`Queue::reserve_many`] makes one that borrows the queue, and
/// [`new`](Self::new) one that owns any [handle](Handle), which the permits then have.
///
/// A poll after completion is pending.
#[must_use = "futures do nothing unless polled"]
pub struct ReserveMany<H: Handle>(Reserving<H>);

/// A wait for room.
struct Reserving<H: Handle> {
    /// Where the room goes. `None` once it has been handed out.
    room: Option<Room<H>>,
    reserve: queue_core::Reserve,
}

impl<H: Handle> Reserve<H> {
    /// Makes a reserve that owns a handle of the queue, such as an `Arc` for a task that has to be `'static`. It
    /// waits as [`Queue::reserve`] does.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use queue_async::{Reserve, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let queue = Rc::new(Queue::bounded(1));
    /// let permit = block_on(Reserve::new(Rc::clone(&queue)))?;
    /// assert_eq!(permit.put('a'), Ok(()));
    /// assert_eq!(queue.len(), 1);
    /// # Ok::<(), queue_async::PutError>(())
    /// ```
    pub const fn new(handle: H) -> Self {
        Self(Reserving::new(handle, 1))
    }
}

impl<H: Handle> ReserveMany<H> {
    /// Makes a reserve of room for `items` items that owns a handle of the queue. It waits as
    /// [`Queue::reserve_many`] does.
    ///
    /// ```
    /// use futures::executor::block_on;
    /// use queue_async::{ReserveMany, local::Queue};
    /// use std::rc::Rc;
    ///
    /// let queue = Rc::new(Queue::<u8>::bounded(2));
    /// let permits = block_on(ReserveMany::new(Rc::clone(&queue), 2))?;
    /// assert_eq!(permits.len(), 2);
    /// # Ok::<(), queue_async::PutError>(())
    /// ```
    pub const fn new(handle: H, items: usize) -> Self {
        Self(Reserving::new(handle, items))
    }
}

impl<S: Storage, L: Lock> Queue<S, L> {
    /// Reserves room for one item, waiting for it if there is none.
    ///
    /// A permit that is there means that the item can be made after the wait, and is not put in vain. The reserve
    /// waits in the put line, as a [`put`](Self::put) does. On a fair queue the room belongs to it from when its
    /// turn comes, even before it is polled again. O(log n) in the number of reserves that wait.
    /// [`Reserve::new`] makes a reserve that owns an `Arc` or `Rc` of the queue.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`](PutError::ShutDown) if the queue was shut down before there was room, and with
    /// [`Refused`](PutError::Refused) on a rendezvous, which has no room.
    ///
    /// # Cancel safety
    ///
    /// A reserve that is dropped takes no room. If it had been given room, the next put in line has it.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::bounded(1);
    /// let permit = queue.reserve().await?;
    /// assert_eq!((queue.len(), queue.is_full()), (0, true));
    /// permit.put("made for it").unwrap();
    /// assert_eq!(queue.get().await, Ok("made for it"));
    /// # Ok::<(), queue_async::PutError>(()) }).unwrap();
    /// ```
    #[doc(alias("reserve_owned", "acquire"))]
    pub fn reserve(&self) -> Reserve<&Self> {
        Reserve::new(self)
    }

    /// Reserves room for `items` items at once, waiting until there is so much; otherwise as
    /// [`reserve`](Self::reserve).
    ///
    /// Room for none is ready at once.
    ///
    /// # Errors
    ///
    /// As [`reserve`](Self::reserve), and with [`Refused`](PutError::Refused) if `items` is more than the
    /// capacity.
    ///
    /// # Cancel safety
    ///
    /// As [`reserve`](Self::reserve).
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::bounded(4);
    /// for (permit, item) in queue.reserve_many(2).await?.zip(1..) {
    ///     permit.put(item).unwrap();
    /// }
    /// assert!(queue.drain().eq([1, 2]));
    /// # Ok::<(), queue_async::PutError>(()) }).unwrap();
    /// ```
    pub fn reserve_many(&self, items: usize) -> ReserveMany<&Self> {
        ReserveMany::new(self, items)
    }

    /// Reserves room for one item if there is any.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`](TryPutError::ShutDown) after a shutdown. Otherwise fails with
    /// [`Full`](TryPutError::Full) if there is no room, or if the count of unfinished tasks is `usize::MAX`, and
    /// with [`Refused`](TryPutError::Refused) on a rendezvous.
    ///
    /// ```
    /// use queue_async::{TryPutError, local::Queue};
    ///
    /// let queue = Queue::<u8>::bounded(1);
    /// let permit = queue.try_reserve();
    /// assert_eq!(queue.try_reserve().map(drop), Err(TryPutError::Full(())));
    /// drop(permit);
    /// assert!(!queue.is_full());
    /// ```
    pub fn try_reserve(&self) -> Result<Permit<&Self>, TryPutError> {
        self.try_room(1).map(Permit::new)
    }

    /// Reserves room for `items` items at once if there is so much.
    ///
    /// # Errors
    ///
    /// As [`try_reserve`](Self::try_reserve), and with [`Refused`](TryPutError::Refused) if `items` is more than
    /// the capacity.
    ///
    /// ```
    /// use queue_async::{TryPutError, local::Queue};
    ///
    /// let queue = Queue::<u8>::bounded(4);
    /// assert_eq!(queue.try_reserve_many(5).map(drop), Err(TryPutError::Refused(())));
    /// assert_eq!(queue.try_reserve_many(4).map(|permits| permits.len()), Ok(4));
    /// ```
    pub fn try_reserve_many(&self, items: usize) -> Result<Permits<&Self>, TryPutError> {
        self.try_room(items).map(Permits::new)
    }

    fn try_room(&self, room: usize) -> Result<Room<&Self>, TryPutError> {
        let permit = self.with(|state| state.try_reserve(room))?;
        Ok(Room { handle: self, permit: Some(permit) })
    }
}

impl<H: Handle> Reserving<H> {
    const fn new(handle: H, room: usize) -> Self {
        Self { room: Some(Room::new(handle)), reserve: queue_core::Reserve::room(room) }
    }

    fn poll(&mut self, cx: &Context<'_>) -> Poll<Result<Room<H>, PutError>> {
        let Some(Room { handle, permit }) = &mut self.room else { return Poll::Pending };
        let polled = poll(&mut self.reserve, permit, handle, cx.waker());
        polled.map_ok(|()| self.room.take().expect("it has just been filled"))
    }
}

impl<H: Handle> Drop for Reserving<H> {
    fn drop(&mut self) {
        if let Some(Room { handle, .. }) = &self.room {
            cancel(&mut self.reserve, handle);
        }
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for Reserving<H> {}

impl<H: Handle> Future for Reserve<H> {
    type Output = Result<Permit<H>, PutError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().0.poll(cx).map_ok(Permit::new)
    }
}

impl<H: Handle> Future for ReserveMany<H> {
    type Output = Result<Permits<H>, PutError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().0.poll(cx).map_ok(Permits::new)
    }
}

impl<H: Handle> FusedFuture for Reserve<H> {
    fn is_terminated(&self) -> bool {
        self.0.reserve.is_finished()
    }
}

impl<H: Handle> FusedFuture for ReserveMany<H> {
    fn is_terminated(&self) -> bool {
        self.0.reserve.is_finished()
    }
}

impl<H: Handle> fmt::Debug for Reserve<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reserve").field("reserve", &self.0.reserve).finish_non_exhaustive()
    }
}

impl<H: Handle> fmt::Debug for ReserveMany<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReserveMany").field("reserve", &self.0.reserve).finish_non_exhaustive()
    }
}

fn poll<S: Storage, L: Lock>(
    reserve: &mut queue_core::Reserve,
    permit: &mut Option<queue_core::Permit>,
    queue: &Queue<S, L>,
    waker: &Waker,
) -> Poll<Result<(), PutError>> {
    // Only a panic in a wake leaves a permit here. The reserve has finished then.
    if reserve.is_finished() {
        return Poll::Pending;
    }
    wait::poll(false, waker, |exchange| {
        queue.with(|state| state.poll_reserve(reserve, permit, exchange, wait::wakes(waker)))
    })
}

fn cancel<S: Storage, L: Lock>(reserve: &mut queue_core::Reserve, queue: &Queue<S, L>) {
    if !reserve.is_finished() {
        let mut outside = Outside::default();
        queue.with(|state| state.cancel_reserve(reserve, &mut outside.0));
    }
}

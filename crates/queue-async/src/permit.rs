use core::fmt;
use core::iter::FusedIterator;

use queue_core::{PutError, Storage};

use crate::wait::Wakes;
use crate::{Handle, Lock, Queue};

/// Room in a queue for one item, from [`Queue::reserve`].
///
/// The room belongs to the permit: no put can take it. A permit that is dropped gives its room back.
///
/// A permit stays good after a [`shutdown`](Queue::shutdown): it can still put, and gets wait on while there is
/// one. An immediate shutdown takes its room away.
///
/// A permit that is leaked (`mem::forget`) leaves its room taken, until an immediate shutdown.
///
/// ```
/// use queue_async::{TryPutError, local::Queue};
///
/// let queue = Queue::bounded(1);
/// let permit = queue.try_reserve()?;
/// assert_eq!(queue.try_put('a'), Err(TryPutError::Full('a')));
/// assert_eq!(permit.put('b'), Ok(()));
/// assert_eq!(queue.try_get(), Ok('b'));
/// # Ok::<(), TryPutError>(())
/// ```
#[must_use = "a permit gives its room back when it is dropped"]
pub struct Permit<H: Handle>(Room<H>);

/// Room in a queue for several items, from [`Queue::reserve_many`]: an iterator of a [`Permit`] for each.
///
/// It gives back what it has left when it is dropped. [`len`](ExactSizeIterator::len) is the number of permits
/// that are left.
///
/// ```
/// use queue_async::local::Queue;
///
/// let queue = Queue::bounded(4);
/// let permits = queue.try_reserve_many(3)?;
/// for (permit, item) in permits.zip(['a', 'b']) {
///     permit.put(item).unwrap();
/// }
/// assert_eq!((queue.len(), queue.reserved()), (2, 0)); // the third was given back
/// # Ok::<(), queue_async::TryPutError>(())
/// ```
#[must_use = "permits give their room back when they are dropped"]
pub struct Permits<H: Handle>(Room<H>);

/// Room that it gives back when it is dropped. There is none until it has been reserved, or once it is spent.
pub(crate) struct Room<H: Handle> {
    pub(crate) handle: H,
    pub(crate) permit: Option<queue_core::Permit>,
}

impl<H: Handle> Permit<H> {
    pub(crate) const fn new(room: Room<H>) -> Self {
        Self(room)
    }

    /// Puts an item into the room, and notifies the get that has waited longest.
    ///
    /// O(1), plus the cost of the storage. The permit is spent in any case.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`](PutError::ShutDown) after an immediate shutdown. Fails with
    /// [`Refused`](PutError::Refused) if the storage refuses the item, if the item weighs more than was reserved
    /// and there is not as much room, or if the count of unfinished tasks is `usize::MAX`. Each error has the
    /// item.
    ///
    /// ```
    /// # futures::executor::block_on(async {
    /// let queue = queue_async::local::Queue::bounded(1);
    /// let permit = queue.reserve().await?;
    /// queue.shutdown();
    /// assert_eq!(permit.put('a'), Ok(())); // it was reserved before
    /// assert_eq!(queue.get().await, Ok('a'));
    /// # Ok::<(), queue_async::PutError>(()) }).unwrap();
    /// ```
    #[doc(alias = "send")]
    pub fn put(mut self, item: H::Item) -> Result<(), PutError<H::Item>> {
        put(&mut self.0.permit, item, &self.0.handle)
    }
}

impl<H: Handle> Permits<H> {
    pub(crate) const fn new(room: Room<H>) -> Self {
        Self(room)
    }

    /// Makes one permit of all the room that is left, for one item that weighs as much.
    ///
    /// Room that the item does not need is given back.
    ///
    /// ```
    /// use queue_async::{Fifo, LocalLock, Queue, Weighed};
    ///
    /// let bytes = Weighed::new(Fifo::default(), |packet: &Vec<u8>| packet.len());
    /// let queue: Queue<_, LocalLock> = Queue::with_storage(bytes, 10.try_into().unwrap());
    /// let permit = queue.try_reserve_many(10)?.into_one();
    /// assert_eq!(permit.put(vec![0; 8]), Ok(()));
    /// assert_eq!(queue.reserved(), 0);
    /// # Ok::<(), queue_async::TryPutError>(())
    /// ```
    pub fn into_one(self) -> Permit<H> {
        Permit(self.0)
    }

    fn left(&self) -> usize {
        self.0.permit.as_ref().map_or(0, queue_core::Permit::len)
    }
}

impl<H: Handle + Clone> Iterator for Permits<H> {
    type Item = Permit<H>;

    fn next(&mut self) -> Option<Permit<H>> {
        // Cloned first: should that panic, no room is lost.
        let handle = (self.left() > 0).then(|| self.0.handle.clone())?;
        let permit = self.0.permit.as_mut()?.split_one();
        Some(Permit(Room { handle, permit }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left(), Some(self.left()))
    }
}

impl<H: Handle + Clone> ExactSizeIterator for Permits<H> {}

impl<H: Handle + Clone> FusedIterator for Permits<H> {}

impl<H: Handle> Room<H> {
    pub(crate) const fn new(handle: H) -> Self {
        Self { handle, permit: None }
    }
}

/// The handle is moved, never pinned.
impl<H: Handle> Unpin for Room<H> {}

impl<H: Handle> Drop for Room<H> {
    fn drop(&mut self) {
        release(self.permit.take(), &self.handle);
    }
}

impl<H: Handle> fmt::Debug for Permit<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").finish_non_exhaustive()
    }
}

impl<H: Handle> fmt::Debug for Permits<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permits").field("left", &self.left()).finish_non_exhaustive()
    }
}

fn put<S: Storage, L: Lock>(
    permit: &mut Option<queue_core::Permit>,
    item: S::Item,
    queue: &Queue<S, L>,
) -> Result<(), PutError<S::Item>> {
    let (mut put, mut wakes) = (queue_core::Put::new(item), Wakes::default());
    let permit = permit.take().expect("a permit has room");
    let tried = queue.with(|state| state.put_reserved(permit, &mut put, &mut wakes.0));
    tried.map_err(|error| error.with_item(put.take_item().expect("a refused put has its item")))
}

fn release<S: Storage, L: Lock>(permit: Option<queue_core::Permit>, queue: &Queue<S, L>) {
    if let Some(permit) = permit {
        let mut wakes = Wakes::default();
        queue.with(|state| state.release(permit, &mut wakes.0));
    }
}

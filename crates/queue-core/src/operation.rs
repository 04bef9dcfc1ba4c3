mod put_many;
mod reserve;
mod until;

use core::fmt;

pub use self::put_many::PutMany;
pub use self::reserve::{Permit, Reserve};
pub use self::until::Until;
use crate::line::Place;

/// A get, to be polled until it has an item: see [`State::poll_get`](crate::State::poll_get).
///
/// It belongs to one state. Dropping a get that waits, instead of cancelling it, leaves its slot in
/// the get line for good and costs at most one wake.
///
/// ```
/// use queue_core::{Exchange, Fifo, Get, Polled, State};
///
/// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
/// let (mut get, mut item) = (Get::new(), None);
/// let polled = state.poll_get(&mut get, &mut item, &mut Exchange::default(), |_| true);
/// assert_eq!((polled, item), (Polled::Ready(Ok(())), Some('a')));
/// assert!(get.is_finished());
/// ```
#[derive(PartialEq, Eq, Hash)]
#[must_use = "a get does nothing unless polled"]
pub struct Get {
    pub(crate) place: Place,
}

/// A put, to be polled until its item is in: see [`State::poll_put`](crate::State::poll_put).
///
/// It carries the item until the queue takes it. It belongs to one state. Dropping a put that waits,
/// instead of cancelling it, leaves its slot in the put line for good; in a
/// [barging](crate::Fairness::Barging) queue it also costs at most one wake.
///
/// ```
/// use queue_core::{Exchange, Fifo, Polled, Put, State};
///
/// let mut state = State::<Fifo<char>, u32>::default();
/// let mut put = Put::new('a');
/// let polled = state.poll_put(&mut put, &mut Exchange::default(), |_| true);
/// assert_eq!((polled, put.take_item()), (Polled::Ready(Ok(())), None));
/// assert!(put.is_finished());
/// ```
#[derive(PartialEq, Eq, Hash)]
#[must_use = "a put does nothing unless polled"]
pub struct Put<T> {
    pub(crate) place: Place,
    pub(crate) item: Option<T>,
}

/// A join, to be polled until the count of unfinished tasks has reached zero: see
/// [`State::poll_join`](crate::State::poll_join).
///
/// It belongs to one state. Dropping a join that waits, instead of cancelling it, leaves its slot in
/// the join line for good.
///
/// ```
/// use queue_core::{Exchange, Fifo, Join, Polled, State};
///
/// let mut state = State::<Fifo<u8>, u32>::default();
/// let mut join = Join::new();
/// assert_eq!(state.poll_join(&mut join, &mut Exchange::default(), |_| true), Polled::Ready(()));
/// assert!(join.is_finished());
/// ```
#[derive(PartialEq, Eq, Hash)]
#[must_use = "a join does nothing unless polled"]
pub struct Join {
    pub(crate) place: Place,
}

impl Get {
    /// Makes a get that has not begun.
    ///
    /// ```
    /// assert!(!queue_core::Get::new().is_finished());
    /// ```
    pub const fn new() -> Self {
        Self { place: Place::NEW }
    }

    /// Makes a get that may be dropped without a cancel.
    ///
    /// A stream is such a get: its `next` can be dropped while the stream lives on. An item that
    /// notifies such a get also notifies the next get in line, so that another one can take the item.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, Polled, State};
    ///
    /// let mut state = State::<Fifo<u8>, &str>::default();
    /// let (mut stream, mut get) = (Get::abandonable(), Get::new());
    /// for (get, waiter) in [(&mut stream, "stream"), (&mut get, "get")] {
    ///     let polled = state.poll_get(get, &mut None, &mut Exchange::with(waiter), |_| true);
    ///     assert_eq!(polled, Polled::Pending);
    /// }
    /// let mut exchange = Exchange::default();
    /// state.try_put(1, &mut exchange.notified)?;
    /// assert_eq!(exchange.notified, ["stream", "get"]);
    /// # Ok::<(), queue_core::TryPutError<u8>>(())
    /// ```
    pub const fn abandonable() -> Self {
        Self { place: Place::ABANDONABLE }
    }

    /// Returns whether the get is in no line and has not finished: it has not been polled, or was last told
    /// that it needs a waiter.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, Polled, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let mut get = Get::new();
    /// assert!(get.is_new());
    /// let polled = state.poll_get(&mut get, &mut None, &mut Exchange::default(), |_| true);
    /// assert!(polled == Polled::NeedsWaiter && get.is_new());
    /// let polled = state.poll_get(&mut get, &mut None, &mut Exchange::with(7), |_| true);
    /// assert!(polled == Polled::Pending && !get.is_new());
    /// ```
    #[must_use]
    #[inline]
    pub const fn is_new(&self) -> bool {
        self.place.is_apart()
    }

    /// Makes a get that has finished.
    ///
    /// ```
    /// assert!(queue_core::Get::finished().is_finished());
    /// ```
    #[inline]
    pub const fn finished() -> Self {
        Self { place: Place::FINISHED }
    }

    /// Returns whether the get has finished: it was ready, or was cancelled.
    ///
    /// ```
    /// let mut state = queue_core::State::<queue_core::Fifo<u8>, u32>::default();
    /// let mut get = queue_core::Get::new();
    /// state.cancel_get(&mut get, &mut Default::default());
    /// assert!(get.is_finished());
    /// ```
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.place.is_finished()
    }

    /// Returns the same get for a clone of its state.
    ///
    /// It is for simulators that try several futures of one state. Two gets in one place of *one* state break
    /// its order, and the second may panic once the first has finished.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let mut get = Get::new();
    /// let _ = state.poll_get(&mut get, &mut None, &mut Exchange::with(7), |_| true);
    /// let (mut what_if, mut exchange) = (state.clone(), Exchange::default());
    /// what_if.cancel_get(&mut get.for_clone(), &mut exchange);
    /// assert_eq!(exchange.spent, Some(7));
    /// assert_eq!(state.getter(&get), Some(&7));
    /// ```
    pub const fn for_clone(&self) -> Self {
        Self { place: self.place }
    }
}

impl<T> Put<T> {
    /// Makes a put that has not begun.
    ///
    /// ```
    /// assert_eq!(queue_core::Put::new('a').take_item(), Some('a'));
    /// ```
    #[inline]
    pub const fn new(item: T) -> Self {
        Self { place: Place::NEW, item: Some(item) }
    }

    /// Makes a put that has finished and has no item.
    ///
    /// ```
    /// assert!(queue_core::Put::<u8>::finished().is_finished());
    /// ```
    pub const fn finished() -> Self {
        Self { place: Place::FINISHED, item: None }
    }

    /// Returns whether the put is in no line and has not finished: it has not been polled, or was last told
    /// that it needs a waiter.
    ///
    /// ```
    /// use queue_core::Put;
    ///
    /// assert!(Put::new('a').is_new());
    /// assert!(!Put::<char>::finished().is_new());
    /// ```
    #[must_use]
    #[inline]
    pub const fn is_new(&self) -> bool {
        self.place.is_apart()
    }

    /// Returns whether the put has finished: it was ready, or was cancelled.
    ///
    /// ```
    /// assert!(!queue_core::Put::new('a').is_finished());
    /// ```
    #[must_use]
    #[inline]
    pub const fn is_finished(&self) -> bool {
        self.place.is_finished()
    }

    /// Returns the item that the put has: before it is in, unless a fair queue holds it.
    ///
    /// For a garbage collector, which has to reach every item. [`State::held_items`](crate::State::held_items)
    /// returns the others that are on their way in.
    ///
    /// ```
    /// use queue_core::{Exchange, Fairness, Fifo, Put, State};
    ///
    /// for (fairness, held) in [(Fairness::Fair, None), (Fairness::Barging, Some(&'b'))] {
    ///     let (storage, capacity) = (Fifo::from_iter(['a']), 1.try_into()?);
    ///     let mut state = State::<_, u32>::with_fairness(storage, capacity, fairness);
    ///     let mut put = Put::new('b');
    ///     let _ = state.poll_put(&mut put, &mut Exchange::with(7), |_| true);
    ///     assert_eq!(put.item(), held);
    /// }
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    pub const fn item(&self) -> Option<&T> {
        self.item.as_ref()
    }

    /// Takes the item out of a put that is in no line, and finishes the put.
    ///
    /// Returns `None` if the item has been put, and while the put waits: cancel it first.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Put, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
    /// let mut put = Put::new('b');
    /// let _ = state.poll_put(&mut put, &mut Exchange::with(7), |_| true);
    /// assert_eq!(put.take_item(), None); // it waits
    /// state.cancel_put(&mut put, &mut Exchange::default());
    /// assert_eq!(put.take_item(), Some('b'));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    #[inline]
    pub fn take_item(&mut self) -> Option<T> {
        if self.place.is_in_line() || self.place.has_succeeded() {
            return None;
        }
        self.place.finish();
        self.item.take()
    }

    /// Takes out the item of the queue that has left for the one that was put: see
    /// [`Pushed::Displaced`](crate::Pushed::Displaced).
    ///
    /// ```
    /// assert_eq!(queue_core::Put::new('a').take_displaced(), None);
    /// ```
    pub fn take_displaced(&mut self) -> Option<T> {
        if self.place.has_succeeded() { self.item.take() } else { None }
    }
}

impl<T: Clone> Put<T> {
    /// Returns the same put for a clone of its state; see [`Get::for_clone`].
    pub fn for_clone(&self) -> Self {
        Self { place: self.place, item: self.item.clone() }
    }
}

impl Join {
    /// Makes a join that has not begun.
    ///
    /// ```
    /// assert!(!queue_core::Join::new().is_finished());
    /// ```
    pub const fn new() -> Self {
        Self { place: Place::NEW }
    }

    /// Returns whether the join is in no line and has not finished: it has not been polled, or was last told
    /// that it needs a waiter.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Join, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let mut join = Join::new();
    /// assert!(join.is_new());
    /// let _ = state.poll_join(&mut join, &mut Exchange::with(7), |_| true);
    /// assert!(!join.is_new()); // it waits
    /// ```
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.place.is_apart()
    }

    /// Returns whether the join has finished: it was ready, or was cancelled.
    ///
    /// ```
    /// assert!(!queue_core::Join::new().is_finished());
    /// ```
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.place.is_finished()
    }

    /// Returns the same join for a clone of its state; see [`Get::for_clone`].
    pub const fn for_clone(&self) -> Self {
        Self { place: self.place }
    }
}

impl Default for Get {
    fn default() -> Self {
        Self::new()
    }
}

impl Default for Join {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<T> for Put<T> {
    fn from(item: T) -> Self {
        Self::new(item)
    }
}

impl fmt::Debug for Get {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Get({})", self.place.progress())
    }
}

impl<T> fmt::Debug for Put<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Put({})", self.place.progress())
    }
}

impl fmt::Debug for Join {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Join({})", self.place.progress())
    }
}

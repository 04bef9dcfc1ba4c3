use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::{fmt, mem};

use crate::line::Place;

/// A put of several items, in order, to be polled until all are in: see
/// [`State::poll_put_many`](crate::State::poll_put_many).
///
/// It carries the items until the queue takes them. It belongs to one state. As with a [`Put`](crate::Put),
/// cancel one that waits instead of dropping it.
///
/// ```
/// use queue_core::{Exchange, Fifo, Polled, PutMany, State};
///
/// let mut state = State::<_, u32>::new(Fifo::default(), 2.try_into()?);
/// let (mut puts, mut exchange) = (PutMany::from_iter(["a", "b", "c"]), Exchange::with(7));
/// let polled = state.poll_put_many(&mut puts, &mut exchange, |_| true);
/// assert_eq!((polled, state.len()), (Polled::Pending, 2));
///
/// state.cancel_put_many(&mut puts, &mut exchange);
/// assert_eq!(puts.take_items(), ["c"]);
/// # Ok::<(), queue_core::ZeroCapacity>(())
/// ```
#[derive(PartialEq, Eq)]
#[must_use = "a put does nothing unless polled"]
pub struct PutMany<T> {
    pub(crate) place: Place,
    pub(crate) items: VecDeque<T>,
    pub(crate) displaced: Vec<T>,
    pub(crate) is_at_once: bool,
}

impl<T> PutMany<T> {
    /// Makes a put of several items, which puts each as soon as there is room for it.
    ///
    /// ```
    /// let mut puts = queue_core::PutMany::new([1, 2].into());
    /// assert_eq!(puts.take_items(), [1, 2]);
    /// ```
    pub const fn new(items: VecDeque<T>) -> Self {
        Self { place: Place::NEW, items, displaced: Vec::new(), is_at_once: false }
    }

    /// Makes a put of several items, which puts none until there is room for all.
    ///
    /// ```
    /// use queue_core::{Fifo, PutMany, State, TryPutError};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(["a"]), 2.try_into()?);
    /// let mut puts = PutMany::all(["b", "c"].into());
    /// let tried = state.try_put_many(&mut puts, &mut Default::default());
    /// assert_eq!((tried, state.len()), (Err(TryPutError::Full(())), 1));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    pub const fn all(items: VecDeque<T>) -> Self {
        Self { place: Place::NEW, items, displaced: Vec::new(), is_at_once: true }
    }

    /// Returns whether the put is in no line and has not finished: see [`Put::is_new`](crate::Put::is_new).
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.place.is_apart()
    }

    /// Returns whether the put has finished: it was ready, or was cancelled.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.place.is_finished()
    }

    /// Returns the items that the put has: see [`Put::item`](crate::Put::item).
    ///
    /// ```
    /// assert!(queue_core::PutMany::from_iter([1, 2]).items().eq(&[1, 2]));
    /// ```
    pub fn items(&self) -> impl Iterator<Item = &T> {
        self.items.iter().chain(&self.displaced)
    }

    /// Takes out the items that have not been put, and finishes the put.
    ///
    /// Returns none while the put waits: cancel it first.
    ///
    /// ```
    /// assert!(queue_core::PutMany::<u8>::default().take_items().is_empty());
    /// ```
    pub fn take_items(&mut self) -> VecDeque<T> {
        if self.place.is_in_line() {
            return VecDeque::new();
        }
        self.place.finish();
        mem::take(&mut self.items)
    }

    /// Takes out the items of the queue that have left for these: see
    /// [`Pushed::Displaced`](crate::Pushed::Displaced).
    pub fn take_displaced(&mut self) -> Vec<T> {
        mem::take(&mut self.displaced)
    }
}

impl<T: Clone> PutMany<T> {
    /// Returns the same put for a clone of its state; see [`Get::for_clone`](crate::Get::for_clone).
    pub fn for_clone(&self) -> Self {
        let Self { place, items, displaced, is_at_once } = self;
        let (items, displaced) = (items.clone(), displaced.clone());
        Self { place: *place, items, displaced, is_at_once: *is_at_once }
    }
}

impl<T> FromIterator<T> for PutMany<T> {
    /// Makes a put that puts each item as soon as there is room for it.
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::new(items.into_iter().collect())
    }
}

impl<T> Default for PutMany<T> {
    /// Makes a put of no item.
    fn default() -> Self {
        Self::new(VecDeque::new())
    }
}

impl<T> fmt::Debug for PutMany<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PutMany({})", self.place.progress())
    }
}

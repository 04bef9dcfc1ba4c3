mod attempts;
mod check;
mod lines;

use core::fmt;

use crate::line::Line;
use crate::unfinished::Unfinished;
use crate::{Capacity, Fairness, Storage};

/// The state of a queue: items, capacity, who waits, and the count of unfinished tasks.
///
/// Its methods come in three kinds.
///
/// - *Questions* take `&self` and change nothing: [`len`](Self::len), [`is_full`](Self::is_full),
///   [`unfinished`](Self::unfinished), [`waiting_getters`](Self::waiting_getters) and the like.
/// - *Attempts* never wait, and return whom they released: [`try_put`](Self::try_put),
///   [`try_get`](Self::try_get), [`task_done`](Self::task_done), [`shut_down`](Self::shut_down),
///   [`shut_down_now`](Self::shut_down_now), [`recover`](Self::recover).
/// - *Lines* are for those who wait. After an attempt has said `Full` or `Empty`, and before
///   anything else happens, `enter_…` the line and keep the ticket. Once the waiter you gave comes
///   out of some other call, `ask_…` with the ticket: the wait is over, or the ticket comes back and
///   `renew_…` enters the line again with a waiter. Who gives up calls `leave_…`, released or not.
///
/// ```text
///             enter            released by a call                 ask
///   (outside) -----> [waiting] ----------------------> [released] ---> (outside: done)
///       ^               |  ^                              |   |
///       |     leave     |  |            renew             |   |
///       +---------------+  +--------- (robbed) -----------+   |
///       +-----------------------------------------------------+  leave: passes the release on
/// ```
///
/// Every `W` that is given in comes out exactly once: released by some call, or handed back by
/// `renew_…` or `leave_…`.
///
/// # Cost
///
/// Everything is O(1) beside the storage's own cost, but for these: an event that releases many
/// takes a step for each; a released waiter that finds nothing and comes back out of turn takes a
/// step for each that came back before its turn. Once slots are warm nothing allocates,
/// but for an event that releases more than four at once: that allocates once for each line that
/// it releases.
///
/// # Comparing
///
/// States that are equal behave alike from then on: equal items in equal order, equal lines, equal
/// counts. Where tickets point is not compared.
#[derive(Clone)]
pub struct State<S: Storage, W> {
    storage: S,
    /// The capacity as a number, or zero after a shutdown, which leaves `capacity` as it is: so that a
    /// put has one comparison to make.
    limit: usize,
    unfinished: Unfinished,
    capacity: Capacity,
    fairness: Fairness,
    getters: Line<W, ()>,
    putters: Line<W, Option<S::Item>>,
    joiners: Line<W, ()>,
}

impl<S: Storage, W> State<S, W> {
    /// Makes a queue that waits the [fair](Fairness::Fair) way.
    ///
    /// Items that are in `storage` already count as unfinished tasks. If there are more of them
    /// than `capacity` allows, the queue is full until enough have left.
    ///
    /// ```
    /// use queue_core::{Capacity, Fairness, Fifo, State};
    ///
    /// let state = State::<_, ()>::new(Fifo::from_iter([1, 2]), Capacity::try_from(2)?);
    /// assert!(state.is_full());
    /// assert_eq!((state.unfinished(), state.fairness()), (2, Fairness::Fair));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    #[must_use]
    pub fn new(storage: S, capacity: Capacity) -> Self {
        Self::with_fairness(storage, capacity, Fairness::Fair)
    }

    /// Makes a queue that waits the given way; otherwise as [`new`](Self::new).
    ///
    /// ```
    /// use queue_core::{Capacity, Fairness, Lifo, State};
    ///
    /// let storage = Lifo::<u8>::default();
    /// let state = State::<_, ()>::with_fairness(storage, Capacity::Unbounded, Fairness::Barging);
    /// assert_eq!(state.fairness(), Fairness::Barging);
    /// ```
    #[must_use]
    pub fn with_fairness(storage: S, capacity: Capacity, fairness: Fairness) -> Self {
        Self {
            unfinished: Unfinished(storage.len()),
            storage,
            limit: capacity.as_limit(),
            capacity,
            fairness,
            getters: Line::new(),
            putters: Line::new(),
            joiners: Line::new(),
        }
    }

    /// Returns how many items can be got.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let state = State::<_, ()>::new(Fifo::from_iter([1, 2]), Default::default());
    /// assert_eq!(state.len(), 2);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.storage.len()
    }

    /// Tells whether there is no item.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let state = State::<_, ()>::new(Fifo::from_iter([1, 2]), Default::default());
    /// assert_eq!(state.is_empty(), false);
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.storage.is_empty()
    }

    /// Tells whether a put would have to wait, were the queue not shut down.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let state = State::<_, ()>::new(Fifo::from_iter([1, 2]), Default::default());
    /// assert_eq!(state.is_full(), false);
    /// ```
    #[must_use]
    pub fn is_full(&self) -> bool {
        !self.has_room_below(self.capacity.as_limit())
    }

    /// Returns how many items the queue holds at most.
    ///
    /// ```
    /// use queue_core::{Capacity, Fifo, State};
    ///
    /// assert_eq!(State::<Fifo<u8>, ()>::default().capacity(), Capacity::Unbounded);
    /// ```
    #[must_use]
    pub const fn capacity(&self) -> Capacity {
        self.capacity
    }

    /// Returns which way waiters wait.
    ///
    /// ```
    /// use queue_core::{Fairness, Fifo, State};
    ///
    /// assert_eq!(State::<Fifo<u8>, ()>::default().fairness(), Fairness::Fair);
    /// ```
    #[must_use]
    pub const fn fairness(&self) -> Fairness {
        self.fairness
    }

    /// Returns the count of unfinished tasks.
    ///
    /// It is the number of puts, less the calls of [`task_done`](Self::task_done), less the items
    /// drained by [`shut_down_now`](Self::shut_down_now), and never below zero.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let state = State::<_, ()>::new(Fifo::from_iter([1, 2]), Default::default());
    /// assert_eq!(state.unfinished(), 2);
    /// ```
    #[must_use]
    pub const fn unfinished(&self) -> usize {
        self.unfinished.0
    }

    /// Tells whether the queue has been shut down.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, ()>::default();
    /// assert!(state.shut_down().is_empty());
    /// assert!(state.is_shut_down());
    /// ```
    #[must_use]
    pub const fn is_shut_down(&self) -> bool {
        self.limit == 0
    }

    /// Returns how many gets wait and have not been released.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let _ticket = state.enter_get(7);
    /// assert_eq!(state.waiting_getters(), 1);
    /// ```
    #[must_use]
    pub const fn waiting_getters(&self) -> usize {
        self.getters.waiting()
    }

    /// Returns how many puts wait and have not been released.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1]), 1.try_into().unwrap());
    /// let _ticket = state.enter_put(2, 7);
    /// assert_eq!(state.waiting_putters(), 1);
    /// ```
    #[must_use]
    pub const fn waiting_putters(&self) -> usize {
        self.putters.waiting()
    }

    /// Returns how many joins wait and have not been released.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1]), Default::default());
    /// let _ticket = state.enter_join(7);
    /// assert_eq!(state.waiting_joiners(), 1);
    /// ```
    #[must_use]
    pub const fn waiting_joiners(&self) -> usize {
        self.joiners.waiting()
    }

    /// Returns the storage, to look at.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let state = State::<_, ()>::new(Fifo::from_iter([1, 2]), Default::default());
    /// assert_eq!(state.storage(), &Fifo::from_iter([1, 2]));
    /// ```
    #[must_use]
    pub const fn storage(&self) -> &S {
        &self.storage
    }

    /// Ends the queue and returns what it stores; items of puts that wait are dropped.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let state = State::<_, ()>::new(Fifo::from_iter([1, 2]), Default::default());
    /// assert_eq!(state.into_storage(), Fifo::from_iter([1, 2]));
    /// ```
    #[must_use]
    pub fn into_storage(self) -> S {
        let Self { storage, getters, putters, joiners, .. } = self;
        // What is in the place of the result already would be lost if one of these panics.
        drop((getters, putters, joiners));
        storage
    }

    /// Tells whether a put may put: never after a shutdown.
    #[inline(always)]
    fn has_room(&self) -> bool {
        self.has_room_below(self.limit)
    }

    #[inline(always)]
    fn has_room_below(&self, limit: usize) -> bool {
        self.storage.len() < limit && !self.unfinished.is_at_limit()
    }
}

impl<S: Storage + Default, W> Default for State<S, W> {
    /// Makes an empty, unbounded queue that waits the fair way.
    fn default() -> Self {
        Self::new(S::default(), Capacity::Unbounded)
    }
}

impl<S, W> PartialEq for State<S, W>
where
    S: Storage<Item: PartialEq> + PartialEq,
    W: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        self.storage == other.storage
            && self.capacity == other.capacity
            && self.unfinished == other.unfinished
            && self.is_shut_down() == other.is_shut_down()
            && self.fairness == other.fairness
            && self.getters == other.getters
            && self.putters == other.putters
            && self.joiners == other.joiners
    }
}

impl<S: Storage, W> fmt::Debug for State<S, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("len", &self.len())
            .field("capacity", &self.capacity)
            .field("fairness", &self.fairness)
            .field("unfinished", &self.unfinished())
            .field("shut_down", &self.is_shut_down())
            .field("waiting_getters", &self.waiting_getters())
            .field("waiting_putters", &self.waiting_putters())
            .field("waiting_joiners", &self.waiting_joiners())
            .finish_non_exhaustive()
    }
}

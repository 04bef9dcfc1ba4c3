mod admission;
mod attempts;
mod batches;
mod browse;
mod check;
mod events;
mod get_many;
mod items;
mod operations;
mod permits;
mod room;
#[cfg(feature = "work")]
mod work;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::extras::{Claim, Extras};
use crate::line::Verdict;
use crate::lines::Lines;
use crate::unfinished::Unfinished;
use crate::{Capacity, Fairness, Get, Join, Put, PutMany, Reserve, Storage, Until};

/// The state of a queue: items, capacity, the operations that wait, and the count of unfinished tasks.
///
/// Its methods come in three kinds.
///
/// - *Questions* take `&self` and change nothing: [`len`](Self::len), [`is_full`](Self::is_full),
///   [`unfinished`](Self::unfinished), [`waiting_getters`](Self::waiting_getters),
///   [`waiters`](Self::waiters) and the like.
/// - *Attempts* never wait: [`try_put`](Self::try_put), [`try_get`](Self::try_get),
///   [`task_done`](Self::task_done), [`shutdown`](Self::shutdown),
///   [`shutdown_now`](Self::shutdown_now), [`with_storage`](Self::with_storage),
///   [`recover`](Self::recover) and others.
/// - *Operations* may wait. A [`Get`], [`Put`], [`PutMany`], [`Reserve`], [`Join`] or [`Until`] is a value of
///   yours that you poll until it has finished: [`poll_get`](Self::poll_get),
///   [`poll_put`](Self::poll_put), [`poll_join`](Self::poll_join) and the like. You may poll it at any
///   moment, and cancel it at any moment: [`cancel_get`](Self::cancel_get),
///   [`cancel_put`](Self::cancel_put), [`cancel_join`](Self::cancel_join) and the like.
///
/// Attempts and operations append the waiters that they notify to a list of yours. **Wake them after
/// you have let go of the state.** Nothing is woken, cloned or dropped inside.
///
/// Every waiter that goes in comes out exactly once: as notified, or as spent because it was replaced or
/// its operation finished.
///
/// # Cost
///
/// Everything is O(1) beside the storage's own cost, with some exceptions. An event that notifies many
/// operations takes a step for each. Each put and get looks at every wait for an [`Event`](crate::Event). A put
/// of a barging queue that needs more room than there is looks through the put line for one that does not.
/// What waits for an event stands in an ordered map.
/// Operations that lost the race and returned are notified, or leave, in O(log n) each in the long run, of n
/// that returned. Once slots are warm puts, gets and joins allocate
/// nothing, except an event that notifies more than four operations at once.
///
/// # Comparing
///
/// Two states are equal if they behave alike from then on: equal items in equal order, equal lines,
/// equal counts. The indices of slots are not compared, nor is what a state has done.
#[derive(Clone)]
pub struct State<S: Storage, W> {
    storage: S,
    /// How much the items may weigh after the put of a newcomer, so that it has one comparison to make: see
    /// [`settle`](Self::settle).
    limit: usize,
    unfinished: Unfinished,
    capacity: usize,
    pub(crate) lines: Lines<W>,
    /// The items of waiting puts in a fair queue, at the indices of their slots. Apart from the slots,
    /// so that an item is written to its place once and not carried there with the slot.
    held: Vec<Option<S::Item>>,
    extras: Option<Box<Extras<S::Item, W>>>,
    is_shutdown: bool,
    /// Whether the shutdown was immediate.
    is_over: bool,
    /// Whether an operation waits that a put may notify.
    put_matters: bool,
    /// Whether an operation waits that a get may notify.
    get_matters: bool,
}

impl<S: Storage, W> State<S, W> {
    /// Makes a [fair](Fairness::Fair) queue around a storage.
    ///
    /// The items of the storage count as unfinished tasks. If there are more of them than `capacity`
    /// allows, the queue is full until enough have left.
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

    /// Makes a queue with the given way of waiting; otherwise as [`new`](Self::new).
    ///
    /// ```
    /// use queue_core::{Capacity, Exchange, Fairness, Fifo, Put, State};
    ///
    /// let one = Capacity::try_from(1)?;
    /// let storage = Fifo::from_iter(["old"]);
    /// let mut fair = State::<_, u32>::new(storage.clone(), one);
    /// let mut barging = State::<_, u32>::with_fairness(storage, one, Fairness::Barging);
    /// for state in [&mut fair, &mut barging] {
    ///     let (mut put, mut exchange) = (Put::new("waits"), Exchange::with(7));
    ///     let _ = state.poll_put(&mut put, &mut exchange, |_| true);
    ///     assert_eq!(state.try_get(&mut exchange.notified), Ok("old"));
    ///     assert_eq!(exchange.notified, [7]);
    /// }
    /// assert_eq!(fair.len(), 1); // the item has been admitted
    /// assert_eq!(barging.len(), 0); // task 7 has to try again
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    #[must_use]
    pub fn with_fairness(storage: S, capacity: Capacity, fairness: Fairness) -> Self {
        let fairness = if capacity == Capacity::Rendezvous { Fairness::Fair } else { fairness };
        let mut lines = Lines::new(fairness);
        lines.counters.look(&storage);
        Self {
            unfinished: Unfinished(storage.tasks()),
            storage,
            limit: capacity.as_limit(),
            capacity: capacity.as_limit(),
            lines,
            held: Vec::new(),
            extras: None,
            is_shutdown: false,
            is_over: false,
            put_matters: false,
            get_matters: false,
        }
    }

    /// Returns the number of items that can be got.
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

    /// Returns whether there is no item.
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

    /// Returns whether there is no room. A shutdown does not change the answer.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let state = State::<_, ()>::new(Fifo::from_iter([1, 2]), Default::default());
    /// assert_eq!(state.is_full(), false);
    /// ```
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.storage.weight() >= self.capacity.saturating_sub(self.reserved())
            || self.unfinished.is_at_limit()
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
        Capacity::of_limit(self.capacity)
    }

    /// Returns the way of waiting.
    ///
    /// ```
    /// use queue_core::{Fairness, Fifo, State};
    ///
    /// assert_eq!(State::<Fifo<u8>, ()>::default().fairness(), Fairness::Fair);
    /// ```
    #[must_use]
    pub const fn fairness(&self) -> Fairness {
        self.lines.putters.fairness()
    }

    /// Returns the count of unfinished tasks.
    ///
    /// It is the number of puts, plus the items that the queue was made of, minus the calls of
    /// [`task_done`](Self::task_done), minus the items that [`shutdown_now`](Self::shutdown_now) returned. It
    /// is never below zero.
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

    /// Returns whether the queue has been shut down.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, ()>::default();
    /// state.shutdown(&mut Default::default());
    /// assert!(state.is_shutdown());
    /// ```
    #[must_use]
    pub const fn is_shutdown(&self) -> bool {
        self.is_shutdown
    }

    /// Returns the number of gets that wait and have not been notified.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let mut get = Get::new();
    /// let _ = state.poll_get(&mut get, &mut None, &mut Exchange::with(7), |_| true);
    /// assert_eq!(state.waiting_getters(), 1);
    /// ```
    #[must_use]
    pub const fn waiting_getters(&self) -> usize {
        self.lines.getters.waiting()
    }

    /// Returns the number of puts that wait and have not been notified.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Put, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1]), 1.try_into().unwrap());
    /// let mut put = Put::new(2);
    /// let _ = state.poll_put(&mut put, &mut Exchange::with(7), |_| true);
    /// assert_eq!(state.waiting_putters(), 1);
    /// ```
    #[must_use]
    pub const fn waiting_putters(&self) -> usize {
        self.lines.putters.waiting()
    }

    /// Returns the number of joins that wait and have not been notified.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Join, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1]), Default::default());
    /// let mut join = Join::new();
    /// let _ = state.poll_join(&mut join, &mut Exchange::with(7), |_| true);
    /// assert_eq!(state.waiting_joiners(), 1);
    /// ```
    #[must_use]
    pub const fn waiting_joiners(&self) -> usize {
        self.lines.joiners.waiting()
    }

    /// Returns the number of operations that wait or have been notified and not polled since.
    ///
    /// Once every operation has finished it is zero. More means that an operation was dropped without
    /// a cancel.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let mut get = Get::new();
    /// let _ = state.poll_get(&mut get, &mut None, &mut Exchange::with(7), |_| true);
    /// drop(get);
    /// assert_eq!(state.operations(), 1);
    /// ```
    #[must_use]
    pub fn operations(&self) -> usize {
        self.lines.len() + self.extras.as_ref().map_or(0, |extras| extras.watchers.len())
    }

    /// Returns how much room belongs to permits.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let _permit = state.try_reserve(1)?;
    /// assert_eq!(state.reserved(), 1);
    /// # Ok::<(), queue_core::TryPutError>(())
    /// ```
    #[must_use]
    pub fn reserved(&self) -> usize {
        self.extras.as_ref().map_or(0, |extras| extras.reserved)
    }

    /// Returns how much the items weigh: see [`Storage::weight`].
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let state = State::<_, ()>::new(Fifo::from_iter([1, 2]), Default::default());
    /// assert_eq!(state.weight(), 2);
    /// ```
    #[must_use]
    pub fn weight(&self) -> usize {
        self.storage.weight()
    }

    /// Returns the waiter that a get waits with, or `None` if it has been notified or does not wait.
    ///
    /// # Panics
    ///
    /// Panics if the get waits in another state.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let mut get = Get::new();
    /// let _ = state.poll_get(&mut get, &mut None, &mut Exchange::with(7), |_| true);
    /// assert_eq!(state.getter(&get), Some(&7));
    /// ```
    #[must_use]
    pub fn getter(&self, get: &Get) -> Option<&W> {
        self.lines.getters.waiter(&get.place)
    }

    /// Returns the waiter that a put waits with; see [`getter`](Self::getter).
    #[must_use]
    pub fn putter(&self, put: &Put<S::Item>) -> Option<&W> {
        self.lines.putters.waiter(&put.place)
    }

    /// Returns the waiter that a put of several items waits with; see [`getter`](Self::getter).
    #[must_use]
    pub fn batch_putter(&self, puts: &PutMany<S::Item>) -> Option<&W> {
        self.lines.putters.waiter(&puts.place)
    }

    /// Returns the waiter that a reserve waits with; see [`getter`](Self::getter).
    #[must_use]
    pub fn reserver(&self, reserve: &Reserve) -> Option<&W> {
        self.lines.putters.waiter(&reserve.place)
    }

    /// Returns the waiter that a join waits with; see [`getter`](Self::getter).
    #[must_use]
    pub fn joiner(&self, join: &Join) -> Option<&W> {
        self.lines.joiners.waiter(&join.place)
    }

    /// Returns the waiter that waits for an event; see [`getter`](Self::getter).
    #[must_use]
    pub fn watcher(&self, until: &Until) -> Option<&W> {
        self.extras.as_ref()?.watchers.waiter(&until.place)
    }

    /// Returns every waiter inside, in no order: for a garbage collector or a debugger.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let mut get = Get::new();
    /// let _ = state.poll_get(&mut get, &mut None, &mut Exchange::with(7), |_| true);
    /// assert!(state.waiters().eq([&7]));
    /// ```
    pub fn waiters(&self) -> impl Iterator<Item = &W> {
        let watchers = self.extras.iter().flat_map(|extras| extras.watchers.waiters());
        self.lines.waiters().chain(watchers)
    }

    /// Returns the items of waiting puts that the state holds, in no order.
    ///
    /// Only a [fair](Fairness::Fair) queue holds any. The items that can be got are in
    /// [`storage`](Self::storage).
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Put, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1]), 1.try_into().unwrap());
    /// let mut put = Put::new(2);
    /// let _ = state.poll_put(&mut put, &mut Exchange::with(7), |_| true);
    /// assert!(state.held_items().eq([&2]));
    /// ```
    pub fn held_items(&self) -> impl Iterator<Item = &S::Item> {
        let claims = self.extras.iter().flat_map(|extras| extras.claims.values());
        self.held.iter().flatten().chain(claims.flat_map(Claim::items))
    }

    /// Returns the storage.
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

    /// Consumes the state and returns its storage. Drops the items of waiting puts.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let state = State::<_, ()>::new(Fifo::from_iter([1, 2]), Default::default());
    /// assert_eq!(state.into_storage(), Fifo::from_iter([1, 2]));
    /// ```
    #[must_use]
    pub fn into_storage(self) -> S {
        let Self { storage, held, lines, extras, .. } = self;
        // Before the storage is moved into the result, where a panic of these drops would leak it.
        drop((held, lines, extras));
        storage
    }

    /// The operations in the put line in the order of arrival: the waiter of each, what was decided about
    /// it, and what the state holds for it.
    fn puts(&self) -> impl Iterator<Item = HeldPut<'_, S::Item, W>> {
        let held = |index: usize| self.held.get(index).and_then(Option::as_ref);
        let claims = self.extras.as_ref().map(|extras| &extras.claims);
        self.lines.putters.by_arrival().map(move |seen| HeldPut {
            item: held(seen.index),
            claim: claims.and_then(|claims| claims.get(seen.index)),
            waiter: seen.waiter,
            verdict: seen.verdict,
        })
    }

    /// The operations that wait for an event, or have seen it, in the order of arrival.
    fn watches(&self) -> impl Iterator<Item = (Option<&W>, Option<&crate::Event>)> {
        self.extras.iter().flat_map(|extras| {
            let watchers = extras.watchers.by_arrival();
            watchers.map(|seen| (seen.waiter, extras.events.get(&seen.index)))
        })
    }
}

/// An operation in the put line, and what the state holds for it.
struct HeldPut<'a, T, W> {
    waiter: Option<&'a W>,
    verdict: Verdict,
    item: Option<&'a T>,
    claim: Option<&'a Claim<T>>,
}

impl<T: PartialEq, W: PartialEq> PartialEq for HeldPut<'_, T, W> {
    fn eq(&self, other: &Self) -> bool {
        (self.waiter, self.verdict) == (other.waiter, other.verdict)
            && (self.item, self.claim) == (other.item, other.claim)
    }
}

impl<S: Storage + Default, W> Default for State<S, W> {
    /// Makes an empty, unbounded, fair queue.
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
            && self.is_shutdown() == other.is_shutdown()
            && self.has_ended() == other.has_ended()
            && self.fairness() == other.fairness()
            && self.lines.getters == other.lines.getters
            && self.reserved() == other.reserved()
            && self.puts().eq(other.puts())
            && self.watches().eq(other.watches())
            && self.lines.joiners == other.lines.joiners
    }
}

impl<S: Storage, W> fmt::Debug for State<S, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("len", &self.len())
            .field("capacity", &self.capacity())
            .field("fairness", &self.fairness())
            .field("unfinished", &self.unfinished())
            .field("is_shutdown", &self.is_shutdown())
            .field("waiting_getters", &self.waiting_getters())
            .field("waiting_putters", &self.waiting_putters())
            .field("waiting_joiners", &self.waiting_joiners())
            .finish_non_exhaustive()
    }
}

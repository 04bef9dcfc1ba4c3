use crate::unfinished::Tally;
use crate::{
    Capacity, Fairness, FixedCapacity, Put, State, Storage, TaskDoneError, TryGetError,
    TryPutError, Waiters,
};

/// Attempts: they never wait, and append the waiters that they notify to a list.
impl<S: Storage, W> State<S, W> {
    /// Puts an item if there is room, and notifies the get that has waited longest.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](TryPutError::ShutDown) after a shutdown, full or not. Otherwise
    /// [`Full`](TryPutError::Full) if there is no room, or if the count of unfinished tasks is at
    /// its limit, `usize::MAX`. [`Refused`](TryPutError::Refused) if the storage refuses the item. The
    /// item comes back with each.
    ///
    /// An item that this one has displaced is dropped. To have it, use
    /// [`try_put_from`](Self::try_put_from).
    ///
    /// ```
    /// use queue_core::{Capacity, Fifo, State, TryPutError, Waiters};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::default(), Capacity::try_from(1)?);
    /// let mut notified = Waiters::default();
    /// assert_eq!(state.try_put('a', &mut notified), Ok(()));
    /// assert_eq!(state.try_put('b', &mut notified), Err(TryPutError::Full('b')));
    /// assert!(notified.is_empty()); // no get waited
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_put(
        &mut self,
        item: S::Item,
        notified: &mut Waiters<W>,
    ) -> Result<(), TryPutError<S::Item>> {
        let mut put = Put::new(item);
        self.try_put_from(&mut put, notified)
            .map_err(|error| error.with_item(put.take_item().expect("a refused put has its item")))
    }

    /// Puts the item of a put that has not begun; otherwise as [`try_put`](Self::try_put).
    ///
    /// If it succeeds, the put has finished. It spares large items a copy or two.
    ///
    /// # Errors
    ///
    /// As [`try_put`](Self::try_put); the put keeps its item.
    ///
    /// # Panics
    ///
    /// Panics if the put waits or has finished. Nothing has changed then.
    ///
    /// ```
    /// use queue_core::{Capacity, Fifo, Put, State, TryPutError, Waiters};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Capacity::try_from(1)?);
    /// let (mut put, mut notified) = (Put::new('b'), Waiters::default());
    /// assert_eq!(state.try_put_from(&mut put, &mut notified), Err(TryPutError::Full(())));
    /// assert_eq!(put.take_item(), Some('b'));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    #[inline]
    pub fn try_put_from(
        &mut self,
        put: &mut Put<S::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<(), TryPutError> {
        assert!(put.is_new(), "the put waits or has finished");
        if put.item.as_ref().is_some_and(|item| self.has_room_for(item)) {
            return Ok(self.finish_put(put, notified)?);
        }
        Err(self.why_full())
    }

    /// Gets the next item, and gives the room it makes to the put that has waited longest.
    ///
    /// A fair queue admits that put's item at once. It notifies the put, and also a waiting get, as after
    /// any put. A barging queue notifies the put, which tries again.
    ///
    /// # Errors
    ///
    /// [`Empty`](TryGetError::Empty) if there is no item, [`ShutDown`](TryGetError::ShutDown) if
    /// there is none and the queue has been shut down.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Put, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
    /// let (mut put, mut exchange) = (Put::new('b'), Exchange::with(7));
    /// let _ = state.poll_put(&mut put, &mut exchange, |_| true);
    /// assert_eq!(state.try_get(&mut exchange.notified), Ok('a'));
    /// assert_eq!(exchange.notified, [7]); // its item has been admitted
    /// assert_eq!(state.len(), 1);
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    pub fn try_get(&mut self, notified: &mut Waiters<W>) -> Result<S::Item, TryGetError> {
        let mut item = None;
        self.try_get_into(&mut item, notified)?;
        Ok(item.expect("a get that succeeds fills its slot"))
    }

    /// Gets the next item into a slot of the caller's; otherwise as [`try_get`](Self::try_get).
    ///
    /// It spares large items a copy or two.
    ///
    /// # Errors
    ///
    /// As [`try_get`](Self::try_get); the slot stays empty.
    ///
    /// # Panics
    ///
    /// Panics if the slot is not empty. Nothing has changed then.
    ///
    /// ```
    /// use queue_core::{Fifo, State, TryGetError, Waiters};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let (mut item, mut notified) = (None, Waiters::default());
    /// state.try_get_into(&mut item, &mut notified)?;
    /// assert_eq!(item.take(), Some('a'));
    /// assert_eq!(state.try_get_into(&mut item, &mut notified), Err(TryGetError::Empty));
    /// # Ok::<(), TryGetError>(())
    /// ```
    #[inline]
    pub fn try_get_into(
        &mut self,
        item: &mut Option<S::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<(), TryGetError> {
        if self.try_get_stored(item, notified)
            || (self.is_rendezvous() && self.meet(item, notified))
        {
            return Ok(());
        }
        Err(if self.has_ended() { TryGetError::ShutDown } else { TryGetError::Empty })
    }

    /// Gets the next item that is stored into a slot of the caller's, and returns whether there was one.
    ///
    /// It is the quick first try of a get that is polled if this fails. It does not meet the puts of a
    /// [rendezvous](crate::Capacity::Rendezvous), and does not tell of a shutdown; otherwise it is as
    /// [`try_get_into`](Self::try_get_into).
    ///
    /// # Panics
    ///
    /// Panics if the slot is not empty. Nothing has changed then.
    ///
    /// ```
    /// use queue_core::{Fifo, State, Waiters};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let mut item = None;
    /// assert!(state.try_get_stored(&mut item, &mut Waiters::default()));
    /// assert_eq!(item, Some('a'));
    /// ```
    #[inline]
    pub fn try_get_stored(
        &mut self,
        item: &mut Option<S::Item>,
        notified: &mut Waiters<W>,
    ) -> bool {
        let has_fetched = self.fetch(item);
        if has_fetched {
            self.give_room(item, notified);
        }
        has_fetched
    }

    /// Counts one item as done. At zero it notifies all joins.
    ///
    /// As in asyncio, it belongs to no particular get, and may even come before one.
    ///
    /// # Errors
    ///
    /// [`TaskDoneError`] if the count of unfinished tasks is zero, or if the storage
    /// [keeps the tasks](Storage::tasks); nothing changes.
    ///
    /// ```
    /// use queue_core::{Fifo, State, TaskDoneError, Waiters};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let mut notified = Waiters::default();
    /// assert_eq!(state.task_done(&mut notified), Ok(()));
    /// assert_eq!(state.task_done(&mut notified), Err(TaskDoneError));
    /// ```
    #[inline]
    pub fn task_done(&mut self, notified: &mut Waiters<W>) -> Result<(), TaskDoneError> {
        if self.unfinished.is_zero() || self.storage.keeps_tasks() {
            return Err(TaskDoneError);
        }
        let was_at_limit = self.unfinished.is_at_limit();
        self.unfinished.remove(1);
        if was_at_limit || self.lines.joiners.waiting() > 0 {
            self.notify_for_done(was_at_limit, notified);
        }
        Ok(())
    }

    /// Shuts the queue down: puts fail, and gets fail once the queue is empty. Notifies every waiting
    /// get, and then every waiting put.
    ///
    /// Waiting puts get their items back. The count of unfinished tasks stays, and joins wait on. A
    /// second shutdown changes nothing.
    ///
    /// A [`Permit`](crate::Permit) stays good: gets wait on while there is one.
    ///
    /// ```
    /// use queue_core::{Fifo, State, TryPutError, Waiters};
    ///
    /// let mut state = State::<Fifo<char>, u32>::default();
    /// let mut notified = Waiters::default();
    /// state.shutdown(&mut notified);
    /// assert_eq!(state.try_put('a', &mut notified), Err(TryPutError::ShutDown('a')));
    /// ```
    pub fn shutdown(&mut self, notified: &mut Waiters<W>) {
        self.is_shutdown = true;
        if self.has_ended() {
            self.lines.getters.notify_all(notified);
        }
        self.lines.putters.notify_all(notified);
        self.after_event(notified);
    }

    /// Shuts the queue down and returns the items that it stores, as one step.
    ///
    /// These items no longer count as unfinished. If that leaves zero, it notifies the joins first. Items
    /// that were got and not yet done still count. After a [`shutdown`](Self::shutdown) it takes what is
    /// left.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Join, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1, 2]), Default::default());
    /// let (mut join, mut exchange) = (Join::new(), Exchange::with(7));
    /// let _ = state.poll_join(&mut join, &mut exchange, |_| true);
    /// assert_eq!(state.shutdown_now(&mut exchange.notified), Fifo::from_iter([1, 2]));
    /// assert_eq!(exchange.notified, [7]);
    /// ```
    pub fn shutdown_now(&mut self, notified: &mut Waiters<W>) -> S {
        // Not finished: the count follows what the storage holds whether or not this panics.
        let items = Tally::new(&mut self.storage, &mut self.unfinished).storage.take();
        self.notify_joiners_at_zero(notified);
        if let Some(extras) = &mut self.extras {
            extras.reserved = 0;
        }
        self.is_over = true;
        self.shutdown(notified);
        items
    }

    /// Lends the storage to a closure, and then gives items to gets and room to puts that wait.
    ///
    /// The count of unfinished tasks follows the number of items. If the closure leaves more items than
    /// the capacity allows, the queue is full until enough have left. If the closure panics, call
    /// [`recover`](Self::recover).
    ///
    /// Takes a step for each operation that it notifies.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, State, Storage};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let (mut get, mut exchange) = (Get::new(), Exchange::with(7));
    /// let _ = state.poll_get(&mut get, &mut None, &mut exchange, |_| true);
    /// state.with_storage(&mut exchange.notified, |items| items.push(1));
    /// assert_eq!(exchange.notified, [7]);
    /// assert_eq!(state.unfinished(), 1);
    /// ```
    pub fn with_storage<R>(
        &mut self,
        notified: &mut Waiters<W>,
        change: impl FnOnce(&mut S) -> R,
    ) -> R {
        // Not finished, as above.
        let result = change(Tally::new(&mut self.storage, &mut self.unfinished).storage);
        self.lines.counters.look(&self.storage);
        self.notify_joiners_at_zero(notified);
        self.after_change(notified);
        result
    }

    /// Gives back memory that the items and the operations do not need.
    ///
    /// A queue keeps the memory of the most items, and of the most waiting operations, that it ever had.
    /// Call this after a burst. A waiting operation keeps its slot, and with it the memory of the slots
    /// before it. O(n) in the number of items and operations, which are copied.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, ()>::new(Fifo::from_iter(0..1000), Default::default());
    /// while state.try_get(&mut Default::default()).is_ok() {}
    /// state.shrink_to_fit();
    /// assert!(state.is_empty());
    /// ```
    pub fn shrink_to_fit(&mut self) {
        // Not finished, as above.
        Tally::new(&mut self.storage, &mut self.unfinished).storage.shrink_to_fit();
        self.lines.shrink_to_fit();
        self.extras.take_if(|extras| extras.is_unused());
        let last = self.held.iter().rposition(Option::is_some);
        self.held.truncate(last.map_or(0, |last| last + 1));
        self.held.shrink_to_fit();
    }

    /// Notifies every operation that may have missed a wake after a panic came out of this state.
    ///
    /// A panic of a storage, or of the `Ord` of its items, ends a call half-way. Call this once the panic
    /// has passed the state. Wake the waiters that the call had notified, and these. Without it the state
    /// is consistent, but an operation may wait for a wake that never comes.
    ///
    /// It calls nothing of the storage. An operation that finds nothing waits again, in a fair queue at
    /// the place of its arrival. A newcomer may overtake a put that was notified in this way.
    ///
    /// If the panic came while a get admitted a put, the item that the get was taking out takes that
    /// put's place. It is put again, or comes back when the put is cancelled or finds the queue shut
    /// down. Until then it does not count as unfinished, so joins may finish. It still counts if the storage
    /// [keeps the tasks](Storage::tasks).
    ///
    /// If another call admitted the put, its item is lost. The put has finished: its next poll is ready.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, Polled, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let (mut get, mut exchange) = (Get::new(), Exchange::with(7));
    /// let _ = state.poll_get(&mut get, &mut None, &mut exchange, |_| true);
    /// state.recover(&mut exchange.notified);
    /// assert_eq!(exchange.notified.take(), [7]);
    ///
    /// exchange.waiter = Some(7); // nothing was lost, so it waits on
    /// let polled = state.poll_get(&mut get, &mut None, &mut exchange, |_| true);
    /// assert_eq!(polled, Polled::Pending);
    /// ```
    pub fn recover(&mut self, notified: &mut Waiters<W>) {
        self.notify_joiners_at_zero(notified);
        self.lines.getters.notify_all(notified);
        self.lines.putters.notify_all(notified);
        self.after_event(notified);
    }

    /// Puts the item of a put that has not begun, even into a full queue: then the storage
    /// [evicts](Storage::evict) items until it fits. They are appended to `displaced`.
    ///
    /// It overtakes puts that wait. The evicted items no longer count as unfinished. The new item itself may
    /// be the one to leave, as the worst of a priority queue, or if permits have all the room.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](TryPutError::ShutDown) after a shutdown, [`Refused`](TryPutError::Refused) if the storage
    /// refuses the item, [`Full`](TryPutError::Full) if the count of unfinished tasks is at its limit. The put
    /// keeps its item.
    ///
    /// # Panics
    ///
    /// Panics if the put waits or has finished. Nothing has changed then.
    ///
    /// ```
    /// use queue_core::{Fifo, Put, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1]), 1.try_into()?);
    /// let (mut displaced, mut notified) = (Vec::new(), Default::default());
    /// state.force_put(&mut Put::new(2), &mut displaced, &mut notified)?;
    /// assert_eq!((displaced, state.try_get(&mut notified)), (vec![1], Ok(2)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn force_put(
        &mut self,
        put: &mut Put<S::Item>,
        displaced: &mut impl Extend<S::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<(), TryPutError> {
        assert!(put.is_new(), "the put waits or has finished");
        if self.is_shutdown || self.unfinished.is_at_limit() {
            return Err(self.why_full());
        }
        let max_len = self.lines.counters.max_len();
        let is_stored = self.store(put)?;
        let mut has_evicted = false;
        while self.storage.weight() > self.capacity.saturating_sub(self.reserved()) {
            let is_alone = self.storage.len() == 1 && self.reserved() == 0 && !self.is_rendezvous();
            let evicted = if is_alone { None } else { self.evict() };
            let Some(evicted) = evicted else { break };
            displaced.extend([evicted]);
            has_evicted = true;
        }
        // The items that had to leave do not count beside the new one.
        self.lines.counters.look_again(max_len, &self.storage);
        self.notify_joiners_at_zero(notified);
        if is_stored {
            self.lines.getters.notify(notified);
        } else {
            self.notify_for_items(notified);
        }
        if has_evicted || !is_stored {
            // What has left may have weighed more than the new item.
            self.pass_room_on(notified);
        }
        // Not before the evictions: what is too much for a moment is no event.
        self.after_event(notified);
        Ok(())
    }

    /// Changes the capacity while others wait.
    ///
    /// A larger capacity admits puts that wait. A smaller one drops nothing: the queue is full until enough
    /// items have left.
    ///
    /// # Errors
    ///
    /// [`FixedCapacity`] if just one of the two capacities is a [rendezvous](Capacity::Rendezvous). Nothing
    /// changes then.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Put, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
    /// let (mut put, mut exchange) = (Put::new('b'), Exchange::with(7));
    /// let _ = state.poll_put(&mut put, &mut exchange, |_| true);
    /// state.set_capacity(2.try_into()?, &mut exchange.notified)?;
    /// assert_eq!((exchange.notified.len(), state.len()), (1, 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_capacity(
        &mut self,
        capacity: Capacity,
        notified: &mut Waiters<W>,
    ) -> Result<(), FixedCapacity> {
        let is_rendezvous = capacity == Capacity::Rendezvous;
        if is_rendezvous != self.is_rendezvous() {
            return Err(FixedCapacity);
        }
        self.capacity = capacity.as_limit();
        self.settle();
        let limit = self.capacity.saturating_sub(self.reserved());
        let tally = Tally::new(&mut self.storage, &mut self.unfinished);
        tally.storage.fill(limit);
        tally.finish();
        if self.fairness() == Fairness::Barging {
            self.notify_too_large(notified);
        }
        self.after_change(notified);
        Ok(())
    }

    fn evict(&mut self) -> Option<S::Item> {
        // Not finished, as above.
        Tally::new(&mut self.storage, &mut self.unfinished).storage.evict()
    }

    #[inline(never)]
    fn notify_for_done(&mut self, was_at_limit: bool, notified: &mut Waiters<W>) {
        if was_at_limit {
            self.pass_room_on(notified);
            self.notify_for_items(notified);
        }
        self.notify_joiners_at_zero(notified);
    }

    #[inline]
    pub(super) fn notify_joiners_at_zero(&mut self, notified: &mut Waiters<W>) {
        if self.unfinished.is_zero() {
            self.lines.joiners.notify_all(notified);
        }
    }
}

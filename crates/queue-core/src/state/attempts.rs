use crate::unfinished::Tally;
use crate::{
    Broadcast, Fairness, Released, State, Storage, TaskDoneError, TryGetError, TryPutError,
};

/// Attempts: they never wait, and return whom they released.
//
// What takes a few instructions when nobody waits is always inlined: a call, and a result that goes
// through memory, would take as many again.
impl<S: Storage, W> State<S, W> {
    /// Puts an item if there is room, and releases the getter that has waited longest.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](TryPutError::ShutDown) after a shutdown, full or not. Otherwise
    /// [`Full`](TryPutError::Full) if there is no room, or if the count of unfinished tasks is at
    /// its limit, `usize::MAX`. The item comes back with either.
    ///
    /// ```
    /// use queue_core::{Capacity, Fifo, State, TryPutError};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::default(), Capacity::try_from(1)?);
    /// let _ticket = state.enter_get(7);
    /// assert_eq!(state.try_put('a')?, [7]);
    /// assert_eq!(state.try_put('b'), Err(TryPutError::Full('b')));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline(always)]
    pub fn try_put(&mut self, item: S::Item) -> Result<Released<W>, TryPutError<S::Item>> {
        self.insert(item)?;
        Ok(Released::new(None, self.getters.release()))
    }

    /// Gets the next item, and gives the room it makes to the put that has waited longest.
    ///
    /// The fair way that put's item is admitted here and now: its putter is released, and so is a
    /// getter, as by any put. The barging way the putter is released to try again.
    ///
    /// # Errors
    ///
    /// [`Empty`](TryGetError::Empty) if there is no item, [`ShutDown`](TryGetError::ShutDown) if
    /// there is none and the queue has been shut down.
    ///
    /// ```
    /// use queue_core::{Capacity, Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Capacity::try_from(1)?);
    /// let _ticket = state.enter_put('b', 7);
    /// let (item, released) = state.try_get()?;
    /// assert_eq!(item, 'a');
    /// assert_eq!(released, [7]); // its item has been admitted
    /// assert_eq!(state.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline(always)]
    pub fn try_get(&mut self) -> Result<(S::Item, Released<W>), TryGetError> {
        let mut item = None;
        let released = self.try_get_into(&mut item)?;
        Ok((item.expect("there was one"), released))
    }

    /// Gets the next item into a place of the caller's; otherwise as [`try_get`](Self::try_get).
    ///
    /// It spares large items a copy or two.
    ///
    /// # Errors
    ///
    /// As [`try_get`](Self::try_get); the place stays empty.
    ///
    /// # Panics
    ///
    /// If the place is taken; nothing changes.
    ///
    /// ```
    /// use queue_core::{Fifo, State, TryGetError};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let mut item = None;
    /// assert!(state.try_get_into(&mut item)?.is_empty());
    /// assert_eq!(item.take(), Some('a'));
    /// assert_eq!(state.try_get_into(&mut item), Err(TryGetError::Empty));
    /// # Ok::<(), TryGetError>(())
    /// ```
    #[inline(always)]
    pub fn try_get_into(&mut self, item: &mut Option<S::Item>) -> Result<Released<W>, TryGetError> {
        assert!(item.is_none(), "the place for the item is taken");
        let fetched = self.fetch();
        self.hand_out(fetched, item)
    }

    /// Says that one item that was put has been dealt with; at zero all joins are released.
    ///
    /// As in asyncio it is tied to no particular get, and may even come before one.
    ///
    /// # Errors
    ///
    /// [`TaskDoneError`] if the count of unfinished tasks is zero; nothing changes.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let _ticket = state.enter_join(7);
    /// assert_eq!(state.task_done()?, [7]);
    /// assert!(state.task_done().is_err());
    /// # Ok::<(), queue_core::TaskDoneError>(())
    /// ```
    #[inline(always)]
    pub fn task_done(&mut self) -> Result<Broadcast<W>, TaskDoneError> {
        if self.unfinished.is_zero() {
            return Err(TaskDoneError);
        }
        let was_at_limit = self.unfinished.is_at_limit();
        self.unfinished.remove(1);
        if was_at_limit || self.joiners.waiting() > 0 {
            return Ok(self.release_for_done(was_at_limit));
        }
        Ok(Broadcast::default())
    }

    /// Shuts the queue down: no more puts, and gets only until it is empty. Releases everyone who
    /// waits to get or put.
    ///
    /// Puts that wait get their items back. The count of unfinished tasks stays, and so do joins. To
    /// shut down again changes nothing.
    ///
    /// ```
    /// use queue_core::{Fifo, State, TryPutError};
    ///
    /// let mut state = State::<_, u32>::default();
    /// let _ticket = state.enter_get(7);
    /// assert_eq!(state.shut_down(), [7]);
    /// assert_eq!(state.try_put('a'), Err(TryPutError::ShutDown('a')));
    /// # let _: &State<Fifo<char>, u32> = &state;
    /// ```
    pub fn shut_down(&mut self) -> Broadcast<W> {
        let mut released = Broadcast::default();
        self.shut_down_into(&mut released);
        released
    }

    /// Shuts the queue down and hands over what it stores, as one step.
    ///
    /// The items handed over are taken off the count of unfinished tasks; if that leaves zero, the
    /// joins are released as well. Items that were got and not yet done still count. It may follow
    /// [`shut_down`](Self::shut_down), and then takes what is left.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1, 2]), Default::default());
    /// let _ticket = state.enter_join(7);
    /// let (items, released) = state.shut_down_now();
    /// assert_eq!(items, Fifo::from_iter([1, 2]));
    /// assert_eq!(released, [7]);
    /// ```
    pub fn shut_down_now(&mut self) -> (S, Broadcast<W>) {
        // Not finished: the count follows what the storage holds whether or not this panics.
        let items = Tally::new(&mut self.storage, &mut self.unfinished).storage.take();
        let mut released = Broadcast::default();
        self.release_joiners_at_zero(&mut released);
        self.shut_down_into(&mut released);
        (items, released)
    }

    /// Releases everyone who may have to be released after a panic came out of this state.
    ///
    /// A storage, or the `Ord` of its items, that panics takes with it the return value that names
    /// who was released. Call this once the panic has passed the state, and wake whom you are given.
    /// The state is consistent without it, but somebody may wait for a wake that never comes.
    ///
    /// It calls nothing of the storage. Those who find nothing wait again, the fair way at the places
    /// of their arrival; a newcomer may overtake a put that was released so. If the panic came while
    /// a get admitted a put, the item that the get was taking out now stands in that put's place: it
    /// is put again, or comes back from `leave_put` or with `ShutDown`, and is not lost. Until then it is
    /// no unfinished task, so joins may be over.
    ///
    /// ```
    /// use queue_core::{Asked, Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let ticket = state.enter_get(7);
    /// assert_eq!(state.recover(), [7]);
    /// let Asked::Wait(mut ticket) = state.ask_get(ticket) else { panic!("there is no item") };
    /// state.renew_get(&mut ticket, 7); // nothing was lost, so it waits on
    /// assert_eq!(state.waiting_getters(), 1);
    /// ```
    pub fn recover(&mut self) -> Broadcast<W> {
        let mut released = Broadcast::default();
        self.release_joiners_at_zero(&mut released);
        self.getters.release_all(&mut released);
        self.putters.release_all(&mut released);
        released
    }

    #[inline(never)]
    fn release_for_done(&mut self, was_at_limit: bool) -> Broadcast<W> {
        let mut released = Broadcast::default();
        if was_at_limit {
            self.pass_room_on().into_iter().for_each(|waiter| released.push(waiter));
        }
        self.release_joiners_at_zero(&mut released);
        released
    }

    fn shut_down_into(&mut self, released: &mut Broadcast<W>) {
        self.limit = 0;
        self.getters.release_all(released);
        self.putters.release_all(released);
    }

    /// Somebody has left room unused: gives it to the put that has waited longest.
    pub(super) fn pass_room_on(&mut self) -> Released<W> {
        if self.putters.waiting() == 0 || !self.has_room() {
            return Released::NOBODY;
        }
        match self.fairness {
            Fairness::Fair => self.admit(),
            Fairness::Barging => Released::new(self.putters.release(), None),
        }
    }

    /// Stores an item if there is room, and releases nobody yet.
    #[inline(always)]
    pub(super) fn insert(&mut self, item: S::Item) -> Result<(), TryPutError<S::Item>> {
        if self.has_room() {
            self.store(item);
            return Ok(());
        }
        Err(if self.is_shut_down() { TryPutError::ShutDown(item) } else { TryPutError::Full(item) })
    }

    /// Gives what was fetched to whoever asked, and the room that it left to a put.
    #[inline(always)]
    pub(super) fn hand_out(
        &mut self,
        fetched: Option<S::Item>,
        item: &mut Option<S::Item>,
    ) -> Result<Released<W>, TryGetError> {
        match fetched {
            Some(fetched) if self.putters.waiting() == 0 => {
                *item = Some(fetched);
                Ok(Released::NOBODY)
            }
            Some(fetched) => {
                // Not `item` itself, which then need not be in memory if nobody waits.
                let mut lent = Some(fetched);
                let released = self.give_room(&mut lent);
                *item = Some(lent.expect("only a panic takes it out"));
                Ok(released)
            }
            None if self.is_shut_down() => Err(TryGetError::ShutDown),
            None => Err(TryGetError::Empty),
        }
    }

    /// Gives the room that `item` left to the put that has waited longest.
    #[inline(never)]
    fn give_room(&mut self, item: &mut Option<S::Item>) -> Released<W> {
        match self.fairness {
            Fairness::Fair if self.has_room() => {
                let hand = Hand { state: self, item };
                let released = hand.state.admit();
                hand.finish();
                released
            }
            Fairness::Fair => Released::NOBODY,
            Fairness::Barging => Released::new(self.putters.release(), None),
        }
    }

    /// Stores the item of the put that has waited longest; call it when there is room.
    ///
    /// The putter stays in the line until its item is stored: a panic must not take it along.
    #[inline(always)]
    fn admit(&mut self) -> Released<W> {
        if let Some(item) = self.putters.first().and_then(Option::take) {
            self.store(item);
        }
        Released::new(self.putters.release(), self.getters.release())
    }

    /// Tells whether there are more items than released getters to come for them.
    ///
    /// Only a storage that makes several items of one leaves any behind when a getter got one.
    pub(super) fn has_unclaimed_item(&self) -> bool {
        self.storage.len() > self.getters.released()
    }

    /// Tells whether there is room and no released putter to come for it.
    ///
    /// Only a storage that drops or merges items leaves room behind when a put got in.
    pub(super) fn has_unclaimed_room(&self) -> bool {
        self.putters.released() == 0 && self.has_room()
    }

    #[inline(always)]
    fn store(&mut self, item: S::Item) {
        let tally = Tally::new(&mut self.storage, &mut self.unfinished);
        tally.storage.push(item);
        tally.finish();
        self.unfinished.increment();
    }

    #[inline(always)]
    pub(super) fn fetch(&mut self) -> Option<S::Item> {
        let tally = Tally::new(&mut self.storage, &mut self.unfinished);
        let item = tally.storage.pop();
        tally.finish();
        item
    }

    fn release_joiners_at_zero(&mut self, released: &mut Broadcast<W>) {
        if self.unfinished.is_zero() {
            self.joiners.release_all(released);
        }
    }
}

/// Watches over an item on its way out while another is admitted. Should that panic, the item takes the
/// place of the one that was being admitted, so that it is not lost.
struct Hand<'a, S: Storage, W> {
    state: &'a mut State<S, W>,
    item: &'a mut Option<S::Item>,
}

impl<S: Storage, W> Hand<'_, S, W> {
    /// The other one has been admitted.
    fn finish(self) {
        core::mem::forget(self);
    }
}

impl<S: Storage, W> Drop for Hand<'_, S, W> {
    fn drop(&mut self) {
        if let Some(item) = self.item.take()
            && let Some(place) = self.state.putters.first()
        {
            *place = Some(item);
            self.state.unfinished.remove(1);
        }
    }
}

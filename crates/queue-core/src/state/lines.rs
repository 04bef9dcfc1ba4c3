use crate::{
    Asked, Fairness, GetTicket, JoinTicket, PutTicket, Released, ShutDown, State, Storage,
    TryGetError, TryPutError,
};

/// Lines: entering, asking again, waiting again, leaving.
///
/// # Panics
///
/// Every method that takes a ticket panics if the ticket names no waiter of this state: one of
/// another queue, or one already used up through a second ticket for the same waiter. A ticket of
/// another queue that by chance names a waiter here cannot be told apart; it acts on that waiter.
impl<S: Storage, W> State<S, W> {
    /// Enters the line of gets. Call it when [`try_get`](Self::try_get) has just said `Empty`.
    ///
    /// # Panics
    ///
    /// If the queue has been shut down: nobody would ever release the waiter.
    ///
    /// ```
    /// use queue_core::{Fifo, State, TryGetError};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// assert_eq!(state.try_get(), Err(TryGetError::Empty));
    /// let ticket = state.enter_get(7);
    /// assert_eq!(state.getter(&ticket), Some(&7));
    /// ```
    pub fn enter_get(&mut self, waiter: W) -> GetTicket {
        assert!(!self.is_shut_down(), "nobody can wait to get after a shutdown");
        GetTicket(self.getters.enter(waiter, ()))
    }

    /// Asks whether the get can have its item now; until it is released it cannot.
    ///
    /// # Errors
    ///
    /// [`ShutDown`] if the queue has been shut down and no item is left.
    ///
    /// ```
    /// use queue_core::{Asked, Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let ticket = state.enter_get(7);
    /// assert_eq!(state.try_put(1).unwrap(), [7]);
    /// let Asked::Ready(Ok((item, _released))) = state.ask_get(ticket) else { panic!("robbed") };
    /// assert_eq!(item, 1);
    /// ```
    #[expect(clippy::type_complexity, reason = "each part has a name of its own")]
    #[inline(always)]
    pub fn ask_get(
        &mut self,
        ticket: GetTicket,
    ) -> Asked<Result<(S::Item, Released<W>), ShutDown>, GetTicket> {
        let Some(()) = self.getters.come_back(ticket.0) else { return Asked::Wait(ticket) };
        let fetched = self.fetch();
        // The storage is asked before anyone is released: should it panic, the wake would be lost.
        let is_left = self.has_unclaimed_item();
        let mut item = None;
        match self.hand_out(fetched, &mut item) {
            Ok(released) => {
                let next = || if is_left { self.getters.release() } else { None };
                Asked::Ready(Ok((item.expect("there was one"), released.or_getter(next))))
            }
            Err(TryGetError::ShutDown) => Asked::Ready(Err(ShutDown(()))),
            Err(TryGetError::Empty) => {
                Asked::Wait(GetTicket(self.getters.restore(ticket.0.arrival(), ())))
            }
        }
    }

    /// Returns who waits, or `None` if the get has been released.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let ticket = state.enter_get(7);
    /// assert_eq!(state.try_put(1).unwrap(), [7]);
    /// assert_eq!(state.getter(&ticket), None);
    /// ```
    #[must_use]
    pub fn getter(&self, ticket: &GetTicket) -> Option<&W> {
        self.getters.waiter(ticket.0)
    }

    /// Waits on with another waiter, and returns the one it replaces.
    ///
    /// There is none to return if the get had been released: then it enters the line again. Ask
    /// first: a get that waits again without having asked misses its release.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let mut ticket = state.enter_get(7);
    /// assert_eq!(state.renew_get(&mut ticket, 8), Some(7));
    /// assert_eq!(state.try_put(1).unwrap(), [8]);
    /// ```
    pub fn renew_get(&mut self, ticket: &mut GetTicket, waiter: W) -> Option<W> {
        if self.getter(ticket).is_some() {
            return self.getters.replace(ticket.0, waiter);
        }
        match self.fairness {
            Fairness::Fair => self.getters.rejoin_in_place(ticket.0, waiter),
            Fairness::Barging => self.getters.rejoin_last(&mut ticket.0, waiter),
        }
        None
    }

    /// Gives up a get. If it had been released and items remain, its release passes to the next.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let (first, _second) = (state.enter_get(7), state.enter_get(8));
    /// assert_eq!(state.try_put(1).unwrap(), [7]);
    /// let (waiter, released) = state.leave_get(first);
    /// assert_eq!(waiter, None); // it had been released
    /// assert_eq!(released, [8]);
    /// ```
    #[inline(always)]
    pub fn leave_get(&mut self, ticket: GetTicket) -> (Option<W>, Released<W>) {
        let (waiter, ()) = self.getters.remove(ticket.0);
        let pass_on = waiter.is_none() && !self.storage.is_empty();
        let next = if pass_on { self.getters.release() } else { None };
        (waiter, Released::new(None, next))
    }

    /// Enters the line of puts. Call it when [`try_put`](Self::try_put) has just said `Full`.
    ///
    /// The fair way the state keeps the item from here on, the barging way the ticket does.
    ///
    /// # Panics
    ///
    /// If the queue has been shut down: nobody would ever release the waiter.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
    /// let ticket = state.enter_put('b', 7);
    /// assert_eq!(state.putter(&ticket), Some(&7));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    // Its ticket does not fit into registers, as a get's does; a part of its caller, it need not.
    #[inline(always)]
    pub fn enter_put(&mut self, item: S::Item, waiter: W) -> PutTicket<S::Item> {
        assert!(!self.is_shut_down(), "nobody can wait to put after a shutdown");
        let (kept, item) = match self.fairness {
            Fairness::Fair => (Some(item), None),
            Fairness::Barging => (None, Some(item)),
        };
        PutTicket { key: self.putters.enter(waiter, kept), item }
    }

    /// Asks whether the put is done now; until it is released it is not.
    ///
    /// The fair way a released put has been admitted, and there is nothing left to do.
    ///
    /// # Errors
    ///
    /// [`ShutDown`] with the item if the queue was shut down before the item got in.
    ///
    /// ```
    /// use queue_core::{Asked, Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
    /// let ticket = state.enter_put('b', 7);
    /// assert_eq!(state.try_get().unwrap().1, [7]);
    /// assert_eq!(state.ask_put(ticket), Asked::Ready(Ok(Default::default())));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    #[expect(clippy::type_complexity, reason = "each part has a name of its own")]
    #[inline(always)]
    pub fn ask_put(
        &mut self,
        ticket: PutTicket<S::Item>,
    ) -> Asked<Result<Released<W>, ShutDown<S::Item>>, PutTicket<S::Item>> {
        let Some(kept) = self.putters.come_back(ticket.key) else { return Asked::Wait(ticket) };
        let was_kept = kept.is_some();
        let Some(item) = kept.or(ticket.item) else {
            return Asked::Ready(Ok(self.pass_room_on()));
        };
        match self.insert(item) {
            Ok(()) => {
                let next = if self.has_unclaimed_room() { self.putters.release() } else { None };
                Asked::Ready(Ok(Released::new(next, self.getters.release())))
            }
            Err(TryPutError::ShutDown(item)) => Asked::Ready(Err(ShutDown(item))),
            Err(TryPutError::Full(item)) => {
                let (kept, item) = if was_kept { (Some(item), None) } else { (None, Some(item)) };
                let key = self.putters.restore(ticket.key.arrival(), kept);
                Asked::Wait(PutTicket { key, item })
            }
        }
    }

    /// Returns who waits, or `None` if the put has been released.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
    /// let ticket = state.enter_put('b', 7);
    /// assert_eq!(state.shut_down(), [7]);
    /// assert_eq!(state.putter(&ticket), None);
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    #[must_use]
    pub fn putter(&self, ticket: &PutTicket<S::Item>) -> Option<&W> {
        self.putters.waiter(ticket.key)
    }

    /// Waits on with another waiter, and returns the one it replaces; see
    /// [`renew_get`](Self::renew_get).
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
    /// let mut ticket = state.enter_put('b', 7);
    /// assert_eq!(state.renew_put(&mut ticket, 8), Some(7));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    pub fn renew_put(&mut self, ticket: &mut PutTicket<S::Item>, waiter: W) -> Option<W> {
        if self.putter(ticket).is_some() {
            return self.putters.replace(ticket.key, waiter);
        }
        match self.fairness {
            Fairness::Fair => self.putters.rejoin_in_place(ticket.key, waiter),
            Fairness::Barging => self.putters.rejoin_last(&mut ticket.key, waiter),
        }
        None
    }

    /// Gives up a put. The item comes back unless it has been admitted: then it *has* been put.
    ///
    /// If the put had been released and room remains, its release passes to the next.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
    /// let ticket = state.enter_put('b', 7);
    /// let (waiter, item, released) = state.leave_put(ticket);
    /// assert_eq!((waiter, item), (Some(7), Some('b')));
    /// assert!(released.is_empty());
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    #[inline(always)]
    pub fn leave_put(
        &mut self,
        ticket: PutTicket<S::Item>,
    ) -> (Option<W>, Option<S::Item>, Released<W>) {
        let (waiter, kept) = self.putters.remove(ticket.key);
        let next = if waiter.is_none() { self.pass_room_on() } else { Released::NOBODY };
        (waiter, kept.or(ticket.item), next)
    }

    /// Enters the line of joins. Call it when [`unfinished`](Self::unfinished) is not zero.
    ///
    /// # Panics
    ///
    /// If the count of unfinished tasks is zero: there is nothing to wait for.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let ticket = state.enter_join(7);
    /// assert_eq!(state.joiner(&ticket), Some(&7));
    /// ```
    pub fn enter_join(&mut self, waiter: W) -> JoinTicket {
        assert!(!self.unfinished.is_zero(), "nobody can wait to join when all tasks are done");
        JoinTicket(self.joiners.enter(waiter, ()))
    }

    /// Asks whether the join is over: whether the count has touched zero since it entered.
    ///
    /// ```
    /// use queue_core::{Asked, Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let ticket = state.enter_join(7);
    /// assert_eq!(state.task_done().unwrap(), [7]);
    /// assert_eq!(state.ask_join(ticket), Asked::Ready(()));
    /// ```
    pub fn ask_join(&mut self, ticket: JoinTicket) -> Asked<(), JoinTicket> {
        match self.joiners.come_back(ticket.0) {
            Some(()) => Asked::Ready(()),
            None => Asked::Wait(ticket),
        }
    }

    /// Returns who waits, or `None` if the join has been released.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let ticket = state.enter_join(7);
    /// assert_eq!(state.task_done().unwrap(), [7]);
    /// assert_eq!(state.joiner(&ticket), None);
    /// ```
    #[must_use]
    pub fn joiner(&self, ticket: &JoinTicket) -> Option<&W> {
        self.joiners.waiter(ticket.0)
    }

    /// Waits on with another waiter, and returns the one it replaces.
    ///
    /// If the join has been released, the wait is over and the waiter given comes back.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let ticket = state.enter_join(7);
    /// assert_eq!(state.renew_join(&ticket, 8), Some(7));
    /// assert_eq!(state.task_done().unwrap(), [8]);
    /// ```
    pub fn renew_join(&mut self, ticket: &JoinTicket, waiter: W) -> Option<W> {
        if self.joiner(ticket).is_some() {
            return self.joiners.replace(ticket.0, waiter);
        }
        Some(waiter)
    }

    /// Gives up a join.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let ticket = state.enter_join(7);
    /// assert_eq!(state.leave_join(ticket), Some(7));
    /// assert_eq!(state.waiting_joiners(), 0);
    /// ```
    pub fn leave_join(&mut self, ticket: JoinTicket) -> Option<W> {
        self.joiners.remove(ticket.0).0
    }
}

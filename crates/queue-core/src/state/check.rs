use crate::{Fairness, State, Storage, Violation};

impl<S: Storage, W> State<S, W> {
    /// States every invariant of a queue, and tells the first that does not hold.
    ///
    /// It is for tests, explorers and fuzzers; nothing in the library calls it. It presumes a
    /// storage that neither drops nor merges items and was not given with more than fit, that whoever
    /// enters a line has just been refused, and that released waiters ask or leave. O(n log n) in the
    /// number of waiters.
    ///
    /// # Errors
    ///
    /// The first broken invariant, in words.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let _ticket = state.enter_get(7);
    /// assert_eq!(state.check(), Ok(()));
    /// ```
    pub fn check(&self) -> Result<(), Violation> {
        let holds = |held: bool, what| if held { Ok(()) } else { Err(Violation(what)) };
        let len = self.storage.len();
        let (sleeping_getters, sleeping_putters) = (self.getters.waiting(), self.putters.waiting());

        holds(self.getters.is_sound(), "the line of gets is in order")?;
        holds(self.putters.is_sound(), "the line of puts is in order")?;
        holds(self.joiners.is_sound(), "the line of joins is in order")?;

        holds(len <= self.capacity.as_usize(), "no more items than the capacity allows")?;
        holds(
            sleeping_getters == 0 || len <= self.getters.released(),
            "gets sleep only while as many others are released as there are items",
        )?;
        holds(
            sleeping_putters == 0 || !self.has_room() || self.has_putter_to_come(),
            "a put sleeps beside room only while another has been released for it",
        )?;
        let keeps_items = self.putters.by_arrival().all(|(waiter, kept)| match self.fairness {
            Fairness::Fair => waiter.is_none() || kept.is_some(),
            Fairness::Barging => kept.is_none(),
        });
        holds(keeps_items, "a waiting put's item is where its way of waiting keeps it")?;
        holds(
            !self.shut_down || (sleeping_getters == 0 && sleeping_putters == 0),
            "after a shutdown nobody waits to get or to put",
        )?;
        holds(
            !self.unfinished.is_zero() || self.joiners.waiting() == 0,
            "a join waits only while tasks are unfinished",
        )
    }

    /// Tells whether a released put has still to put: the fair way only after `recover`.
    fn has_putter_to_come(&self) -> bool {
        let is_to_come = |(waiter, kept): (Option<&W>, &Option<S::Item>)| match self.fairness {
            Fairness::Fair => waiter.is_none() && kept.is_some(),
            Fairness::Barging => waiter.is_none(),
        };
        self.putters.by_arrival().any(is_to_come)
    }
}

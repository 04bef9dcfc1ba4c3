use crate::extras::{Claim, Extras};
use crate::{Fairness, State, Storage, TryPutError};

/// Room: how much there is.
impl<S: Storage, W> State<S, W> {
    /// How much room an item takes.
    #[inline]
    pub(super) fn weigh(&self, item: &S::Item) -> usize {
        self.storage.weigh(item).max(1)
    }

    /// Returns whether there is room for the item of a newcomer: never after a shutdown.
    ///
    /// An item that weighs more than the capacity has room once nothing else takes any.
    #[inline]
    pub(super) fn has_room_for(&self, item: &S::Item) -> bool {
        let weight = self.storage.weight();
        weight < self.limit
            && (self.weigh(item) <= self.limit - weight || (weight == 0 && self.reserved() == 0))
            && !self.unfinished.is_at_limit()
    }

    /// Why there was no room.
    pub(super) const fn why_full(&self) -> TryPutError {
        if self.is_shutdown { TryPutError::ShutDown(()) } else { TryPutError::Full(()) }
    }

    /// How much room there is for the operation whose turn it is: none after a shutdown.
    pub(super) fn room(&self) -> usize {
        if self.is_shutdown || self.unfinished.is_at_limit() {
            return 0;
        }
        self.capacity.saturating_sub(self.reserved()).saturating_sub(self.storage.weight())
    }

    /// Returns whether there is room for this item, for the operation whose turn it is.
    pub(super) fn fits(&self, item: &S::Item) -> bool {
        let room = self.room();
        let is_alone = || self.storage.weight() == 0 && self.reserved() == 0;
        room > 0 && (self.weigh(item) <= room || is_alone())
    }

    /// Returns whether no get finds an item any more.
    pub(super) fn has_ended(&self) -> bool {
        self.is_over
            || (self.is_shutdown
                && self.reserved() == 0
                && self.storage.tasks() <= self.storage.len())
    }

    pub(super) fn extras(&mut self) -> &mut Extras<S::Item, W> {
        self.extras.get_or_insert_with(Extras::new)
    }

    /// Brings what is derived from the lines up to date. Call it after a change of which operations wait, of
    /// the capacity or of the permits, before user code runs.
    ///
    /// A put must not overtake one that waits in a fair queue, so a newcomer has no room then.
    #[inline]
    pub(super) fn settle(&mut self) {
        let puts_wait = self.lines.putters.waiting() > 0;
        self.put_matters = self.lines.getters.waiting() > 0;
        self.get_matters = puts_wait;
        let is_closed = self.is_shutdown | (puts_wait & (self.fairness() == Fairness::Fair));
        self.limit = if is_closed { 0 } else { self.capacity };
        if self.extras.is_some() {
            self.settle_extras();
        }
    }

    #[cold]
    #[inline(never)]
    fn settle_extras(&mut self) {
        let watches = self.extras.as_ref().is_some_and(|extras| extras.watchers.waiting() > 0);
        self.put_matters |= watches;
        self.get_matters |= watches;
        self.limit = self.limit.saturating_sub(self.reserved());
    }

    /// Notes how much room an operation of a barging queue waits for, if it is more than one. It has what
    /// it wants to put.
    pub(super) fn claim_room(&mut self, index: usize, room: usize) {
        if room > 1 {
            self.extras().claims.insert(index, Claim::Room(room));
        }
    }

    /// What an operation in the put line waits for, if it is not room for one item.
    #[inline]
    pub(super) fn claim(&self, index: usize) -> Option<&Claim<S::Item>> {
        self.extras.as_ref()?.claims.get(index)
    }

    pub(super) fn claim_mut(&mut self, index: usize) -> Option<&mut Claim<S::Item>> {
        self.extras.as_mut()?.claims.get_mut(index)
    }

    /// Takes out the claim of an operation that has left the put line.
    #[inline]
    pub(super) fn take_claim(&mut self, index: usize) -> Option<Claim<S::Item>> {
        self.extras.as_mut()?.claims.remove(index)
    }

    /// Returns whether there is room for an operation of a barging queue, or for a reserve.
    pub(super) fn fits_claim(&self, index: usize) -> bool {
        let room = match self.claim(index) {
            Some(&Claim::Room(room)) => room.min(self.capacity),
            Some(Claim::Batch { .. }) | None => 1,
        };
        room <= self.room()
    }

    /// Returns whether the capacity is [`Rendezvous`](crate::Capacity::Rendezvous).
    ///
    /// ```
    /// use queue_core::{Capacity, Fifo, State};
    ///
    /// assert!(State::<Fifo<u8>, ()>::new(Fifo::default(), Capacity::Rendezvous).is_rendezvous());
    /// ```
    #[must_use]
    pub const fn is_rendezvous(&self) -> bool {
        self.capacity == 0
    }

    /// Returns whether there is room and no notified put to come for it.
    pub(super) fn has_unclaimed_room(&self) -> bool {
        self.lines.putters.expected() == 0 && self.room() > 0
    }
}

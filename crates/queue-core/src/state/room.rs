use crate::extras::{Claim, Extras};
use crate::line::Verdict;
use crate::stats::Count;
use crate::unfinished::Tally;
use crate::{Fairness, Pushed, Put, PutError, State, Storage, TryPutError, Waiters};

/// Room: how much there is, and which operation gets it.
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
        self.is_shutdown && self.reserved() == 0
    }

    pub(super) fn extras(&mut self) -> &mut Extras<S::Item, W> {
        self.extras.get_or_insert_with(Extras::new)
    }

    /// Brings what is derived from the lines up to date. Call it after a change of the lines, of the
    /// capacity or of the permits, before user code runs.
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

    /// Gives the room that `item` left to the puts that have waited longest.
    #[inline]
    pub(super) fn give_room(&mut self, item: &mut Option<S::Item>, notified: &mut Waiters<W>) {
        if self.get_matters {
            self.after_get(item, notified);
        }
    }

    #[inline(never)]
    fn after_get(&mut self, item: &mut Option<S::Item>, notified: &mut Waiters<W>) {
        match self.fairness() {
            Fairness::Fair => {
                let hand = Hand { state: self, item };
                hand.state.admit_all(notified);
                hand.finish();
            }
            Fairness::Barging => self.lines.putters.notify(notified),
        }
        self.after_event(notified);
    }

    /// Gives room that was left unused to the puts that have waited longest.
    pub(super) fn pass_room_on(&mut self, notified: &mut Waiters<W>) {
        if self.lines.putters.waiting() > 0 && self.room() > 0 {
            match self.fairness() {
                Fairness::Fair => self.admit_all(notified),
                Fairness::Barging => self.lines.putters.notify(notified),
            }
            self.after_event(notified);
        }
    }

    /// Gives the room that an operation has not used to the puts behind it.
    pub(super) fn after_cancel(&mut self, was_notified: bool, notified: &mut Waiters<W>) {
        // In a fair queue the next may need less room.
        if was_notified || self.fairness() == Fairness::Fair {
            self.pass_room_on(notified);
        }
    }

    /// Gives room that is not enough for an operation of a barging queue to one for which it is.
    pub(super) fn pass_room_by(&mut self, notified: &mut Waiters<W>) {
        if self.fairness() == Fairness::Barging && self.room() > 0 {
            let waiting = &self.lines.putters;
            let fit = waiting.waiting_indices().find(|&index| self.fits_claim(index));
            if let Some(index) = fit {
                self.lines.putters.notify_at(index, notified);
                self.settle();
            }
        }
    }

    /// Notes how much room an operation of a barging queue waits for, if it is more than one. It has what
    /// it wants to put.
    pub(super) fn claim_room(&mut self, index: usize, room: usize) {
        if room > 1 {
            self.extras().claims.insert(index, Claim::Room(room));
        }
    }

    /// Returns whether there is room for an operation of a barging queue, or for a reserve.
    pub(super) fn fits_claim(&self, index: usize) -> bool {
        let room = match self.extras.as_ref().and_then(|extras| extras.claims.get(&index)) {
            Some(&Claim::Room(room)) => room.min(self.capacity),
            Some(Claim::Batch { .. }) | None => 1,
        };
        room <= self.room()
    }

    /// Gives items to gets, and room to puts, after any change.
    pub(super) fn after_change(&mut self, notified: &mut Waiters<W>) {
        match self.fairness() {
            Fairness::Fair => self.admit_all(notified),
            Fairness::Barging => {
                let room = self.room().min(self.lines.putters.len());
                for _ in self.lines.putters.expected()..room {
                    self.lines.putters.notify(notified);
                }
            }
        }
        self.notify_for_items(notified);
        self.after_event(notified);
    }

    /// Admits operations from the front of the put line on, as long as there is room for the first.
    fn admit_all(&mut self, notified: &mut Waiters<W>) {
        while let Some(first) = self.lines.putters.first() {
            let admitted = match self.extras.as_ref().and_then(|extras| extras.claims.get(&first)) {
                None => self.admit(first),
                Some(&Claim::Room(room)) => self.grant(room),
                Some(Claim::Batch { .. }) => self.admit_batch(first),
            };
            if admitted.verdict != Verdict::Open {
                self.lines.putters.decide(admitted.verdict, notified);
            }
            for _ in 0..admitted.stored {
                self.lines.getters.notify(notified);
            }
            if admitted.verdict == Verdict::Open {
                break;
            }
        }
        self.settle();
    }

    /// Stores the item of the first put, if there is room for it.
    ///
    /// The put stays in the line until its item is stored: a panic must not take it along.
    fn admit(&mut self, first: usize) -> Admitted {
        let fits =
            self.held.get(first).and_then(Option::as_ref).is_some_and(|item| self.fits(item));
        let Some(item) = self.held.get_mut(first).filter(|_| fits).and_then(Option::take) else {
            return Admitted::NOTHING;
        };
        let pushed = self.push(item);
        let stored = usize::from(pushed.is_stored());
        match pushed {
            Pushed::Stored | Pushed::Merged => Admitted { verdict: Verdict::Granted, stored },
            Pushed::Displaced(other) => {
                self.held[first] = Some(other);
                Admitted { verdict: Verdict::Granted, stored }
            }
            Pushed::Refused(item) => {
                self.held[first] = Some(item);
                Admitted { verdict: Verdict::Refused, stored }
            }
        }
    }

    /// Gives the item of the first put to a get, in a queue that stores none.
    #[inline(never)]
    pub(super) fn meet(&mut self, item: &mut Option<S::Item>, notified: &mut Waiters<W>) -> bool {
        let Some(first) = self.lines.putters.first() else { return false };
        if self.unfinished.is_at_limit() {
            return false;
        }
        let is_last = match self.extras.as_mut().and_then(|extras| extras.claims.get_mut(&first)) {
            Some(Claim::Batch { items, .. }) => {
                *item = items.pop_front();
                items.is_empty()
            }
            Some(Claim::Room(_)) | None => {
                *item = self.held.get_mut(first).and_then(Option::take);
                true
            }
        };
        self.unfinished.increment();
        self.lines.counters.add(Count::Put);
        self.lines.counters.add(Count::Get);
        if is_last {
            self.lines.putters.decide(Verdict::Granted, notified);
            self.settle();
        }
        true
    }

    pub(super) const fn is_rendezvous(&self) -> bool {
        self.capacity == 0
    }

    /// How many items gets can have, or in a rendezvous how many puts they can meet.
    fn items(&self) -> usize {
        if self.is_rendezvous() {
            return self.lines.putters.waiting();
        }
        self.storage.len()
    }

    /// Returns whether a get would find an item.
    pub(super) fn has_item(&self) -> bool {
        self.items() > 0
    }

    /// Returns whether there are more items than notified gets to come for them.
    pub(super) fn has_unclaimed_item(&self) -> bool {
        self.items() > self.lines.getters.expected()
    }

    /// Returns whether there is room and no notified put to come for it.
    pub(super) fn has_unclaimed_room(&self) -> bool {
        self.lines.putters.expected() == 0 && self.room() > 0
    }

    fn notify_for_items(&mut self, notified: &mut Waiters<W>) {
        while self.lines.getters.waiting() > 0 && self.has_unclaimed_item() {
            self.lines.getters.notify(notified);
        }
    }

    /// Puts the item of a put, for which there is room.
    #[inline]
    pub(super) fn finish_put(
        &mut self,
        put: &mut Put<S::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<(), PutError> {
        // First, since a panic of the storage takes the item along.
        put.place.succeed();
        let Some(item) = put.item.take() else { return Ok(()) };
        match self.push(item) {
            Pushed::Stored => {
                if self.put_matters {
                    self.after_put(notified);
                }
            }
            Pushed::Merged => self.notify_for_items(notified),
            Pushed::Displaced(other) => {
                put.item = Some(other);
                self.notify_for_items(notified);
            }
            Pushed::Refused(item) => {
                put.place.finish();
                put.item = Some(item);
                return Err(PutError::Refused(()));
            }
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn after_put(&mut self, notified: &mut Waiters<W>) {
        self.lines.getters.notify(notified);
        if self.extras.is_some() {
            self.after_event(notified);
        }
        self.put_matters &= self.lines.getters.waiting() > 0 || self.extras.is_some();
    }

    /// Stores an item, and counts it.
    #[inline]
    pub(super) fn push(&mut self, item: S::Item) -> Pushed<S::Item> {
        let tally = Tally::new(&mut self.storage, &mut self.unfinished);
        let pushed = tally.storage.push(item);
        tally.finish();
        if pushed.is_stored() {
            self.unfinished.increment();
        }
        if !matches!(pushed, Pushed::Refused(_)) {
            self.lines.counters.add(Count::Put);
            self.lines.counters.look(&self.storage);
        }
        pushed
    }

    /// Fetches the next item into a slot, and returns whether there was one.
    #[inline]
    pub(super) fn fetch(&mut self, item: &mut Option<S::Item>) -> bool {
        assert!(item.is_none(), "the slot for the item is not empty");
        let tally = Tally::new(&mut self.storage, &mut self.unfinished);
        *item = tally.storage.pop();
        tally.finish();
        if item.is_some() {
            self.lines.counters.add(Count::Get);
        }
        item.is_some()
    }

    /// Takes an item back, in place of that of the first operation in the put line, which a panic has lost.
    fn hand_back(&mut self, item: &mut Option<S::Item>) {
        let Some(first) = self.lines.putters.first() else { return };
        match self.extras.as_mut().and_then(|extras| extras.claims.get_mut(&first)) {
            Some(Claim::Batch { items, .. }) => {
                if let Some(item) = item.take() {
                    items.push_front(item);
                }
            }
            Some(Claim::Room(_)) => return,
            // If the place is not empty, its item could not be weighed. That one is lost instead.
            None => match self.held.get_mut(first) {
                Some(place) => core::mem::swap(place, item),
                None => return,
            },
        }
        self.unfinished.remove(1);
    }
}

/// What was admitted of an operation.
pub(super) struct Admitted {
    /// What is decided about it. If nothing, it waits on.
    pub(super) verdict: Verdict,
    /// How many items were stored.
    pub(super) stored: usize,
}

impl Admitted {
    pub(super) const NOTHING: Self = Self { verdict: Verdict::Open, stored: 0 };
}

/// Watches over an item on its way out while others are admitted. Should that panic, the item takes the
/// place of the one that was being admitted, so that it is not lost.
struct Hand<'a, S: Storage, W> {
    state: &'a mut State<S, W>,
    item: &'a mut Option<S::Item>,
}

impl<S: Storage, W> Hand<'_, S, W> {
    /// The others have been admitted.
    fn finish(self) {
        core::mem::forget(self);
    }
}

impl<S: Storage, W> Drop for Hand<'_, S, W> {
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        self.state.hand_back(self.item);
    }
}

use crate::extras::Claim;
use crate::line::Verdict;
use crate::{Fairness, Pushed, State, Storage, Waiters};

/// Admission: which operation gets room that comes free.
impl<S: Storage, W> State<S, W> {
    /// Gives the room that `item` left to the puts that have waited longest.
    #[inline]
    pub(super) fn give_room(&mut self, item: &mut Option<S::Item>, notified: &mut Waiters<W>) {
        if self.get_matters {
            self.after_get(item, notified);
        }
    }

    #[inline(never)]
    pub(super) fn after_get(&mut self, item: &mut Option<S::Item>, notified: &mut Waiters<W>) {
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
    #[inline]
    pub(super) fn pass_room_on(&mut self, notified: &mut Waiters<W>) {
        if self.lines.putters.waiting() > 0 {
            self.pass_to_first(notified);
        }
    }

    #[inline(never)]
    fn pass_to_first(&mut self, notified: &mut Waiters<W>) {
        if self.room() > 0 {
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
        if self.fairness() == Fairness::Barging && self.has_unclaimed_room() {
            let waiting = &self.lines.putters;
            let fit = waiting.waiting_indices().find(|&index| self.fits_claim(index));
            if let Some(index) = fit {
                self.lines.putters.notify_at(index, notified);
                self.settle();
            }
        }
    }

    /// Notifies operations of a barging queue that want more room than there can be: they are refused.
    pub(super) fn notify_too_large(&mut self, notified: &mut Waiters<W>) {
        let Some(extras) = &self.extras else { return };
        let (claims, capacity) = (&extras.claims, self.capacity);
        let is_too_large =
            |index| matches!(claims.get(index), Some(Claim::Room(room)) if *room > capacity);
        self.lines.putters.notify_where(notified, is_too_large);
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
        if self.has_ended() {
            self.lines.getters.notify_all(notified);
        }
        self.after_event(notified);
    }

    /// Admits operations from the front of the put line on, as long as there is room for the first. The caller
    /// settles.
    pub(super) fn admit_all(&mut self, notified: &mut Waiters<W>) {
        while let Some(first) = self.lines.putters.first() {
            let admitted = match self.claim(first) {
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
            Pushed::Stored | Pushed::Deferred | Pushed::Merged => {
                Admitted { verdict: Verdict::Granted, stored }
            }
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

    /// Takes an item back, in place of that of the first operation in the put line, which a panic has lost.
    fn hand_back(&mut self, item: &mut Option<S::Item>) {
        let Some(first) = self.lines.putters.first() else { return };
        match self.claim_mut(first) {
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
        // A storage that keeps the tasks still has this one.
        if !self.storage.keeps_tasks() {
            self.unfinished.remove(1);
        }
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

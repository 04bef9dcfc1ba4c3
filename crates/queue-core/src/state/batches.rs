use core::mem;

use crate::extras::Claim;
use crate::line::{Left, Verdict};
use crate::state::admission::Admitted;
use crate::stats::Count;
use crate::{
    Exchange, Fairness, Polled, Pushed, PutError, PutMany, State, Storage, TryPutError, Waiters,
};

/// Batches: putting several items in one call.
impl<S: Storage, W> State<S, W> {
    /// Puts items of a batch, in order, as long as there is room.
    ///
    /// A batch that is put [at once](PutMany::all) puts all or none.
    ///
    /// # Errors
    ///
    /// Fails as [`try_put`](Self::try_put) at the first item that does not get in. The batch keeps that one
    /// and those behind it, and can be tried again.
    ///
    /// # Panics
    ///
    /// Panics if the put waits or has finished. Nothing has changed then.
    ///
    /// ```
    /// use queue_core::{Fifo, PutMany, State, TryPutError};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::default(), 2.try_into()?);
    /// let mut puts = PutMany::from_iter(["a", "b", "c"]);
    /// let tried = state.try_put_many(&mut puts, &mut Default::default());
    /// assert_eq!(tried, Err(TryPutError::Full(())));
    /// assert_eq!((state.len(), puts.take_items().len()), (2, 1));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    pub fn try_put_many(
        &mut self,
        puts: &mut PutMany<S::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<(), TryPutError> {
        assert!(puts.is_new(), "the put waits or has finished");
        self.put_items(puts, true, notified)?;
        puts.place.succeed();
        Ok(())
    }

    /// Polls a put of several items: puts those for which there is room, and waits with the others.
    ///
    /// In a fair queue the state holds the items of a put that waits. Its place in the put line stays until
    /// all are in, so no other put comes between, and it is notified once, at the end. In a barging queue
    /// the put keeps its items, and is notified each time there is room.
    ///
    /// `is_current` is as for [`poll_get`](Self::poll_get).
    ///
    /// # Errors
    ///
    /// [`ShutDown`](PutError::ShutDown) if the queue was shut down before all items were in, and
    /// [`Refused`](PutError::Refused) if the storage refuses an item, or if those of a put
    /// [at once](PutMany::all) weigh more than the capacity. [`take_items`](PutMany::take_items) returns the
    /// items that did not get in.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Polled, PutMany, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::default(), 1.try_into()?);
    /// let (mut puts, mut exchange) = (PutMany::from_iter(["a", "b", "c"]), Exchange::with(7));
    /// let polled = state.poll_put_many(&mut puts, &mut exchange, |_| true);
    /// assert_eq!(polled, Polled::Pending);
    /// assert_eq!(state.try_get(&mut exchange.notified), Ok("a"));
    /// assert!(exchange.notified.is_empty()); // `b` is in, `c` waits
    /// assert_eq!(state.try_get(&mut exchange.notified), Ok("b"));
    /// assert_eq!(exchange.notified, [7]);
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    pub fn poll_put_many(
        &mut self,
        puts: &mut PutMany<S::Item>,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
    ) -> Polled<Result<(), PutError>> {
        if puts.is_finished() {
            return Polled::Finished;
        }
        let is_newcomer = puts.place.is_newcomer();
        let mut was_notified = false;
        if puts.place.is_in_line() {
            let is_waiting = self.lines.putters.is_waiting(&puts.place);
            let index = puts.place.index();
            if is_waiting && !self.may_take_in_turn(&puts.place, |state| state.fits_batch(index)) {
                return self.wait_for_room(&mut puts.place, exchange, is_current);
            }
            let Left { verdict, was_notified: notified } = self.leave_with_batch(puts, exchange);
            was_notified = notified;
            if verdict != Verdict::Open {
                let is_in = verdict == Verdict::Granted;
                if is_in {
                    puts.place.succeed();
                } else {
                    puts.place.finish();
                }
                return Polled::Ready(if is_in { Ok(()) } else { Err(PutError::Refused(())) });
            }
        }
        let items = puts.items.len();
        let error = match self.put_items(puts, is_newcomer, &mut exchange.notified) {
            Ok(()) => {
                puts.place.succeed();
                if !is_newcomer && self.has_unclaimed_room() {
                    self.pass_room_on(&mut exchange.notified);
                }
                return Polled::Ready(Ok(()));
            }
            Err(TryPutError::Full(())) => {
                if !is_newcomer {
                    self.pass_room_by(&mut exchange.notified);
                }
                if was_notified && puts.items.len() == items {
                    self.lines.counters.add(Count::LostRace);
                }
                let polled = self.wait_for_room(&mut puts.place, exchange, is_current);
                if polled == Polled::Pending {
                    self.hold_batch(puts, &mut exchange.notified);
                }
                return polled;
            }
            Err(TryPutError::ShutDown(())) => PutError::ShutDown(()),
            Err(TryPutError::Refused(())) => PutError::Refused(()),
        };
        puts.place.finish();
        self.after_cancel(!is_newcomer, &mut exchange.notified);
        Polled::Ready(Err(error))
    }

    /// Cancels a put of several items. [`take_items`](PutMany::take_items) returns those that are not in.
    ///
    /// Room that they would have had goes to the next put. A put that has finished, or not begun, needs no
    /// cancel.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, PutMany, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::default(), 1.try_into()?);
    /// let (mut puts, mut exchange) = (PutMany::from_iter(["a", "b", "c"]), Exchange::with(7));
    /// let _ = state.poll_put_many(&mut puts, &mut exchange, |_| true);
    /// state.cancel_put_many(&mut puts, &mut exchange);
    /// assert_eq!(puts.take_items(), ["b", "c"]);
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    pub fn cancel_put_many(&mut self, puts: &mut PutMany<S::Item>, exchange: &mut Exchange<W>) {
        if puts.place.is_in_line() {
            let left = self.leave_with_batch(puts, exchange);
            self.lines.counters.add(Count::Cancel);
            self.after_cancel(left.was_notified, &mut exchange.notified);
        }
        puts.place.finish();
    }

    /// Puts items of a batch as long as there is room.
    fn put_items(
        &mut self,
        puts: &mut PutMany<S::Item>,
        is_newcomer: bool,
        notified: &mut Waiters<W>,
    ) -> Result<(), TryPutError> {
        if puts.is_at_once {
            let weight = self.weigh_all(puts);
            if weight > self.capacity && !self.is_shutdown {
                return Err(TryPutError::Refused(()));
            }
            let free = match is_newcomer {
                true => self.limit.saturating_sub(self.storage.weight()),
                false => self.room(),
            };
            if weight > free {
                return Err(self.why_full());
            }
        }
        while let Some(item) = puts.items.front() {
            let has_room = if is_newcomer { self.has_room_for(item) } else { self.fits(item) };
            if !has_room {
                return Err(self.why_full());
            }
            let Some(item) = puts.items.pop_front() else { break };
            match self.push(item) {
                Pushed::Stored if self.put_matters => self.after_put(notified),
                Pushed::Stored => {}
                Pushed::Deferred | Pushed::Merged => self.after_change(notified),
                Pushed::Displaced(other) => {
                    puts.displaced.push(other);
                    self.after_change(notified);
                }
                Pushed::Refused(item) => {
                    puts.items.push_front(item);
                    return Err(TryPutError::Refused(()));
                }
            }
        }
        Ok(())
    }

    fn weigh_all(&self, puts: &PutMany<S::Item>) -> usize {
        puts.items.iter().fold(0, |weight: usize, item| weight.saturating_add(self.weigh(item)))
    }

    /// Holds the items of a put that has entered its line.
    fn hold_batch(&mut self, puts: &mut PutMany<S::Item>, notified: &mut Waiters<W>) {
        let at_once = puts.is_at_once.then(|| self.weigh_all(puts));
        if self.fairness() == Fairness::Barging {
            // The put keeps its items.
            let first = puts.items.front().map_or(1, |item| self.weigh(item));
            return self.claim_room(puts.place.index(), at_once.unwrap_or(first));
        }
        let items = mem::take(&mut puts.items);
        let displaced = mem::take(&mut puts.displaced);
        let count = items.len();
        let claim = Claim::Batch { items, displaced, at_once };
        self.extras().claims.insert(puts.place.index(), claim);
        if self.is_rendezvous() {
            (0..count).for_each(|_| self.lines.getters.notify(notified));
        }
    }

    /// Takes a batch out of the put line, and its items back.
    fn leave_with_batch(
        &mut self,
        puts: &mut PutMany<S::Item>,
        exchange: &mut Exchange<W>,
    ) -> Left {
        let index = puts.place.index();
        let left = self.lines.putters.leave(&mut puts.place, exchange);
        if let Some(Claim::Batch { items, displaced, .. }) = self.take_claim(index) {
            (puts.items, puts.displaced) = (items, displaced);
        }
        self.settle();
        left
    }

    /// Stores items of the batch that is first in the put line, as long as there is room.
    pub(super) fn admit_batch(&mut self, first: usize) -> Admitted {
        let mut stored = 0;
        loop {
            match self.claim(first) {
                Some(Claim::Batch { items, .. }) if items.is_empty() => {
                    return Admitted { verdict: Verdict::Granted, stored };
                }
                Some(Claim::Batch { at_once: Some(weight), .. }) if *weight > self.capacity => {
                    return Admitted { verdict: Verdict::Refused, stored };
                }
                Some(_) | None if !self.fits_batch(first) => {
                    return Admitted { verdict: Verdict::Open, stored };
                }
                Some(_) | None => {}
            }
            let Some(Claim::Batch { items, at_once, .. }) = self.claim_mut(first) else {
                return Admitted { verdict: Verdict::Open, stored };
            };
            // With the first item all get in.
            *at_once = None;
            let Some(item) = items.pop_front() else { continue };
            match self.push(item) {
                Pushed::Stored => stored += 1,
                Pushed::Deferred | Pushed::Merged => {}
                Pushed::Displaced(other) => {
                    if let Some(Claim::Batch { displaced, .. }) = self.claim_mut(first) {
                        displaced.push(other);
                    }
                }
                Pushed::Refused(item) => {
                    if let Some(Claim::Batch { items, .. }) = self.claim_mut(first) {
                        items.push_front(item);
                    }
                    return Admitted { verdict: Verdict::Refused, stored };
                }
            }
        }
    }

    /// Returns whether there is room for the next item of a batch in the put line, or for all at once.
    fn fits_batch(&self, index: usize) -> bool {
        match self.claim(index) {
            Some(Claim::Batch { at_once: Some(weight), .. }) => *weight <= self.room(),
            Some(Claim::Batch { items, .. }) => items.front().is_some_and(|item| self.fits(item)),
            Some(Claim::Room(_)) | None => self.fits_claim(index),
        }
    }
}

use crate::line::{Left, Place, Verdict};
use crate::lines::Lines;
use crate::stats::Count;
use crate::{
    Exchange, Fairness, Get, Join, Polled, Put, PutError, ShutDown, State, Storage, Waiters,
};

/// Operations: polling and cancelling.
///
/// # Panics
///
/// Every poll and cancel panics if the operation waits in another state, or if a second value for the
/// same operation has finished it. An operation of another state that by chance has the place of one
/// of this state cannot be told apart; it acts on that one.
///
/// A poll also panics if 2^32 - 1 operations wait in its line already.
impl<S: Storage, W> State<S, W> {
    /// Polls a get: gets the next item into `item`, or waits for one.
    ///
    /// It may be polled at any moment, notified or not. If there is an item, it takes it. A get that
    /// was notified and finds no item has lost the race to a newcomer, and waits again: in a fair
    /// queue at the place of its arrival, in a barging queue behind all others.
    ///
    /// `is_current` returns whether a waiter in the line wakes the caller. If not, the poll replaces
    /// it. `item` is empty unless the answer is `Ready(Ok(()))`.
    ///
    /// # Errors
    ///
    /// [`ShutDown`] if the queue has been shut down and no item is left.
    ///
    /// # Panics
    ///
    /// Panics if `item` is not empty. Nothing has changed then.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, Polled, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let (mut get, mut item, mut exchange) = (Get::new(), None, Exchange::with(7));
    /// let polled = state.poll_get(&mut get, &mut item, &mut exchange, |waiter| *waiter == 7);
    /// assert_eq!(polled, Polled::Pending);
    ///
    /// state.try_put(1, &mut exchange.notified)?;
    /// assert_eq!(exchange.notified.take(), [7]); // wake task 7
    ///
    /// let polled = state.poll_get(&mut get, &mut item, &mut exchange, |waiter| *waiter == 7);
    /// assert_eq!((polled, item), (Polled::Ready(Ok(())), Some(1)));
    /// # Ok::<(), queue_core::TryPutError<u8>>(())
    /// ```
    #[inline]
    pub fn poll_get(
        &mut self,
        get: &mut Get,
        item: &mut Option<S::Item>,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
    ) -> Polled<Result<(), ShutDown>> {
        if get.is_finished() {
            return Polled::Finished;
        }
        // First, since it refuses a get of another state.
        let is_in_line = self.lines.getters.contains(&get.place);
        let has_fetched = self.fetch(item);
        if has_fetched || self.puts_to_meet() > 0 {
            if is_in_line {
                self.lines.getters.leave(&mut get.place, exchange);
            }
            if has_fetched {
                self.give_room(item, &mut exchange.notified);
            } else if !self.meet(item, &mut exchange.notified) {
                return self.wait_for_item(get, exchange, is_current);
            }
            get.place.finish();
            if is_in_line && self.has_unclaimed_item() {
                self.lines.getters.notify(&mut exchange.notified);
            }
            return Polled::Ready(Ok(()));
        }
        if self.has_ended() {
            self.end_get(get, exchange);
            return Polled::Ready(Err(ShutDown));
        }
        self.wait_for_item(get, exchange, is_current)
    }

    fn wait_for_item<R>(
        &mut self,
        get: &mut Get,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
    ) -> Polled<R> {
        let Self { lines, put_matters, .. } = self;
        let waits = lines.getters.wait(&mut get.place, exchange, is_current, &mut lines.counters);
        *put_matters |= waits;
        waiting(waits)
    }

    /// Cancels a get. If it had been notified and an item is there, the next get is notified.
    ///
    /// A get that has finished, or not begun, needs no cancel.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let mut gets = [Get::new(), Get::new()];
    /// for (get, waiter) in gets.iter_mut().zip([7, 8]) {
    ///     let _ = state.poll_get(get, &mut None, &mut Exchange::with(waiter), |_| true);
    /// }
    /// let mut exchange = Exchange::default();
    /// state.try_put(1, &mut exchange.notified)?;
    /// assert_eq!(exchange.notified.take(), [7]);
    /// state.cancel_get(&mut gets[0], &mut exchange);
    /// assert_eq!(exchange.notified, [8]);
    /// # Ok::<(), queue_core::TryPutError<u8>>(())
    /// ```
    pub fn cancel_get(&mut self, get: &mut Get, exchange: &mut Exchange<W>) {
        if self.end_get(get, exchange) {
            self.lines.counters.add(Count::Cancel);
        }
    }

    /// Ends a get that has no item, and returns whether it was in the line.
    pub(super) fn end_get(&mut self, get: &mut Get, exchange: &mut Exchange<W>) -> bool {
        let was_in_line = get.place.is_in_line();
        let was_notified =
            was_in_line && self.lines.getters.leave(&mut get.place, exchange).was_notified;
        if was_notified && get.place.is_expected() && self.has_item() {
            self.lines.getters.notify(&mut exchange.notified);
        }
        get.place.finish();
        was_in_line
    }

    /// Polls a put: puts its item, or waits for room.
    ///
    /// It may be polled at any moment, notified or not. In a fair queue the state holds the item while
    /// the put waits. A get that makes room admits it; the put has happened then, and its next poll is
    /// ready. In a barging queue the put keeps its item, and a poll puts it if there is room.
    ///
    /// `is_current` is as for [`poll_get`](Self::poll_get).
    ///
    /// # Errors
    ///
    /// [`ShutDown`](PutError::ShutDown) if the queue was shut down before the item got in, and
    /// [`Refused`](PutError::Refused) if the storage refuses the item, even if that was in a get that would
    /// have admitted it. [`take_item`](Put::take_item) returns it.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Polled, Put, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
    /// let (mut put, mut exchange) = (Put::new('b'), Exchange::with(7));
    /// let polled = state.poll_put(&mut put, &mut exchange, |waiter| *waiter == 7);
    /// assert_eq!(polled, Polled::Pending);
    ///
    /// assert_eq!(state.try_get(&mut exchange.notified), Ok('a'));
    /// assert_eq!(exchange.notified.take(), [7]);
    /// assert_eq!(state.len(), 1); // `b` has been admitted
    ///
    /// let polled = state.poll_put(&mut put, &mut exchange, |waiter| *waiter == 7);
    /// assert_eq!(polled, Polled::Ready(Ok(())));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    #[inline]
    pub fn poll_put(
        &mut self,
        put: &mut Put<S::Item>,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
    ) -> Polled<Result<(), PutError>> {
        if put.is_finished() {
            return Polled::Finished;
        }
        let is_newcomer = put.place.is_newcomer();
        let mut was_notified = false;
        if put.place.is_in_line() {
            let index = put.place.index();
            let is_waiting = self.lines.putters.is_waiting(&put.place);
            if is_waiting && !self.may_take_in_turn(&put.place, |state| state.fits_put(index)) {
                return self.wait_for_room(&mut put.place, exchange, is_current);
            }
            let Left { verdict, was_notified: notified } = self.leave_put_line(put, exchange);
            was_notified = notified;
            if verdict != Verdict::Open {
                let is_in = verdict == Verdict::Granted;
                if is_in {
                    put.place.succeed();
                } else {
                    put.place.finish();
                }
                return Polled::Ready(if is_in { Ok(()) } else { Err(PutError::Refused(())) });
            }
            if put.item.is_none() {
                // A panic has lost it while it was being admitted.
                put.place.succeed();
                self.pass_room_on(&mut exchange.notified);
                return Polled::Ready(Ok(()));
            }
        }
        let has_room = put.item.as_ref().is_some_and(|item| match is_newcomer {
            true => self.has_room_for(item),
            false => self.fits(item),
        });
        if has_room {
            let result = self.finish_put(put, &mut exchange.notified);
            if !is_newcomer && self.has_unclaimed_room() {
                self.pass_room_on(&mut exchange.notified);
            }
            return Polled::Ready(result);
        }
        if self.is_shutdown {
            put.place.finish();
            return Polled::Ready(Err(PutError::ShutDown(())));
        }
        if !is_newcomer {
            self.pass_room_by(&mut exchange.notified);
        }
        if was_notified {
            self.lines.counters.add(Count::LostRace);
        }
        let polled = self.wait_for_room(&mut put.place, exchange, is_current);
        if polled == Polled::Pending {
            self.hold(put, &mut exchange.notified);
        }
        polled
    }

    pub(super) fn wait_for_room<R>(
        &mut self,
        place: &mut Place,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
    ) -> Polled<R> {
        let Lines { putters, counters, .. } = &mut self.lines;
        let waits = putters.wait(place, exchange, is_current, counters);
        if waits {
            self.get_matters = true;
            if self.fairness() == Fairness::Fair {
                self.limit = 0;
            }
        }
        waiting(waits)
    }

    /// Takes a put out of its line, and its item back unless it has been admitted.
    #[inline]
    fn leave_put_line(&mut self, put: &mut Put<S::Item>, exchange: &mut Exchange<W>) -> Left {
        let index = put.place.index();
        let left = self.lines.putters.leave(&mut put.place, exchange);
        if self.fairness() == Fairness::Fair {
            put.item = self.held.get_mut(index).and_then(Option::take);
        } else {
            self.take_claim(index);
        }
        if !left.was_notified {
            self.settle();
        }
        left
    }

    /// Cancels a put. [`take_item`](Put::take_item) returns the item unless it has been put: in a fair
    /// queue it *has* been put once a get admitted it.
    ///
    /// If the put had been notified and there is room, the next put is admitted or notified. A put that
    /// has finished, or not begun, needs no cancel.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Put, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), 1.try_into()?);
    /// let (mut put, mut exchange) = (Put::new('b'), Exchange::with(7));
    /// let _ = state.poll_put(&mut put, &mut exchange, |_| true);
    /// state.cancel_put(&mut put, &mut exchange);
    /// assert_eq!(put.take_item(), Some('b'));
    /// assert_eq!(exchange.spent, Some(7));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    pub fn cancel_put(&mut self, put: &mut Put<S::Item>, exchange: &mut Exchange<W>) {
        if !put.place.is_in_line() {
            put.place.finish();
            return;
        }
        let left = self.leave_put_line(put, exchange);
        match left.verdict {
            Verdict::Granted => put.place.succeed(),
            Verdict::Open | Verdict::Refused => put.place.finish(),
        }
        self.lines.counters.add(Count::Cancel);
        self.after_cancel(left.was_notified, &mut exchange.notified);
    }

    /// Polls a join: it is ready once the count of unfinished tasks has reached zero since it began.
    ///
    /// `is_current` is as for [`poll_get`](Self::poll_get).
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Join, Polled, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let (mut join, mut exchange) = (Join::new(), Exchange::with(7));
    /// let polled = state.poll_join(&mut join, &mut exchange, |waiter| *waiter == 7);
    /// assert_eq!(polled, Polled::Pending);
    /// state.task_done(&mut exchange.notified)?;
    /// assert_eq!(exchange.notified.take(), [7]);
    /// let polled = state.poll_join(&mut join, &mut exchange, |waiter| *waiter == 7);
    /// assert_eq!(polled, Polled::Ready(()));
    /// # Ok::<(), queue_core::TaskDoneError>(())
    /// ```
    pub fn poll_join(
        &mut self,
        join: &mut Join,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
    ) -> Polled<()> {
        if join.is_finished() {
            return Polled::Finished;
        }
        // One that was notified is over, whatever the count is by now.
        let waits = match join.place.is_in_line() {
            true => self.lines.joiners.is_waiting(&join.place),
            false => !self.unfinished.is_zero(),
        };
        if waits {
            let Lines { joiners, counters, .. } = &mut self.lines;
            return waiting(joiners.wait(&mut join.place, exchange, is_current, counters));
        }
        self.end_join(join, exchange);
        Polled::Ready(())
    }

    /// Cancels a join. A join that has finished, or not begun, needs no cancel.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Join, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter(['a']), Default::default());
    /// let (mut join, mut exchange) = (Join::new(), Exchange::with(7));
    /// let _ = state.poll_join(&mut join, &mut exchange, |_| true);
    /// state.cancel_join(&mut join, &mut exchange);
    /// assert_eq!((state.waiting_joiners(), exchange.spent), (0, Some(7)));
    /// ```
    pub fn cancel_join(&mut self, join: &mut Join, exchange: &mut Exchange<W>) {
        if self.end_join(join, exchange) {
            self.lines.counters.add(Count::Cancel);
        }
    }

    /// Ends a join, and returns whether it was in the line.
    fn end_join(&mut self, join: &mut Join, exchange: &mut Exchange<W>) -> bool {
        let was_in_line = join.place.is_in_line();
        if was_in_line {
            self.lines.joiners.leave(&mut join.place, exchange);
        }
        join.place.finish();
        was_in_line
    }

    /// Returns whether an operation that waits for room may take it without having been notified.
    ///
    /// In a fair queue only the oldest may. It finds room only where a storage has made some.
    pub(super) fn may_take_in_turn(&self, place: &Place, fits: impl FnOnce(&Self) -> bool) -> bool {
        let is_its_turn = match self.fairness() {
            Fairness::Fair => self.lines.putters.first() == Some(place.index()),
            Fairness::Barging => true,
        };
        is_its_turn && fits(self)
    }

    /// Returns whether there is room for the item of a put in the line.
    fn fits_put(&self, index: usize) -> bool {
        match self.held.get(index).and_then(Option::as_ref) {
            Some(item) => self.fits(item),
            None => self.fits_claim(index),
        }
    }

    /// Holds the item of a put that has entered its line.
    fn hold(&mut self, put: &mut Put<S::Item>, notified: &mut Waiters<W>) {
        let index = put.place.index();
        if self.fairness() == Fairness::Barging {
            let weight = put.item.as_ref().map_or(1, |item| self.weigh(item));
            return self.claim_room(index, weight);
        }
        while self.held.len() <= index {
            self.held.push(None);
        }
        self.held[index] = put.item.take();
        if self.is_rendezvous() {
            self.lines.getters.notify(notified);
        }
    }
}

/// The answer to an operation that has to wait.
fn waiting<R>(has_waiter: bool) -> Polled<R> {
    if has_waiter { Polled::Pending } else { Polled::NeedsWaiter }
}

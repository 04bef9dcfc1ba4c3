use crate::extras::Claim;
use crate::line::{Left, Verdict};
use crate::state::admission::Admitted;
use crate::stats::Count;
use crate::{
    Exchange, Fairness, Permit, Polled, Put, PutError, Reserve, State, Storage, TryPutError,
    Waiters,
};

/// Permits: room without an item.
///
/// # Panics
///
/// As polls and cancels of the other operations.
impl<S: Storage, W> State<S, W> {
    /// Reserves so much room, if there is.
    ///
    /// # Errors
    ///
    /// [`ShutDown`](TryPutError::ShutDown) after a shutdown, [`Full`](TryPutError::Full) if there is not enough
    /// room, [`Refused`](TryPutError::Refused) if it is more than the capacity, which is none in a
    /// [rendezvous](crate::Capacity::Rendezvous).
    ///
    /// ```
    /// use queue_core::{Fifo, State, TryPutError};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::<u8>::default(), 1.try_into()?);
    /// let permit = state.try_reserve(1)?;
    /// assert_eq!(state.try_reserve(1), Err(TryPutError::Full(())));
    /// state.release(permit, &mut Default::default());
    /// assert!(!state.is_full());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_reserve(&mut self, room: usize) -> Result<Permit, TryPutError> {
        if !self.is_shutdown && room > self.capacity {
            return Err(TryPutError::Refused(()));
        }
        let free = self.limit.saturating_sub(self.storage.weight());
        let is_at_limit = room > 0 && self.unfinished.is_at_limit();
        if self.is_shutdown || room > free || is_at_limit {
            return Err(self.why_full());
        }
        Ok(self.permit(room))
    }

    /// Polls a reserve: reserves its room as `permit`, or waits for it in the put line.
    ///
    /// In a fair queue the room belongs to the reserve from when its turn comes, even before it is polled
    /// again. `is_current` is as for [`poll_get`](Self::poll_get).
    ///
    /// # Errors
    ///
    /// [`ShutDown`](PutError::ShutDown) if the queue was shut down before, and
    /// [`Refused`](PutError::Refused) if it is more than the capacity.
    ///
    /// # Panics
    ///
    /// Panics if `permit` is not empty. Nothing has changed then.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Polled, Reserve, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1]), 1.try_into()?);
    /// let (mut reserve, mut permit, mut exchange) = (Reserve::new(), None, Exchange::with(7));
    /// let polled = state.poll_reserve(&mut reserve, &mut permit, &mut exchange, |_| true);
    /// assert_eq!(polled, Polled::Pending);
    /// assert_eq!(state.try_get(&mut exchange.notified), Ok(1));
    /// assert_eq!((exchange.notified.len(), state.is_full()), (1, true));
    /// let polled = state.poll_reserve(&mut reserve, &mut permit, &mut exchange, |_| true);
    /// assert_eq!((polled, permit.is_some()), (Polled::Ready(Ok(())), true));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    pub fn poll_reserve(
        &mut self,
        reserve: &mut Reserve,
        permit: &mut Option<Permit>,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
    ) -> Polled<Result<(), PutError>> {
        assert!(permit.is_none(), "the place for the permit is not empty");
        if reserve.is_finished() {
            return Polled::Finished;
        }
        let room = reserve.room;
        let is_newcomer = reserve.place.is_newcomer();
        let mut was_notified = false;
        if reserve.place.is_in_line() {
            let is_waiting = self.lines.putters.is_waiting(&reserve.place);
            if is_waiting && !self.may_take_in_turn(&reserve.place, |state| state.room() >= room) {
                return self.wait_for_room(&mut reserve.place, exchange, is_current);
            }
            let Left { verdict, was_notified: notified } = self.leave_for_room(reserve, exchange);
            was_notified = notified;
            match verdict {
                Verdict::Granted => {
                    reserve.place.succeed();
                    *permit = Some(Permit { room });
                    return Polled::Ready(Ok(()));
                }
                Verdict::Refused => {
                    reserve.place.finish();
                    return Polled::Ready(Err(PutError::Refused(())));
                }
                Verdict::Open => {}
            }
        }
        let tried = match is_newcomer {
            true => self.try_reserve(room),
            false if room > self.capacity && !self.is_shutdown => Err(TryPutError::Refused(())),
            false if room <= self.room() => Ok(self.permit(room)),
            false => Err(self.why_full()),
        };
        match tried {
            Ok(new) => {
                reserve.place.succeed();
                *permit = Some(new);
                if !is_newcomer && self.has_unclaimed_room() {
                    self.pass_room_on(&mut exchange.notified);
                }
                Polled::Ready(Ok(()))
            }
            Err(TryPutError::ShutDown(())) => {
                reserve.place.finish();
                Polled::Ready(Err(PutError::ShutDown(())))
            }
            Err(TryPutError::Refused(())) => {
                reserve.place.finish();
                self.after_cancel(!is_newcomer, &mut exchange.notified);
                Polled::Ready(Err(PutError::Refused(())))
            }
            Err(TryPutError::Full(())) => {
                if !is_newcomer {
                    self.pass_room_by(&mut exchange.notified);
                }
                if was_notified {
                    self.lines.counters.add(Count::LostRace);
                }
                let polled = self.wait_for_room(&mut reserve.place, exchange, is_current);
                if polled == Polled::Pending {
                    self.extras().claims.insert(reserve.place.index(), Claim::Room(room));
                }
                polled
            }
        }
    }

    /// Cancels a reserve. If it had been given room, the next put has it.
    ///
    /// A reserve that has finished, or not begun, needs no cancel. One that was ready has its permit: see
    /// [`release`](Self::release).
    pub fn cancel_reserve(&mut self, reserve: &mut Reserve, exchange: &mut Exchange<W>) {
        if !reserve.place.is_in_line() {
            reserve.place.finish();
            return;
        }
        let left = self.leave_for_room(reserve, exchange);
        reserve.place.finish();
        self.lines.counters.add(Count::Cancel);
        if left.verdict == Verdict::Granted {
            self.release(Permit { room: reserve.room }, &mut exchange.notified);
        } else {
            self.after_cancel(left.was_notified, &mut exchange.notified);
        }
    }

    /// Puts the item of a put that has not begun into reserved room.
    ///
    /// Room that the item does not need goes to the next put. It also works after a
    /// [`shutdown`](Self::shutdown), but not after [`shutdown_now`](Self::shutdown_now).
    ///
    /// # Errors
    ///
    /// [`ShutDown`](PutError::ShutDown) after an immediate shutdown, [`Refused`](PutError::Refused) if the
    /// storage refuses the item, or if that weighs more than was reserved and there is no more room, or if the
    /// count of unfinished tasks is at its limit. The put keeps its item. The permit is spent in any case.
    ///
    /// # Panics
    ///
    /// Panics if the put waits or has finished. Nothing has changed then, but the permit is lost.
    pub fn put_reserved(
        &mut self,
        permit: Permit,
        put: &mut Put<S::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<(), PutError> {
        assert!(put.is_new(), "the put waits or has finished");
        let item = put.item.as_ref().expect("a new put has its item");
        if permit.room > self.reserved() {
            return Err(PutError::ShutDown(()));
        }
        let free = self.limit.saturating_sub(self.storage.weight()).saturating_add(permit.room);
        // Before the storage weighs the item: should that panic, the room is not lost.
        self.extras().reserved -= permit.room;
        self.settle();
        let weight = self.weigh(item);
        if weight > free || self.unfinished.is_at_limit() {
            self.after_release(permit.room, notified);
            return Err(PutError::Refused(()));
        }
        let rest = permit.room.saturating_sub(weight);
        let put = self.put_beside(rest, put, notified);
        let left = if put.is_ok() { rest } else { permit.room };
        if left > 0 || self.is_shutdown {
            self.after_release(left, notified);
        }
        put
    }

    /// Puts an item while so much other room is reserved, so that no event shows that room before a put has it.
    fn put_beside(
        &mut self,
        rest: usize,
        put: &mut Put<S::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<(), PutError> {
        self.extras().reserved += rest;
        self.settle();
        let rest = Rest { state: self, room: rest };
        let put = rest.state.finish_put(put, notified);
        drop(rest);
        put
    }

    /// Gives reserved room to the puts that have waited longest.
    ///
    /// After a shutdown the gets that wait fail with the last permit.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Put, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::default(), 1.try_into()?);
    /// let permit = state.try_reserve(1)?;
    /// let (mut put, mut exchange) = (Put::new('a'), Exchange::with(7));
    /// let _ = state.poll_put(&mut put, &mut exchange, |_| true);
    /// state.release(permit, &mut exchange.notified);
    /// assert_eq!((exchange.notified.len(), state.len()), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn release(&mut self, permit: Permit, notified: &mut Waiters<W>) {
        self.unreserve(permit.room);
        self.after_release(permit.room, notified);
    }

    fn unreserve(&mut self, room: usize) {
        let extras = self.extras();
        extras.reserved = extras.reserved.saturating_sub(room);
        self.settle();
    }

    /// Reserves room that there is.
    fn permit(&mut self, room: usize) -> Permit {
        self.extras().reserved += room;
        self.settle();
        Permit { room }
    }

    /// Gives the first in the put line the room that it waits for, if there is so much.
    pub(super) fn grant(&mut self, room: usize) -> Admitted {
        let verdict = if room > self.capacity {
            Verdict::Refused
        } else if room <= self.room() {
            self.extras().reserved += room;
            Verdict::Granted
        } else {
            Verdict::Open
        };
        Admitted { verdict, ..Admitted::NOTHING }
    }

    fn leave_for_room(&mut self, reserve: &mut Reserve, exchange: &mut Exchange<W>) -> Left {
        let index = reserve.place.index();
        let left = self.lines.putters.leave(&mut reserve.place, exchange);
        self.take_claim(index);
        self.settle();
        left
    }

    /// Notifies what the release of so much room concerns. It is not the room that a notified put comes for.
    fn after_release(&mut self, room: usize, notified: &mut Waiters<W>) {
        if self.fairness() == Fairness::Fair || room > 0 {
            self.pass_room_on(notified);
        }
        if self.has_ended() {
            self.lines.getters.notify_all(notified);
        }
        self.after_event(notified);
    }
}

/// Room of a permit that its item does not need. Should the storage panic, it is not lost.
struct Rest<'a, S: Storage, W> {
    state: &'a mut State<S, W>,
    room: usize,
}

impl<S: Storage, W> Drop for Rest<'_, S, W> {
    fn drop(&mut self) {
        self.state.unreserve(self.room);
    }
}

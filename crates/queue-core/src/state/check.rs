use crate::extras::Claim;
use crate::line::Verdict;
use crate::state::HeldPut;
use crate::{Fairness, State, Storage, Violation};

impl<S: Storage, W> State<S, W> {
    /// Checks every invariant of a queue, and returns the first that does not hold.
    ///
    /// It is for tests, explorers and fuzzers; nothing in the library calls it. It presumes a storage
    /// that does as it says, that no more than fits was inside when the queue was made or its capacity
    /// lowered, and that notified operations are polled or cancelled. O(n log n) in the number of operations that wait.
    ///
    /// # Errors
    ///
    /// The first broken invariant, in words.
    ///
    /// ```
    /// use queue_core::{Fifo, State};
    ///
    /// assert_eq!(State::<Fifo<u8>, u32>::default().check(), Ok(()));
    /// ```
    pub fn check(&self) -> Result<(), Violation> {
        let holds = |held: bool, what| if held { Ok(()) } else { Err(Violation(what)) };
        let arrivals = self.lines.counters.arrivals;
        let (waiting_getters, waiting_putters) =
            (self.lines.getters.waiting(), self.lines.putters.waiting());

        holds(self.lines.getters.is_sound(arrivals), "the get line is in order")?;
        holds(self.lines.putters.is_sound(arrivals), "the put line is in order")?;
        holds(self.lines.joiners.is_sound(arrivals), "the join line is in order")?;
        holds(
            self.storage.weight().saturating_add(self.reserved()) <= self.capacity
                || self.len() <= 1,
            "the queue holds no more than its capacity",
        )?;
        holds(
            waiting_getters == 0 || !self.has_unclaimed_item(),
            "a get waits beside an item only while another was notified for it",
        )?;
        holds(
            waiting_putters == 0 || !self.first_fits() || self.has_put_to_come(),
            "a put waits beside room only while another was notified for it",
        )?;
        let keeps_items = self.puts().all(|put| match self.fairness() {
            Fairness::Fair => put.waiter.is_none() || put.item.is_some() != put.claim.is_some(),
            Fairness::Barging => {
                put.item.is_none() && !matches!(put.claim, Some(Claim::Batch { .. }))
            }
        });
        holds(keeps_items, "a fair queue holds the item of each waiting put, a barging one none")?;
        holds(
            !self.is_shutdown
                || (waiting_putters == 0 && (waiting_getters == 0 || !self.has_ended())),
            "no get or put waits after a shutdown",
        )?;
        holds(
            !self.unfinished.is_zero() || self.lines.joiners.waiting() == 0,
            "a join waits only while tasks are unfinished",
        )?;
        holds(self.watchers_are_sound(), "no operation waits for an event that has come")?;
        holds(self.is_settled(), "a newcomer is compared with the room that it may take")
    }

    /// Checks every invariant as [`check`](Self::check) does, and that no operation and no permit is left:
    /// call it when each operation has finished or been cancelled, and each permit was handed back.
    ///
    /// # Errors
    ///
    /// The first broken invariant, in words. An operation that was dropped without a cancel breaks one.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, State};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let mut get = Get::new();
    /// let _ = state.poll_get(&mut get, &mut None, &mut Exchange::with(7), |_| true);
    /// drop(get);
    /// assert!(state.check().is_ok() && state.check_at_rest().is_err());
    /// ```
    pub fn check_at_rest(&self) -> Result<(), Violation> {
        self.check()?;
        if self.operations() > 0 {
            return Err(Violation(
                "every operation has finished: none was dropped without a cancel",
            ));
        }
        if self.reserved() > 0 {
            return Err(Violation("every permit was handed back"));
        }
        Ok(())
    }

    /// Returns whether a notified put has still to put: in a fair queue only after `recover`.
    fn has_put_to_come(&self) -> bool {
        self.puts().any(|put| match self.fairness() {
            Fairness::Fair => put.waiter.is_none() && put.verdict == Verdict::Open,
            Fairness::Barging => put.waiter.is_none(),
        })
    }

    /// Returns whether there is room for the first put that waits, or in a barging queue for any.
    fn first_fits(&self) -> bool {
        let mut waiting = self.puts().filter(|put| put.waiter.is_some());
        let fits = |put: HeldPut<'_, S::Item, W>| match (put.item, put.claim) {
            (Some(item), _) => self.fits(item),
            (None, Some(Claim::Batch { items, at_once, .. })) => match at_once {
                Some(weight) => *weight <= self.room(),
                None => items.front().is_some_and(|item| self.fits(item)),
            },
            (None, Some(Claim::Room(room))) => *room <= self.room(),
            (None, None) => self.room() > 0,
        };
        match self.fairness() {
            Fairness::Fair => waiting.next().is_some_and(fits),
            Fairness::Barging => waiting.any(fits),
        }
    }

    /// Returns whether what is derived from the lines is up to date.
    fn is_settled(&self) -> bool {
        let puts_wait = self.lines.putters.waiting() > 0;
        let watches = self.watches().any(|(waiter, _)| waiter.is_some());
        let is_closed = self.is_shutdown || (puts_wait && self.fairness() == Fairness::Fair);
        let open = self.capacity.saturating_sub(self.reserved());
        (self.put_matters || (self.lines.getters.waiting() == 0 && !watches))
            && (self.get_matters || (!puts_wait && !watches))
            && self.limit == if is_closed { 0 } else { open }
    }
}

#[cfg(test)]
mod tests {
    use core::num::NonZeroUsize;

    use super::*;
    use crate::{Capacity, Event, Exchange, Fifo, Get, Join, Polled, Put, Until, Waiters};

    type Numbers = State<Fifo<u8>, u8>;

    const BOTH_WAYS: [Fairness; 2] = [Fairness::Fair, Fairness::Barging];

    /// One item is in, and no other fits.
    fn full(fairness: Fairness) -> Numbers {
        let one = Capacity::Bounded(NonZeroUsize::MIN);
        Numbers::with_fairness(Fifo::from_iter([1]), one, fairness)
    }

    fn broken(state: &Numbers) -> &'static str {
        state.check().map_or_else(|Violation(what)| what, |()| "nothing")
    }

    fn wait_to_put(state: &mut Numbers, item: u8, waiter: u8) -> Put<u8> {
        let mut put = Put::new(item);
        let polled = state.poll_put(&mut put, &mut Exchange::with(waiter), |_| true);
        assert_eq!(polled, Polled::Pending);
        put
    }

    /// Polls a get that waits, with the storage put aside.
    fn wait_to_get(state: &mut Numbers, waiter: u8) -> Get {
        let mut get = Get::new();
        let storage = core::mem::take(&mut state.storage);
        let polled = state.poll_get(&mut get, &mut None, &mut Exchange::with(waiter), |_| true);
        assert_eq!(polled, Polled::Pending);
        state.storage = storage;
        get
    }

    #[test]
    fn more_items_than_the_capacity_allows_are_found() {
        for fairness in BOTH_WAYS {
            let mut state = full(fairness);
            assert_eq!(broken(&state), "nothing");
            let _ = state.storage.push(2);
            assert_eq!(broken(&state), "the queue holds no more than its capacity");
        }
    }

    #[test]
    fn a_get_that_waits_beside_an_item_is_found_unless_another_is_to_come() {
        const FOUND: &str = "a get waits beside an item only while another was notified for it";
        for fairness in BOTH_WAYS {
            let mut state = full(fairness);
            let _gets = [7, 8].map(|waiter| wait_to_get(&mut state, waiter));
            assert_eq!(broken(&state), FOUND);
            state.lines.getters.notify(&mut Waiters::default());
            assert_eq!(broken(&state), "nothing");
        }
    }

    #[test]
    fn a_put_that_waits_beside_room_is_found_unless_another_is_to_come() {
        const FOUND: &str = "a put waits beside room only while another was notified for it";
        for fairness in BOTH_WAYS {
            let mut state = full(fairness);
            let _first = wait_to_put(&mut state, 2, 7);
            let _second = wait_to_put(&mut state, 3, 8);
            assert_eq!(broken(&state), "nothing");
            assert_eq!(state.storage.pop(), Some(1));
            assert_eq!(broken(&state), FOUND);
            state.lines.putters.notify(&mut Waiters::default());
            assert_eq!(broken(&state), "nothing");
        }
        // The first has put, and will not come for room.
        let mut state = full(Fairness::Fair);
        let _first = wait_to_put(&mut state, 2, 7);
        let _second = wait_to_put(&mut state, 3, 8);
        assert_eq!(state.try_get(&mut Waiters::default()), Ok(1));
        assert_eq!(broken(&state), "nothing");
        assert_eq!(state.storage.pop(), Some(2));
        assert_eq!(broken(&state), FOUND);
    }

    #[test]
    fn an_item_that_is_not_where_its_way_of_waiting_keeps_it_is_found() {
        for (fairness, wrong) in [(Fairness::Fair, None), (Fairness::Barging, Some(2))] {
            let mut state = full(fairness);
            let _put = wait_to_put(&mut state, 2, 7);
            assert_eq!(broken(&state), "nothing");
            state.held = alloc::vec![wrong];
            let found = "a fair queue holds the item of each waiting put, a barging one none";
            assert_eq!(broken(&state), found);
        }
    }

    #[test]
    fn an_operation_that_waits_after_a_shutdown_is_found() {
        const FOUND: &str = "no get or put waits after a shutdown";
        for fairness in BOTH_WAYS {
            let mut putting = full(fairness);
            let _put = wait_to_put(&mut putting, 2, 7);
            let mut getting = full(fairness);
            assert!(getting.try_get(&mut Waiters::default()).is_ok());
            let _get = wait_to_get(&mut getting, 7);
            for state in [&mut putting, &mut getting] {
                assert_eq!(broken(state), "nothing");
                state.is_shutdown = true;
                assert_eq!(broken(state), FOUND);
                state.shutdown(&mut Waiters::default());
                assert_eq!(broken(state), "nothing");
            }
        }
    }

    #[test]
    fn a_join_that_waits_for_nothing_is_found() {
        let mut state = full(Fairness::Fair);
        let polled = state.poll_join(&mut Join::new(), &mut Exchange::with(7), |_| true);
        assert_eq!((polled, broken(&state)), (Polled::Pending, "nothing"));
        state.unfinished.remove(1);
        assert_eq!(broken(&state), "a join waits only while tasks are unfinished");
    }

    #[test]
    fn an_operation_that_waits_for_an_event_that_has_come_is_found() {
        let mut state = full(Fairness::Fair);
        let mut until = Until::new(Event::Empty);
        let polled = state.poll_until(&mut until, &mut Exchange::with(7), |_| true);
        assert_eq!((polled, broken(&state)), (Polled::Pending, "nothing"));
        assert_eq!(state.storage.pop(), Some(1));
        assert_eq!(broken(&state), "no operation waits for an event that has come");
        state.after_event(&mut Waiters::default());
        assert_eq!(broken(&state), "nothing");
    }

    #[test]
    fn what_is_not_up_to_date_is_found() {
        const FOUND: &str = "a newcomer is compared with the room that it may take";
        let breaks: [fn(&mut Numbers); 3] = [
            |state| state.limit = 1,
            |state| state.get_matters = false,
            // A newcomer has room once no put waits.
            |state| state.lines.putters.notify(&mut Waiters::default()),
        ];
        for break_it in breaks {
            let mut state = full(Fairness::Fair);
            let _put = wait_to_put(&mut state, 2, 7);
            state.storage = Fifo::from_iter([1, 2]);
            state.capacity = 2;
            assert_eq!(broken(&state), "nothing");
            break_it(&mut state);
            assert_eq!(broken(&state), FOUND);
            state.settle();
            assert_eq!(broken(&state), "nothing");
        }
        let mut state = full(Fairness::Fair);
        let _get = wait_to_get(&mut state, 7);
        state.storage = Fifo::default();
        state.put_matters = false;
        assert_eq!(broken(&state), FOUND);
    }
}

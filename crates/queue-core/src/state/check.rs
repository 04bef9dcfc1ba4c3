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

        holds(len <= self.capacity.as_limit(), "no more items than the capacity allows")?;
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
            !self.is_shut_down() || (sleeping_getters == 0 && sleeping_putters == 0),
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

#[cfg(test)]
mod tests {
    use core::num::NonZeroUsize;

    use super::*;
    use crate::{Capacity, Fifo};

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

    #[test]
    fn more_items_than_the_capacity_allows_are_found() {
        for fairness in BOTH_WAYS {
            let mut state = full(fairness);
            assert_eq!(broken(&state), "nothing");
            state.storage.push(2);
            assert_eq!(broken(&state), "no more items than the capacity allows");
        }
    }

    #[test]
    fn a_get_that_sleeps_beside_an_item_is_found() {
        for fairness in BOTH_WAYS {
            let mut state = full(fairness);
            let _ticket = state.enter_get(7);
            assert_eq!(
                broken(&state),
                "gets sleep only while as many others are released as there are items"
            );
        }
    }

    #[test]
    fn a_put_that_sleeps_beside_room_is_found_unless_another_is_to_come() {
        const FOUND: &str = "a put sleeps beside room only while another has been released for it";
        for fairness in BOTH_WAYS {
            let mut state = full(fairness);
            let _first = state.enter_put(2, 7);
            let _second = state.enter_put(3, 8);
            assert_eq!(broken(&state), "nothing");
            assert_eq!(state.storage.pop(), Some(1));
            assert_eq!(broken(&state), FOUND);
            assert_eq!(state.putters.release(), Some(7));
            assert_eq!(broken(&state), "nothing");
        }
        // The first has put, and will not come for room.
        let mut state = full(Fairness::Fair);
        let _first = state.enter_put(2, 7);
        let _second = state.enter_put(3, 8);
        assert!(state.try_get().is_ok_and(|(_, released)| released == [7]));
        assert_eq!(broken(&state), "nothing");
        assert_eq!(state.storage.pop(), Some(2));
        assert_eq!(broken(&state), FOUND);
    }

    #[test]
    fn an_item_that_is_not_where_its_way_of_waiting_keeps_it_is_found() {
        for (fairness, wrong) in [(Fairness::Fair, None), (Fairness::Barging, Some(2))] {
            let mut state = full(fairness);
            let _ticket = state.enter_put(2, 7);
            assert_eq!(broken(&state), "nothing");
            *state.putters.first().expect("one waits") = wrong;
            assert_eq!(broken(&state), "a waiting put's item is where its way of waiting keeps it");
        }
    }

    #[test]
    fn whoever_waits_after_a_shutdown_is_found() {
        const FOUND: &str = "after a shutdown nobody waits to get or to put";
        for fairness in BOTH_WAYS {
            let mut putting = full(fairness);
            let _put = putting.enter_put(2, 7);
            let mut getting = full(fairness);
            assert!(getting.try_get().is_ok());
            let _get = getting.enter_get(7);
            for state in [&mut putting, &mut getting] {
                assert_eq!(broken(state), "nothing");
                state.limit = 0;
                assert_eq!(broken(state), FOUND);
                assert_eq!(state.shut_down(), [7]);
                assert_eq!(broken(state), "nothing");
            }
        }
    }

    #[test]
    fn a_join_that_waits_for_nothing_is_found() {
        let mut state = full(Fairness::Fair);
        let _ticket = state.enter_join(7);
        assert_eq!(broken(&state), "nothing");
        state.unfinished.remove(1);
        assert_eq!(broken(&state), "a join waits only while tasks are unfinished");
    }
}

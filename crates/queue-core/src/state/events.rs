use crate::extras::Extras;
use crate::stats::Count;
use crate::{Event, Exchange, Polled, State, Storage, Until, Waiters};

/// Events: waiting for them.
impl<S: Storage, W> State<S, W> {
    /// Polls a wait for an event: it is ready if the event is there, or has come since it began.
    ///
    /// The event may have passed by the time of the poll: the queue may be full again. `is_current` is as for
    /// [`poll_get`](Self::poll_get). O(n) for each put and get, in the number of operations that wait for
    /// events.
    ///
    /// ```
    /// use queue_core::{Event, Exchange, Fifo, Polled, State, Until};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1]), Default::default());
    /// let (mut until, mut exchange) = (Until::new(Event::Empty), Exchange::with(7));
    /// assert_eq!(state.poll_until(&mut until, &mut exchange, |_| true), Polled::Pending);
    /// assert_eq!(state.try_get(&mut exchange.notified), Ok(1));
    /// assert_eq!(exchange.notified, [7]);
    /// assert_eq!(state.poll_until(&mut until, &mut exchange, |_| true), Polled::Ready(()));
    /// ```
    pub fn poll_until(
        &mut self,
        until: &mut Until,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
    ) -> Polled<()> {
        if until.is_finished() {
            return Polled::Finished;
        }
        // One that was notified is over, whatever the queue is like by now.
        let waits = match until.place.is_in_line() {
            true => self.extras().watchers.is_waiting(&until.place),
            false => !self.facts().show(until.event),
        };
        if !waits {
            self.end_until(until, exchange);
            return Polled::Ready(());
        }
        let Extras { watchers, events, .. } = self.extras.get_or_insert_with(Extras::new).as_mut();
        let counters = &mut self.lines.counters;
        let has_waiter = watchers.wait(&mut until.place, exchange, is_current, counters);
        if !has_waiter {
            return Polled::NeedsWaiter;
        }
        events.insert(until.place.index(), until.event);
        self.settle();
        Polled::Pending
    }

    /// Cancels a wait for an event. One that has finished, or not begun, needs no cancel.
    ///
    /// ```
    /// use queue_core::{Event, Exchange, Fifo, State, Until};
    ///
    /// let mut state = State::<Fifo<u8>, u32>::default();
    /// let (mut until, mut exchange) = (Until::new(Event::ShutDown), Exchange::with(7));
    /// let _ = state.poll_until(&mut until, &mut exchange, |_| true);
    /// state.cancel_until(&mut until, &mut exchange);
    /// assert_eq!((state.operations(), exchange.spent), (0, Some(7)));
    /// ```
    pub fn cancel_until(&mut self, until: &mut Until, exchange: &mut Exchange<W>) {
        if self.end_until(until, exchange) {
            self.lines.counters.add(Count::Cancel);
        }
    }

    /// Ends a wait for an event, and returns whether it was in the line.
    fn end_until(&mut self, until: &mut Until, exchange: &mut Exchange<W>) -> bool {
        let was_in_line = until.place.is_in_line();
        if was_in_line {
            let extras = self.extras();
            let index = until.place.index();
            extras.watchers.leave(&mut until.place, exchange);
            extras.events.remove(&index);
        }
        until.place.finish();
        was_in_line
    }

    fn facts(&self) -> Facts {
        Facts { len: self.len(), is_full: self.is_full(), is_shutdown: self.is_shutdown }
    }

    /// Notifies the operations whose event has come, and settles. Call it after any change that another
    /// operation may wait for.
    #[inline]
    pub(super) fn after_event(&mut self, notified: &mut Waiters<W>) {
        if self.extras.is_some() {
            self.notify_watchers(notified);
        }
        self.settle();
    }

    #[cold]
    #[inline(never)]
    fn notify_watchers(&mut self, notified: &mut Waiters<W>) {
        let facts = self.facts();
        let Extras { watchers, events, .. } = self.extras();
        let has_come = |index| events.get(&index).is_some_and(|&event| facts.show(event));
        watchers.notify_where(notified, has_come);
    }

    /// Returns whether no operation waits for an event that is there.
    pub(super) fn watchers_are_sound(&self) -> bool {
        let facts = self.facts();
        let mut watches = self.watches();
        watches.all(|(waiter, event)| {
            event.is_some_and(|&event| waiter.is_none() || !facts.show(event))
        })
    }
}

/// What events tell of a queue.
#[derive(Clone, Copy)]
struct Facts {
    len: usize,
    is_full: bool,
    is_shutdown: bool,
}

impl Facts {
    const fn show(self, event: Event) -> bool {
        match event {
            Event::Empty => self.len == 0,
            Event::Len(items) => self.len >= items || self.is_shutdown,
            Event::Room => !self.is_full || self.is_shutdown,
            Event::ShutDown => self.is_shutdown,
        }
    }
}

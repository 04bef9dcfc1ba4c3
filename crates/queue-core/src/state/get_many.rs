use alloc::vec::Vec;

use crate::{Exchange, Get, Polled, ShutDown, State, Storage, TryGetError, Waiters};

/// Batches: getting several items in one call.
impl<S: Storage, W> State<S, W> {
    /// Gets up to `limit` items, and appends them. Returns how many.
    ///
    /// It also gets the items of waiting puts, which come in as others leave.
    ///
    /// # Errors
    ///
    /// If there is no item, fails as [`try_get`](Self::try_get), unless the limit is zero.
    ///
    /// ```
    /// use queue_core::{Fifo, State, TryGetError};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1, 2, 3]), Default::default());
    /// let (mut items, mut notified) = (Vec::new(), Default::default());
    /// assert_eq!(state.try_get_many(2, &mut items, &mut notified), Ok(2));
    /// assert_eq!(state.try_get_many(2, &mut items, &mut notified), Ok(1));
    /// assert_eq!(items, [1, 2, 3]);
    /// assert_eq!(state.try_get_many(2, &mut items, &mut notified), Err(TryGetError::Empty));
    /// ```
    pub fn try_get_many(
        &mut self,
        limit: usize,
        items: &mut Vec<S::Item>,
        notified: &mut Waiters<W>,
    ) -> Result<usize, TryGetError> {
        items.reserve(limit.min(self.storage.len()));
        for got in 0..limit {
            let mut item = None;
            match self.try_get_into(&mut item, notified) {
                Ok(()) => items.extend(item),
                Err(error) if got == 0 => return Err(error),
                Err(_) => return Ok(got),
            }
        }
        Ok(limit)
    }

    /// Polls a get of up to `limit` items: appends those that are there, or waits for the first.
    ///
    /// It is otherwise as [`poll_get`](Self::poll_get). With a limit of zero it is ready at once.
    ///
    /// # Errors
    ///
    /// [`ShutDown`] if the queue has been shut down and no item is left.
    ///
    /// ```
    /// use queue_core::{Exchange, Fifo, Get, Polled, State};
    ///
    /// let mut state = State::<_, u32>::new(Fifo::from_iter([1, 2, 3]), Default::default());
    /// let (mut get, mut items) = (Get::new(), Vec::new());
    /// let polled = state.poll_get_many(&mut get, 2, &mut items, &mut Exchange::default(), |_| true);
    /// assert_eq!((polled, items), (Polled::Ready(Ok(())), vec![1, 2]));
    /// ```
    pub fn poll_get_many(
        &mut self,
        get: &mut Get,
        limit: usize,
        items: &mut Vec<S::Item>,
        exchange: &mut Exchange<W>,
        is_current: impl FnOnce(&W) -> bool,
    ) -> Polled<Result<(), ShutDown>> {
        if limit == 0 && !get.is_finished() {
            self.end_get(get, exchange);
            return Polled::Ready(Ok(()));
        }
        items.reserve(limit.min(self.storage.len()));
        let mut item = None;
        let polled = self.poll_get(get, &mut item, exchange, is_current);
        if let Some(item) = item {
            items.push(item);
            // That there are no others is no error.
            let _ = self.try_get_many(limit - 1, items, &mut exchange.notified);
        }
        polled
    }
}

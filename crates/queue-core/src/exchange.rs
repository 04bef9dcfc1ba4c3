use crate::Waiters;

/// The waiters that pass between a caller and a state in one poll or cancel.
///
/// Make a new one for each poll, which costs next to nothing. The state never drops, clones or
/// overwrites a waiter. A poll that need not wait leaves [`waiter`](Self::waiter) where it is.
///
/// ```
/// use queue_core::{Exchange, Fifo, Get, Polled, State};
///
/// let mut state = State::<Fifo<u8>, u32>::default();
/// let (mut get, mut item, mut exchange) = (Get::new(), None, Exchange::default());
/// let polled = state.poll_get(&mut get, &mut item, &mut exchange, |_| true);
/// assert_eq!(polled, Polled::NeedsWaiter);
///
/// exchange.waiter = Some(7);
/// let polled = state.poll_get(&mut get, &mut item, &mut exchange, |_| true);
/// assert_eq!(polled, Polled::Pending);
/// assert_eq!(exchange.waiter, None); // it waits in the queue's get line
///
/// state.cancel_get(&mut get, &mut exchange);
/// assert_eq!(exchange.spent, Some(7)); // it came out again
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange<W> {
    /// The waiter that the caller provides. A poll that has to wait takes it.
    pub waiter: Option<W>,
    /// The waiters to wake after you have let go of the state.
    pub notified: Waiters<W>,
    /// A waiter that the state needs no longer: its operation has finished, or waits with another one.
    /// Drop it after you have let go of the state.
    ///
    /// A call that finds a waiter here leaves it, and appends the next one to `notified`. That causes
    /// one extra wake, and loses nothing.
    pub spent: Option<W>,
}

impl<W> Exchange<W> {
    /// Makes an exchange that provides a waiter from the start.
    ///
    /// ```
    /// assert_eq!(queue_core::Exchange::with(7).waiter, Some(7));
    /// ```
    #[must_use]
    #[inline]
    pub fn with(waiter: W) -> Self {
        Self { waiter: Some(waiter), ..Self::default() }
    }

    pub(crate) fn give_back(&mut self, waiter: W) {
        if self.spent.is_none() {
            self.spent = Some(waiter);
        } else {
            self.notified.push(waiter);
        }
    }
}

impl<W> Default for Exchange<W> {
    #[inline]
    fn default() -> Self {
        Self { waiter: None, notified: Waiters::default(), spent: None }
    }
}

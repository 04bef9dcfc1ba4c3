/// The answer to a poll of an operation.
///
/// ```text
///            poll, with a waiter               a call notifies it
///   new ----------------------------> waiting ----------------------> notified
///    |                                 |   ^                             |
///    | Ready                     Ready |   |  poll, with a waiter:       | Ready
///    v                                 v   +--------- lost the race -----+
/// finished <-----------------------------------------------------------  v
/// ```
///
/// ```
/// use queue_core::{Exchange, Fifo, Get, Polled, State};
///
/// let mut state = State::<Fifo<u8>, u32>::default();
/// let (mut get, mut item, mut exchange) = (Get::new(), None, Exchange::default());
/// let answer = loop {
///     match state.poll_get(&mut get, &mut item, &mut exchange, |waiter| *waiter == 7) {
///         Polled::NeedsWaiter => exchange.waiter = Some(7),
///         answer => break answer,
///     }
/// };
/// assert_eq!(answer, Polled::Pending);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an operation may need a waiter to wait with"]
pub enum Polled<R> {
    /// The operation has finished, with this result.
    Ready(R),
    /// The operation waits, with a waiter in its line.
    Pending,
    /// The operation has to wait and has no waiter to wait with: put one into
    /// [`Exchange::waiter`](crate::Exchange::waiter) and poll again. Making the waiter may run any
    /// code, since the next poll looks again.
    NeedsWaiter,
    /// The operation finished before this poll.
    Finished,
}

impl<R> Polled<R> {
    /// Changes the result of an operation that is ready.
    ///
    /// ```
    /// use queue_core::Polled;
    ///
    /// assert_eq!(Polled::Ready(1).map(|n| n + 1), Polled::Ready(2));
    /// ```
    pub fn map<U>(self, change: impl FnOnce(R) -> U) -> Polled<U> {
        match self {
            Self::Ready(result) => Polled::Ready(change(result)),
            Self::Pending => Polled::Pending,
            Self::NeedsWaiter => Polled::NeedsWaiter,
            Self::Finished => Polled::Finished,
        }
    }
}

/// Something that happens to a queue, to be waited for: see [`Until`](crate::Until).
///
/// ```
/// use queue_core::{Event, Exchange, Fifo, Polled, State, Until};
///
/// let mut state = State::<Fifo<u8>, u32>::default();
/// let (mut until, mut exchange) = (Until::new(Event::Len(1)), Exchange::with(7));
/// assert_eq!(state.poll_until(&mut until, &mut exchange, |_| true), Polled::Pending);
/// state.try_put(1, &mut exchange.notified)?;
/// assert_eq!(exchange.notified, [7]);
/// # Ok::<(), queue_core::TryPutError<u8>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Event {
    /// The queue has no item.
    Empty,
    /// The queue has so many items or more, or has been shut down.
    Len(usize),
    /// The queue has room, or has been shut down.
    Room,
    /// The queue has been shut down.
    ShutDown,
}

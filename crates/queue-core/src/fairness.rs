/// The two ways of waiting: whether a newcomer may overtake a put that waits.
///
/// Operations that need not wait behave the same under both. `docs/semantics.md` in the repository compares
/// the two in a table.
///
/// ```
/// use queue_core::{Capacity, Exchange, Fairness, Fifo, Put, State};
///
/// let one = Capacity::try_from(1)?;
/// let storage = Fifo::from_iter(["old"]);
/// let mut fair = State::<_, u32>::new(storage.clone(), one);
/// let mut barging = State::<_, u32>::with_fairness(storage, one, Fairness::Barging);
/// for state in [&mut fair, &mut barging] {
///     let (mut put, mut exchange) = (Put::new("waits"), Exchange::with(7));
///     let _ = state.poll_put(&mut put, &mut exchange, |_| true);
///     assert_eq!(state.try_get(&mut exchange.notified), Ok("old"));
///     assert_eq!(exchange.notified, [7]);
/// }
/// assert_eq!(fair.len(), 1); // the item has been admitted
/// assert_eq!(barging.len(), 0); // task 7 has to try again
/// # Ok::<(), queue_core::ZeroCapacity>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fairness {
    /// No put overtakes one that waits.
    ///
    /// The queue holds the item of a waiting put. A get that makes room admits the oldest one at once: that
    /// put has happened, even if it is cancelled before it is polled again. A notified get that lost the
    /// race waits again at the place of its arrival.
    #[default]
    Fair,
    /// A newcomer may overtake a put that waits, as in CPython's `asyncio`.
    ///
    /// A waiting put keeps its item. A get that makes room notifies the oldest put, which tries again
    /// when it is polled. So a put that is cancelled before it has finished never puts. A notified
    /// operation that lost the race waits again behind all others.
    Barging,
}

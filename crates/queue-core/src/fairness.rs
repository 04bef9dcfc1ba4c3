/// The two ways of waiting: whether a newcomer may overtake a put that waits.
///
/// Puts and gets that need not wait behave the same under both.
///
/// |  | [`Fair`](Self::Fair) | [`Barging`](Self::Barging) |
/// |---|---|---|
/// | a waiting put's item is held by | the state | the [`Put`](crate::Put) |
/// | a get that makes room | admits the oldest waiting item at once and notifies its put | notifies the oldest put, which tries again |
/// | order of waiting puts | first in, first out; no put overtakes | first notified, but a newcomer may take the room |
/// | a notified get that lost the race | waits again at its arrival place | waits again behind all others |
/// | a put that is cancelled after a get notified it | *has* put | never puts |
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
    /// Room that appears goes to the put that has waited longest, before a newcomer can take it.
    #[default]
    Fair,
    /// Room that appears goes to the first put that comes, as in CPython's `asyncio`.
    Barging,
}

/// Who goes first when somebody waits: the two ways of waiting.
///
/// Puts and gets that need not wait behave the same under both.
///
/// |  | [`Fair`](Self::Fair) | [`Barging`](Self::Barging) |
/// |---|---|---|
/// | a waiting put's item is held by | the state | the [`PutTicket`](crate::PutTicket) |
/// | a get that makes room | admits the oldest waiting item at once and releases its putter | releases the oldest putter, which tries again |
/// | order of waiting puts | first in, first out; nobody overtakes | first released, but a newcomer may take the room |
/// | a released getter that finds nothing | waits again at its arrival place | waits again behind everyone |
/// | a put that leaves after a get released it | *has* put | never puts |
///
/// ```
/// use queue_core::{Capacity, Fairness, Fifo, State};
///
/// let one = Capacity::try_from(1)?;
/// let storage = Fifo::from_iter(["old"]);
/// let mut fair = State::<_, u32>::new(storage.clone(), one);
/// let mut barging = State::<_, u32>::with_fairness(storage, one, Fairness::Barging);
/// for state in [&mut fair, &mut barging] {
///     let _ticket = state.enter_put("waits", 7);
///     let (_, released) = state.try_get().unwrap();
///     assert_eq!(released, [7]);
/// }
/// assert_eq!(fair.len(), 1); // the item has been admitted
/// assert_eq!(barging.len(), 0); // task 7 has to try again
/// # Ok::<(), queue_core::ZeroCapacity>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fairness {
    /// Room that appears goes to the put that has waited longest, before anybody else can take it.
    #[default]
    Fair,
    /// Room that appears goes to whoever comes first, as in CPython's `asyncio`.
    Barging,
}

/// The two ways of waiting: whether a newcomer may overtake a put that waits.
///
/// Operations that need not wait behave the same under both. `docs/semantics.md` in the repository compares
/// the two in a table.
///
/// ```
/// use queue_core::Fairness;
///
/// assert_eq!(Fairness::default(), Fairness::Fair);
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

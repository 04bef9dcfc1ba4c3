/// Where a job goes whose attempt has failed.
///
/// If it has no attempts left, it is dead instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// To its old place in the order of arrival.
    InPlace,
    /// To the end of the order.
    AtEnd,
    /// To the end of the order after the backoff of the queue, counted from this time, and after its retry limit. To its
    /// old place if the queue has neither.
    After(u64),
    /// To the end of the order at this time, and nowhere before. Its key stays in progress until then, unless a
    /// newer item of the key becomes one with it. The time `u64::MAX` never comes.
    At(u64),
}

/// Where a job goes whose attempt has failed.
///
/// If it has no attempts left, it is dead instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// To its old place in the order of arrival.
    InPlace,
    /// To the end of the order.
    AtEnd,
    /// To the end of the order at this time, and nowhere before. Its key stays in progress until then, unless a
    /// newer item of the key becomes one with it.
    At(u64),
}

use core::cmp::Ordering;

/// An item beside a key: comparisons look at the key alone.
///
/// It lets a priority queue hold items that have no order, such as jobs with a priority. Two values with equal
/// keys are equal, whatever their items are.
///
/// In Python a class with `field(compare=False)` does the same.
///
/// ```
/// use queue_core::{Keyed, Priority, Storage};
///
/// let jobs = [(2, "sweep"), (1, "cook"), (2, "wash")].map(Keyed::from);
/// let jobs = Priority::from_iter(jobs);
/// assert!(jobs.into_items().map(|job| job.item).eq(["cook", "sweep", "wash"]));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Keyed<K, T> {
    /// What comparisons look at.
    pub key: K,
    /// What they do not look at.
    pub item: T,
}

impl<K, T> Keyed<K, T> {
    /// Returns an item beside its key.
    ///
    /// ```
    /// use queue_core::Keyed;
    ///
    /// assert!(Keyed::new(1, "cook") < Keyed::new(2, "sweep"));
    /// ```
    #[must_use]
    pub const fn new(key: K, item: T) -> Self {
        Self { key, item }
    }
}

impl<K, T> From<(K, T)> for Keyed<K, T> {
    /// Takes a key and an item.
    fn from((key, item): (K, T)) -> Self {
        Self::new(key, item)
    }
}

impl<K: PartialEq, T> PartialEq for Keyed<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<K: Eq, T> Eq for Keyed<K, T> {}

impl<K: PartialOrd, T> PartialOrd for Keyed<K, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.key.partial_cmp(&other.key)
    }
}

impl<K: Ord, T> Ord for Keyed<K, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

use core::convert::Infallible;
use core::fmt;
use core::marker::PhantomData;

/// How the items of a work queue are ordered, and which of them belong together.
///
/// [`Plain`], [`ByRank`] and [`ByKey`] are ready to use. Implement it for rules of your own:
///
/// ```
/// use queue_core::work::{Merge, Rules};
///
/// struct Build {
///     project: String,
///     is_urgent: bool,
/// }
///
/// /// One build of a project at a time, the newest wish only, and urgent ones first.
/// #[derive(Clone)]
/// struct Builds;
///
/// impl Rules for Builds {
///     type Item = Build;
///     type Rank = bool;
///     type Key = String;
///
///     fn rank(&mut self, build: &Build) -> bool {
///         !build.is_urgent
///     }
///     fn key(&self, build: &Build) -> Option<String> {
///         Some(build.project.clone())
///     }
///     fn merge(&mut self, queued: &mut Build, newer: Build) -> Merge<Build> {
///         Merge::Leftover(std::mem::replace(queued, newer))
///     }
/// }
/// ```
///
/// # Calls and panics
///
/// The methods, and the comparisons of ranks and keys, run while the queue is held. They must not call their own
/// queue, and keys are cloned and dropped there. If one panics, the item that it was given may be lost, and nothing
/// else is.
pub trait Rules: Clone {
    /// The type of the items.
    type Item;

    /// What ready items are ordered by, the smallest first. Items of equal rank leave in the order of arrival.
    type Rank: Ord;

    /// What items have in common that must not be in progress at the same time.
    type Key: Ord + Clone;

    /// Returns the rank of an item, once for each put, and again after a merge.
    fn rank(&mut self, item: &Self::Item) -> Self::Rank;

    /// Returns the key of an item, once for each put, or `None` if it stands alone.
    fn key(&self, item: &Self::Item) -> Option<Self::Key>;

    /// Says what becomes of a newer item of the same key behind one that is not in progress. By default each
    /// stays for itself.
    fn merge(&mut self, queued: &mut Self::Item, newer: Self::Item) -> Merge<Self::Item> {
        let _ = queued;
        Merge::Apart(newer)
    }
}

/// What became of two items of one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an item may have come back"]
pub enum Merge<T> {
    /// Each stays for itself: the newer one leaves after the older one has ended.
    Apart(T),
    /// They are one item now.
    Together,
    /// They are one item now, and this is left over. It is dropped after the queue has been let go of.
    Leftover(T),
}

/// Every item stands alone, first in, first out.
///
/// ```
/// use queue_core::work::{Job, Jobs, Plain};
/// use queue_core::Storage;
///
/// let mut jobs = Jobs::new(Plain::default());
/// let _ = jobs.push(Job::new("first"));
/// let _ = jobs.push(Job::new("second"));
/// assert_eq!(jobs.pop().map(|job| job.item), Some("first"));
/// ```
pub struct Plain<T>(PhantomData<fn(T)>);

/// The item of the smallest rank leaves first.
///
/// ```
/// use queue_core::work::{ByRank, Job, Jobs};
/// use queue_core::Storage;
///
/// let mut jobs = Jobs::new(ByRank::new(|word: &&str| word.len()));
/// let _ = jobs.push(Job::new("long"));
/// let _ = jobs.push(Job::new("big"));
/// assert_eq!(jobs.pop().map(|job| job.item), Some("big"));
/// ```
pub struct ByRank<T, R> {
    rank: fn(&T) -> R,
}

/// At most one item of a key is in progress, and items of a key leave in the order of arrival.
///
/// ```
/// use queue_core::work::{ByKey, Job, Jobs, Keep};
/// use queue_core::Storage;
///
/// let mut jobs = Jobs::new(ByKey::new(Keep::All, |&(user, _): &(u8, &str)| user));
/// for job in [(1, "mail"), (1, "call"), (2, "mail")] {
///     let _ = jobs.push(Job::new(job));
/// }
/// assert_eq!(jobs.pop().map(|job| job.item), Some((1, "mail")));
/// assert_eq!(jobs.pop().map(|job| job.item), Some((2, "mail")));
/// assert!(jobs.pop().is_none(), "the call waits for the mail to end");
/// ```
pub struct ByKey<T, K> {
    keep: Keep,
    key: fn(&T) -> K,
}

/// Which items of a key a [`ByKey`] keeps, of those that are not in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keep {
    /// All, in order.
    All,
    /// The first one put.
    First,
    /// The last one put, at the place of the first.
    Last,
}

impl<T> Rules for Plain<T> {
    type Item = T;
    type Rank = ();
    type Key = Infallible;

    #[inline]
    fn rank(&mut self, _: &T) {}

    #[inline]
    fn key(&self, _: &T) -> Option<Infallible> {
        None
    }
}

impl<T, R: Ord> Rules for ByRank<T, R> {
    type Item = T;
    type Rank = R;
    type Key = Infallible;

    fn rank(&mut self, item: &T) -> R {
        (self.rank)(item)
    }

    #[inline]
    fn key(&self, _: &T) -> Option<Infallible> {
        None
    }
}

impl<T, K: Ord + Clone> Rules for ByKey<T, K> {
    type Item = T;
    type Rank = ();
    type Key = K;

    #[inline]
    fn rank(&mut self, _: &T) {}

    fn key(&self, item: &T) -> Option<K> {
        Some((self.key)(item))
    }

    fn merge(&mut self, queued: &mut T, newer: T) -> Merge<T> {
        match self.keep {
            Keep::All => Merge::Apart(newer),
            Keep::First => Merge::Leftover(newer),
            Keep::Last => Merge::Leftover(core::mem::replace(queued, newer)),
        }
    }
}

impl<T, R> ByRank<T, R> {
    /// Makes the rules from a function that returns the rank of an item.
    ///
    /// ```
    /// let _ = queue_core::work::ByRank::new(|number: &u8| *number);
    /// ```
    #[must_use]
    pub const fn new(rank: fn(&T) -> R) -> Self {
        Self { rank }
    }
}

impl<T, K> ByKey<T, K> {
    /// Makes the rules from a function that returns the key of an item.
    ///
    /// ```
    /// use queue_core::work::{ByKey, Keep};
    ///
    /// let _ = ByKey::new(Keep::Last, |number: &u8| *number);
    /// ```
    #[must_use]
    pub const fn new(keep: Keep, key: fn(&T) -> K) -> Self {
        Self { keep, key }
    }
}

impl<T> Default for Plain<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T> Clone for Plain<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Plain<T> {}

impl<T, R> Clone for ByRank<T, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, R> Copy for ByRank<T, R> {}

impl<T, K> Clone for ByKey<T, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, K> Copy for ByKey<T, K> {}

impl<T> fmt::Debug for Plain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Plain")
    }
}

impl<T, R> fmt::Debug for ByRank<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByRank")
    }
}

impl<T, K> fmt::Debug for ByKey<T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByKey").field("keep", &self.keep).finish_non_exhaustive()
    }
}

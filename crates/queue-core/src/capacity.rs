use core::fmt;
use core::num::NonZeroUsize;

use crate::ZeroCapacity;

/// How many items a queue holds at most, or how much they weigh.
///
/// ```
/// use queue_core::{Capacity, ZeroCapacity};
///
/// assert_eq!(Capacity::try_from(2)?.limit().map(|n| n.get()), Some(2));
/// assert_eq!(Capacity::Unbounded.limit(), None);
/// assert_eq!(Capacity::try_from(0), Err(ZeroCapacity));
/// # Ok::<(), ZeroCapacity>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Capacity {
    /// At most this many items.
    Bounded(NonZeroUsize),
    /// As many items as memory holds.
    #[default]
    Unbounded,
    /// None: a put waits until a get takes its item.
    ///
    /// Such a queue is always [fair](crate::Fairness::Fair). No attempt to put succeeds, and no room can be
    /// reserved. The order of the storage does not matter: puts are served in the order of arrival.
    Rendezvous,
}

impl Capacity {
    /// Returns the largest number of items, or `None` if it is not a positive number.
    ///
    /// ```
    /// use queue_core::Capacity;
    ///
    /// assert_eq!(Capacity::try_from(3)?.limit().map(|limit| limit.get()), Some(3));
    /// # Ok::<(), queue_core::ZeroCapacity>(())
    /// ```
    #[must_use]
    pub const fn limit(self) -> Option<NonZeroUsize> {
        match self {
            Self::Bounded(limit) => Some(limit),
            Self::Unbounded | Self::Rendezvous => None,
        }
    }

    /// Returns the limit as a number: zero for a rendezvous, `usize::MAX` for an unbounded queue.
    pub(crate) const fn as_limit(self) -> usize {
        match self {
            Self::Bounded(limit) => limit.get(),
            Self::Unbounded => usize::MAX,
            Self::Rendezvous => 0,
        }
    }

    /// The capacity of a limit; see [`as_limit`](Self::as_limit).
    pub(crate) const fn of_limit(limit: usize) -> Self {
        match NonZeroUsize::new(limit) {
            Some(NonZeroUsize::MAX) => Self::Unbounded,
            Some(limit) => Self::Bounded(limit),
            None => Self::Rendezvous,
        }
    }
}

impl From<NonZeroUsize> for Capacity {
    fn from(limit: NonZeroUsize) -> Self {
        Self::Bounded(limit)
    }
}

impl TryFrom<usize> for Capacity {
    type Error = ZeroCapacity;

    fn try_from(limit: usize) -> Result<Self, ZeroCapacity> {
        NonZeroUsize::new(limit).map(Self::Bounded).ok_or(ZeroCapacity)
    }
}

impl fmt::Display for Capacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bounded(limit) => limit.fmt(f),
            Self::Unbounded => f.write_str("unbounded"),
            Self::Rendezvous => f.write_str("rendezvous"),
        }
    }
}

use core::fmt;
use core::num::NonZeroUsize;

use crate::ZeroCapacity;

/// How many items a queue holds at most.
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
}

impl Capacity {
    /// Returns the largest number of items, or `None` if the capacity is unbounded.
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
            Self::Unbounded => None,
        }
    }

    /// Returns the limit as a number, `usize::MAX` if there is none.
    pub(crate) fn as_limit(self) -> usize {
        self.limit().map_or(usize::MAX, NonZeroUsize::get)
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
        }
    }
}

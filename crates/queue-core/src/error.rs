use core::error::Error;
use core::fmt;

/// The error of a capacity of zero: a queue holds at least one item.
///
/// ```
/// use queue_core::{Capacity, ZeroCapacity};
///
/// assert_eq!(Capacity::try_from(0), Err(ZeroCapacity));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZeroCapacity;

/// The error of a change of the capacity from or to [`Capacity::Rendezvous`](crate::Capacity::Rendezvous).
///
/// ```
/// use queue_core::{Capacity, Fifo, FixedCapacity, State};
///
/// let mut state = State::<Fifo<u8>, ()>::default();
/// let changed = state.set_capacity(Capacity::Rendezvous, &mut Default::default());
/// assert_eq!(changed, Err(FixedCapacity));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedCapacity;

/// The error of a get after a shutdown.
///
/// ```
/// assert_eq!(queue_core::ShutDown.to_string(), "the queue has been shut down");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShutDown;

/// The error of a put. It gives the item back.
///
/// ```
/// use queue_core::PutError;
///
/// assert_eq!(PutError::ShutDown(7).to_string(), "the queue has been shut down");
/// assert_eq!(PutError::Refused(7).into_item(), 7);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PutError<T = ()> {
    /// The queue was shut down before the item got in.
    ShutDown(T),
    /// The queue does not take the item, and never will: its storage
    /// [refused](crate::Pushed::Refused) it, or it needs more room than the queue has.
    ///
    /// The storages of this crate refuse no item.
    Refused(T),
}

impl<T> PutError<T> {
    /// Returns the item.
    ///
    /// ```
    /// assert_eq!(queue_core::PutError::ShutDown(7).into_item(), 7);
    /// ```
    pub fn into_item(self) -> T {
        match self {
            Self::ShutDown(item) | Self::Refused(item) => item,
        }
    }

    /// Returns the same error with another item.
    ///
    /// ```
    /// use queue_core::PutError;
    ///
    /// assert_eq!(PutError::ShutDown(()).with_item(7), PutError::ShutDown(7));
    /// ```
    pub fn with_item<U>(self, item: U) -> PutError<U> {
        match self {
            Self::ShutDown(_) => PutError::ShutDown(item),
            Self::Refused(_) => PutError::Refused(item),
        }
    }

    /// Returns the same error with the item changed.
    ///
    /// ```
    /// use queue_core::PutError;
    ///
    /// assert_eq!(PutError::ShutDown(7).map(|n| n + 1), PutError::ShutDown(8));
    /// ```
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> PutError<U> {
        match self {
            Self::ShutDown(item) => PutError::ShutDown(change(item)),
            Self::Refused(item) => PutError::Refused(change(item)),
        }
    }

    /// Returns whether the queue has been shut down.
    ///
    /// ```
    /// assert!(queue_core::PutError::ShutDown(7).is_shutdown());
    /// ```
    #[must_use]
    pub const fn is_shutdown(&self) -> bool {
        matches!(self, Self::ShutDown(_))
    }

    /// Returns whether the queue has refused the item.
    ///
    /// ```
    /// assert!(queue_core::PutError::Refused(7).is_refused());
    /// ```
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        matches!(self, Self::Refused(_))
    }
}

impl<T> fmt::Debug for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ShutDown(_) => "ShutDown(..)",
            Self::Refused(_) => "Refused(..)",
        })
    }
}

/// The error of an attempt to put. It gives the item back.
///
/// ```
/// use queue_core::TryPutError;
///
/// assert_eq!(TryPutError::Full(7).to_string(), "the queue is full");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TryPutError<T = ()> {
    /// There is no room, or the count of unfinished tasks is at its limit.
    Full(T),
    /// The queue has been shut down.
    ShutDown(T),
    /// The queue does not take the item, and never will: see [`PutError::Refused`].
    Refused(T),
}

impl<T> TryPutError<T> {
    /// Returns the item.
    ///
    /// ```
    /// use queue_core::TryPutError;
    ///
    /// assert_eq!(TryPutError::Full(7).into_item(), 7);
    /// ```
    pub fn into_item(self) -> T {
        match self {
            Self::Full(item) | Self::ShutDown(item) | Self::Refused(item) => item,
        }
    }

    /// Returns the same error with another item.
    ///
    /// ```
    /// use queue_core::TryPutError;
    ///
    /// assert_eq!(TryPutError::Full(()).with_item(7), TryPutError::Full(7));
    /// ```
    pub fn with_item<U>(self, item: U) -> TryPutError<U> {
        match self {
            Self::Full(_) => TryPutError::Full(item),
            Self::ShutDown(_) => TryPutError::ShutDown(item),
            Self::Refused(_) => TryPutError::Refused(item),
        }
    }

    /// Returns the same error with the item changed.
    ///
    /// ```
    /// use queue_core::TryPutError;
    ///
    /// assert_eq!(TryPutError::Full(7).map(|n| n + 1), TryPutError::Full(8));
    /// ```
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> TryPutError<U> {
        match self {
            Self::Full(item) => TryPutError::Full(change(item)),
            Self::ShutDown(item) => TryPutError::ShutDown(change(item)),
            Self::Refused(item) => TryPutError::Refused(change(item)),
        }
    }

    /// Returns whether there was no room.
    ///
    /// ```
    /// use queue_core::TryPutError;
    ///
    /// assert!(TryPutError::Full(7).is_full());
    /// assert!(!TryPutError::ShutDown(7).is_full());
    /// ```
    #[must_use]
    pub const fn is_full(&self) -> bool {
        matches!(self, Self::Full(_))
    }

    /// Returns whether the queue has been shut down.
    ///
    /// ```
    /// use queue_core::TryPutError;
    ///
    /// assert!(TryPutError::ShutDown(7).is_shutdown());
    /// assert!(!TryPutError::Full(7).is_shutdown());
    /// ```
    #[must_use]
    pub const fn is_shutdown(&self) -> bool {
        matches!(self, Self::ShutDown(_))
    }

    /// Returns whether the queue has refused the item.
    ///
    /// ```
    /// assert!(queue_core::TryPutError::Refused(7).is_refused());
    /// ```
    #[must_use]
    pub const fn is_refused(&self) -> bool {
        matches!(self, Self::Refused(_))
    }
}

impl<T> fmt::Debug for TryPutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full(_) => "Full(..)",
            Self::ShutDown(_) => "ShutDown(..)",
            Self::Refused(_) => "Refused(..)",
        })
    }
}

impl<T> From<PutError<T>> for TryPutError<T> {
    fn from(error: PutError<T>) -> Self {
        match error {
            PutError::ShutDown(item) => Self::ShutDown(item),
            PutError::Refused(item) => Self::Refused(item),
        }
    }
}

/// The error of an attempt to get.
///
/// ```
/// use queue_core::TryGetError;
///
/// assert_eq!(TryGetError::Empty.to_string(), "the queue is empty");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryGetError {
    /// There is no item.
    Empty,
    /// There is no item, and there will be none: the queue has been shut down.
    ShutDown,
}

impl TryGetError {
    /// Returns whether the queue was empty and had not been shut down.
    ///
    /// ```
    /// use queue_core::TryGetError;
    ///
    /// assert!(TryGetError::Empty.is_empty());
    /// assert!(!TryGetError::ShutDown.is_empty());
    /// ```
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// Returns whether the queue has been shut down.
    ///
    /// ```
    /// use queue_core::TryGetError;
    ///
    /// assert!(TryGetError::ShutDown.is_shutdown());
    /// assert!(!TryGetError::Empty.is_shutdown());
    /// ```
    #[must_use]
    pub const fn is_shutdown(&self) -> bool {
        matches!(self, Self::ShutDown)
    }
}

impl From<ShutDown> for TryGetError {
    fn from(ShutDown: ShutDown) -> Self {
        Self::ShutDown
    }
}

/// The error of a `task_done` too many: it was called more often than items were put.
///
/// ```
/// use queue_core::{Fifo, State, TaskDoneError};
///
/// let mut state = State::<Fifo<u8>, ()>::default();
/// assert_eq!(state.task_done(&mut Default::default()), Err(TaskDoneError));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskDoneError;

/// The invariant that [`State::check`](crate::State::check) found broken.
///
/// ```
/// use queue_core::{Fifo, State};
///
/// let state = State::<Fifo<u8>, u32>::default();
/// assert_eq!(state.check().map_err(|violation| violation.to_string()), Ok(()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation(pub(crate) &'static str);

impl fmt::Display for ZeroCapacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a queue's capacity is at least one")
    }
}

impl fmt::Display for FixedCapacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a queue does not become a rendezvous, nor a rendezvous a queue")
    }
}

impl fmt::Display for ShutDown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue has been shut down")
    }
}

impl<T> fmt::Display for PutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShutDown(_) => ShutDown.fmt(f),
            Self::Refused(_) => f.write_str("the queue does not take the item"),
        }
    }
}

impl<T> fmt::Display for TryPutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(_) => f.write_str("the queue is full"),
            Self::ShutDown(_) => ShutDown.fmt(f),
            Self::Refused(_) => PutError::Refused(()).fmt(f),
        }
    }
}

impl fmt::Display for TryGetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the queue is empty"),
            Self::ShutDown => ShutDown.fmt(f),
        }
    }
}

impl fmt::Display for TaskDoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("task_done() called too many times")
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invariant broken: {}", self.0)
    }
}

impl Error for ZeroCapacity {}

impl Error for FixedCapacity {}

impl Error for ShutDown {}

impl<T> Error for PutError<T> {}

impl<T> Error for TryPutError<T> {}

impl Error for TryGetError {}

impl Error for TaskDoneError {}

impl Error for Violation {}

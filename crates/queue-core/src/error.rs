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

/// The error of a put or get after a shutdown. A put's error gives the item back.
///
/// ```
/// use queue_core::ShutDown;
///
/// let error = ShutDown("item");
/// assert_eq!(error.to_string(), "the queue has been shut down");
/// assert_eq!(error.into_item(), "item");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ShutDown<T = ()>(
    /// The item that was not put.
    pub T,
);

impl<T> ShutDown<T> {
    /// Returns the item.
    ///
    /// ```
    /// assert_eq!(queue_core::ShutDown(7).into_item(), 7);
    /// ```
    pub fn into_item(self) -> T {
        self.0
    }

    /// Drops the item and keeps the error.
    ///
    /// ```
    /// use queue_core::ShutDown;
    ///
    /// assert_eq!(ShutDown("item").without_item(), ShutDown(()));
    /// ```
    pub fn without_item(self) -> ShutDown {
        ShutDown(())
    }
}

impl<T> fmt::Debug for ShutDown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShutDown(..)")
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
            Self::Full(item) | Self::ShutDown(item) => item,
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
}

impl<T> fmt::Debug for TryPutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full(_) => "Full(..)",
            Self::ShutDown(_) => "ShutDown(..)",
        })
    }
}

impl<T> From<ShutDown<T>> for TryPutError<T> {
    fn from(ShutDown(item): ShutDown<T>) -> Self {
        Self::ShutDown(item)
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
    fn from(ShutDown(()): ShutDown) -> Self {
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

impl<T> fmt::Display for ShutDown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the queue has been shut down")
    }
}

impl<T> fmt::Display for TryPutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(_) => f.write_str("the queue is full"),
            Self::ShutDown(_) => ShutDown(()).fmt(f),
        }
    }
}

impl fmt::Display for TryGetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the queue is empty"),
            Self::ShutDown => ShutDown(()).fmt(f),
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

impl<T> Error for ShutDown<T> {}

impl<T> Error for TryPutError<T> {}

impl Error for TryGetError {}

impl Error for TaskDoneError {}

impl Error for Violation {}

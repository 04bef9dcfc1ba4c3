use core::error::Error;
use core::fmt;

use queue_async::{PutError, ShutDown, TryGetError, TryPutError};

/// The error of `put_nowait`. It has the item.
///
/// ```
/// use queue_compat::PutNowaitError;
///
/// assert_eq!(PutNowaitError::QueueFull(7).to_string(), "the queue is full");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PutNowaitError<T> {
    /// There is no room.
    QueueFull(T),
    /// The queue has been shut down.
    QueueShutDown(T),
    /// The storage refuses the item, as an overridden `_put` that raises would. asyncio's own queues refuse
    /// none.
    Refused(T),
}

/// The error of `get_nowait`.
///
/// ```
/// use queue_compat::GetNowaitError;
///
/// assert_eq!(GetNowaitError::QueueEmpty.to_string(), "the queue is empty");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetNowaitError {
    /// There is no item.
    QueueEmpty,
    /// There is no item, and the queue has been shut down.
    QueueShutDown,
}

impl<T> PutNowaitError<T> {
    /// Returns the item.
    ///
    /// ```
    /// use queue_compat::PutNowaitError;
    ///
    /// assert_eq!(PutNowaitError::QueueFull(7).into_item(), 7);
    /// ```
    pub fn into_item(self) -> T {
        match self {
            Self::QueueFull(item) | Self::QueueShutDown(item) | Self::Refused(item) => item,
        }
    }
}

impl<T> From<TryPutError<T>> for PutNowaitError<T> {
    fn from(error: TryPutError<T>) -> Self {
        match error {
            TryPutError::Full(item) => Self::QueueFull(item),
            TryPutError::ShutDown(item) => Self::QueueShutDown(item),
            TryPutError::Refused(item) => Self::Refused(item),
        }
    }
}

impl<T> From<PutError<T>> for PutNowaitError<T> {
    fn from(error: PutError<T>) -> Self {
        TryPutError::from(error).into()
    }
}

impl From<ShutDown> for GetNowaitError {
    fn from(ShutDown: ShutDown) -> Self {
        Self::QueueShutDown
    }
}

impl From<TryGetError> for GetNowaitError {
    fn from(error: TryGetError) -> Self {
        match error {
            TryGetError::Empty => Self::QueueEmpty,
            TryGetError::ShutDown => Self::QueueShutDown,
        }
    }
}

impl<T> fmt::Display for PutNowaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueueFull(_) => TryPutError::Full(()).fmt(f),
            Self::QueueShutDown(_) => ShutDown.fmt(f),
            Self::Refused(_) => TryPutError::Refused(()).fmt(f),
        }
    }
}

impl fmt::Display for GetNowaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QueueEmpty => TryGetError::Empty.fmt(f),
            Self::QueueShutDown => ShutDown.fmt(f),
        }
    }
}

impl<T> fmt::Debug for PutNowaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::QueueFull(_) => "QueueFull(..)",
            Self::QueueShutDown(_) => "QueueShutDown(..)",
            Self::Refused(_) => "Refused(..)",
        })
    }
}

impl<T> Error for PutNowaitError<T> {}

impl Error for GetNowaitError {}

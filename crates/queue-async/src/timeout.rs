use core::fmt;
use std::error::Error;

use crate::{PutError, ShutDown};

/// The error of a join with a time limit.
///
/// ```
/// assert_eq!(queue_async::TimedOut.to_string(), "timed out");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedOut;

/// The error of a put with a time limit. It has the item.
///
/// ```
/// use queue_async::{PutTimeoutError, sync::Queue};
///
/// let queue = Queue::bounded(1);
/// queue.shutdown();
/// let error = queue.blocking_put_timeout('a', std::time::Duration::ZERO);
/// assert_eq!(error, Err(PutTimeoutError::ShutDown('a')));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PutTimeoutError<T> {
    /// There was no room in time.
    TimedOut(T),
    /// The queue was shut down before the item got in.
    ShutDown(T),
    /// The queue does not take the item: see [`PutError::Refused`].
    Refused(T),
}

/// The error of a get with a time limit.
///
/// ```
/// use queue_async::{GetTimeoutError, sync::Queue};
///
/// let queue = Queue::<u8>::bounded(1);
/// queue.shutdown();
/// let error = queue.blocking_get_timeout(std::time::Duration::ZERO);
/// assert_eq!(error, Err(GetTimeoutError::ShutDown));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetTimeoutError {
    /// There was no item in time.
    TimedOut,
    /// The queue has been shut down and no item is left.
    ShutDown,
}

impl<T> PutTimeoutError<T> {
    /// Returns the item.
    ///
    /// ```
    /// use queue_async::PutTimeoutError;
    ///
    /// assert_eq!(PutTimeoutError::TimedOut(7).into_item(), 7);
    /// ```
    pub fn into_item(self) -> T {
        match self {
            Self::TimedOut(item) | Self::ShutDown(item) | Self::Refused(item) => item,
        }
    }
}

impl<T> From<PutError<T>> for PutTimeoutError<T> {
    fn from(error: PutError<T>) -> Self {
        match error {
            PutError::ShutDown(item) => Self::ShutDown(item),
            PutError::Refused(item) => Self::Refused(item),
        }
    }
}

impl From<ShutDown> for GetTimeoutError {
    fn from(ShutDown: ShutDown) -> Self {
        Self::ShutDown
    }
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("timed out")
    }
}

impl<T> fmt::Display for PutTimeoutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut(_) => TimedOut.fmt(f),
            Self::ShutDown(_) => ShutDown.fmt(f),
            Self::Refused(_) => PutError::Refused(()).fmt(f),
        }
    }
}

impl fmt::Display for GetTimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => TimedOut.fmt(f),
            Self::ShutDown => ShutDown.fmt(f),
        }
    }
}

impl<T> fmt::Debug for PutTimeoutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TimedOut(_) => "TimedOut(..)",
            Self::ShutDown(_) => "ShutDown(..)",
            Self::Refused(_) => "Refused(..)",
        })
    }
}

impl Error for TimedOut {}

impl<T> Error for PutTimeoutError<T> {}

impl Error for GetTimeoutError {}

use core::fmt;
use std::error::Error;

use crate::ShutDown;

/// A wait ran out of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimedOut;

/// Why a put with a time limit failed; the item comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PutTimeoutError<T> {
    /// There was no room in time.
    TimedOut(T),
    /// The queue was shut down before the item got in.
    ShutDown(T),
}

/// Why a get with a time limit failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetTimeoutError {
    /// There was no item in time.
    TimedOut,
    /// The queue has been shut down and no item is left.
    ShutDown,
}

impl<T> PutTimeoutError<T> {
    /// Gives the item back.
    pub fn into_item(self) -> T {
        match self {
            Self::TimedOut(item) | Self::ShutDown(item) => item,
        }
    }
}

impl<T> From<ShutDown<T>> for PutTimeoutError<T> {
    fn from(ShutDown(item): ShutDown<T>) -> Self {
        Self::ShutDown(item)
    }
}

impl From<ShutDown> for GetTimeoutError {
    fn from(ShutDown(()): ShutDown) -> Self {
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
            Self::ShutDown(_) => ShutDown(()).fmt(f),
        }
    }
}

impl fmt::Display for GetTimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut => TimedOut.fmt(f),
            Self::ShutDown => ShutDown(()).fmt(f),
        }
    }
}

impl<T> fmt::Debug for PutTimeoutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TimedOut(_) => "TimedOut(..)",
            Self::ShutDown(_) => "ShutDown(..)",
        })
    }
}

impl Error for TimedOut {}

impl<T> Error for PutTimeoutError<T> {}

impl Error for GetTimeoutError {}

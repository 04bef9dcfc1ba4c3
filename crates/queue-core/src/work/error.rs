use core::error::Error;
use core::fmt;

/// The error of an answer to a lease that has ended: the job was done, retried or shut down, or its time was up.
///
/// ```
/// assert_eq!(queue_core::work::StaleLease.to_string(), "the lease has ended");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaleLease;

/// The error of extending a lease.
///
/// ```
/// use queue_core::work::LeaseError;
///
/// assert_eq!(LeaseError::NoCopy.to_string(), "the lease does not end by itself");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaseError {
    /// The lease has ended.
    Stale,
    /// The queue has no copy of the item, so the lease does not end by itself.
    NoCopy,
}

impl fmt::Display for StaleLease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the lease has ended")
    }
}

impl fmt::Display for LeaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stale => StaleLease.fmt(f),
            Self::NoCopy => f.write_str("the lease does not end by itself"),
        }
    }
}

impl From<StaleLease> for LeaseError {
    fn from(StaleLease: StaleLease) -> Self {
        Self::Stale
    }
}

impl Error for StaleLease {}

impl Error for LeaseError {}

use redis::RedisError;
use thiserror::Error as ThisError;

use crate::CodecError;

/// The error of a call that the server did not carry out, or whose answer did not arrive.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// The server could not be reached for as long as [`patience`](crate::Options::patience) allows, or accepted nothing: it
    /// loads its data, runs a long script, or misses replicas or a disk. Or it refused what was sent before, over a
    /// connection that broke. The request may have been carried out.
    #[error("the server cannot be reached")]
    Unreachable(#[source] RedisError),
    /// The server refuses the request, for instance for want of memory or of a permission.
    #[error("the server refuses the request")]
    Refused(#[source] RedisError),
    /// Another version of this crate has made the queue.
    #[error("the queue has the format {found:?}, and this version knows 1")]
    Format {
        /// The format that the queue has.
        found: String,
    },
    /// The server has forgotten this session, so the request may have been carried out. It forgets sessions that were silent
    /// for an hour, and what it loses when it restarts.
    #[error("the server has forgotten whether it carried out the request")]
    Forgotten,
    /// The server answers what this version does not know.
    #[error("the server's answer is not known: {0}")]
    Answer(String),
}

/// The error of [`Queue::connect`](crate::Queue::connect).
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum ConnectError {
    /// The URL is wrong, or the server cannot be reached, or it refuses the user.
    #[error("cannot connect by this URL")]
    Redis(#[from] RedisError),
    /// The name or the prefix is empty, is longer than 200 bytes, or has a brace.
    #[error("the name {0:?} is empty, longer than 200 bytes, or has a brace")]
    Name(String),
    /// The queue has another order.
    #[error("the order of the queue is {found:?}")]
    Order {
        /// The order that the queue has.
        found: String,
    },
    /// The first request failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// The error of a put that waits. Each one gives the item back.
#[derive(ThisError)]
#[non_exhaustive]
pub enum PutError<T> {
    /// The queue has been shut down.
    #[error("the queue has been shut down")]
    ShutDown(T),
    /// The item has more bytes than [`max_payload`](crate::Options::max_payload).
    #[error("the item is too large")]
    TooLarge(T),
    /// The codec fails.
    #[error("the item cannot be encoded")]
    Codec(T, #[source] CodecError),
    /// The request failed. With [`Unreachable`](Error::Unreachable) and [`Forgotten`](Error::Forgotten) the item may have
    /// been put. With the former, the put is cancelled when the server is back.
    #[error("the put failed")]
    Failed(T, #[source] Error),
}

/// The error of a put that does not wait. Each one gives the item back.
#[derive(ThisError)]
#[non_exhaustive]
pub enum TryPutError<T> {
    /// There is no room.
    #[error("the queue is full")]
    Full(T),
    /// The put failed for another reason.
    #[error(transparent)]
    Put(#[from] PutError<T>),
}

/// The error of a take that waits.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum TakeError {
    /// The queue has been shut down, and no job is left.
    #[error("the queue has been shut down")]
    ShutDown,
    /// The request failed. Jobs that it took come back.
    #[error("the take failed")]
    Failed(#[from] Error),
}

/// The error of a take that does not wait.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum TryTakeError {
    /// No job is ready.
    #[error("the queue is empty")]
    Empty,
    /// The take failed for another reason.
    #[error(transparent)]
    Take(#[from] TakeError),
}

/// The error of an answer to a lease.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum LeaseError {
    /// The lease has ended: its time or its session was over, and the job went on without it.
    #[error("the lease has ended")]
    Stale,
    /// The request failed.
    #[error("the answer failed")]
    Failed(#[from] Error),
}

/// The error of an operation on a dead letter.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum DeadLetterError {
    /// It is no longer there.
    #[error("the dead letter is no longer there")]
    Gone,
    /// The queue has been shut down, so the job cannot be put anew.
    #[error("the queue has been shut down")]
    ShutDown,
    /// The request failed.
    #[error("the operation failed")]
    Failed(#[from] Error),
}

/// The error of [`Queue::put_many`](crate::Queue::put_many).
#[derive(ThisError)]
#[error("{} items were not put", items.len())]
#[non_exhaustive]
pub struct PutManyError<T> {
    /// The items that were not put, in order. If the server failed, some of them may have been.
    pub items: Vec<T>,
    /// Why.
    #[source]
    pub cause: PutError<()>,
}

impl Error {
    /// The error of a request that may have been carried out since an epoch, though a later attempt is refused.
    pub(crate) fn after(self, since: Option<u64>) -> Self {
        if let (Self::Refused(error), Some(_)) = (&self, since) {
            return Self::Unreachable(error.clone());
        }
        self
    }
}

impl PutError<()> {
    pub(crate) fn with<T>(self, item: T) -> PutError<T> {
        match self {
            Self::ShutDown(()) => PutError::ShutDown(item),
            Self::TooLarge(()) => PutError::TooLarge(item),
            Self::Codec((), error) => PutError::Codec(item, error),
            Self::Failed((), error) => PutError::Failed(item, error),
        }
    }
}

impl<T> PutError<T> {
    /// Returns the item.
    pub fn into_item(self) -> T {
        match self {
            Self::ShutDown(item)
            | Self::TooLarge(item)
            | Self::Codec(item, _)
            | Self::Failed(item, _) => item,
        }
    }
}

impl<T> TryPutError<T> {
    /// Returns the item.
    pub fn into_item(self) -> T {
        match self {
            Self::Full(item) => item,
            Self::Put(error) => error.into_item(),
        }
    }
}

impl<T> std::fmt::Debug for PutError<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ShutDown(_) => f.write_str("ShutDown(..)"),
            Self::TooLarge(_) => f.write_str("TooLarge(..)"),
            Self::Codec(_, error) => write!(f, "Codec(.., {error:?})"),
            Self::Failed(_, error) => write!(f, "Failed(.., {error:?})"),
        }
    }
}

impl<T> std::fmt::Debug for TryPutError<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Full(_) => f.write_str("Full(..)"),
            Self::Put(error) => write!(f, "Put({error:?})"),
        }
    }
}

impl<T> std::fmt::Debug for PutManyError<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PutManyError({} items, {:?})", self.items.len(), self.cause)
    }
}

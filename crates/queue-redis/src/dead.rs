use std::fmt;

use crate::answer::Letter;
use crate::{Codec, CodecError};

/// A job that has ended without being done: see [`Queue::dead_letters`](crate::Queue::dead_letters).
#[derive(Debug)]
#[non_exhaustive]
pub struct DeadLetter<T> {
    /// The item, unless it cannot be decoded.
    pub item: Result<T, CodecError>,
    /// The bytes of the item.
    pub payload: Vec<u8>,
    /// How often the job was taken.
    pub attempts: u32,
    /// Why it ended.
    pub cause: Cause,
    pub(crate) id: String,
}

/// Why a job has ended without being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// Its last attempt failed.
    Attempts,
    /// The queue was shut down immediately.
    ShutDown,
    /// A process that took it could not decode it.
    Undecodable,
}

impl<T> DeadLetter<T> {
    pub(crate) fn read(letter: Letter, codec: &impl Codec<T>) -> Self {
        let Letter { id, cause, attempts, payload } = letter;
        let cause = match cause.as_str() {
            "a" => Cause::Attempts,
            "s" => Cause::ShutDown,
            _ => Cause::Undecodable,
        };
        Self { item: codec.decode(&payload), payload, attempts, cause, id }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Attempts => "the last attempt failed",
            Self::ShutDown => "the queue was shut down",
            Self::Undecodable => "the item cannot be decoded",
        })
    }
}

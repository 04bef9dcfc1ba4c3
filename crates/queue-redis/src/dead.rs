use std::fmt;

use crate::answer::{Answer, Letter};
use crate::operation::Operation;
use crate::queue::at_most;
use crate::{Codec, CodecError, DeadLetterError, Error, Queue, engine};

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

impl<T: Send + 'static, C: Codec<T>> Queue<T, C> {
    /// Returns the first dead letters, oldest first: a thousand at most, and no more once there are 8 MiB. They stay.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// for letter in queue.dead_letters(10).await? {
    ///     println!("{:?} after {} attempts: {}", letter.item, letter.attempts, letter.cause);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter<T>>, Error> {
        let arguments = [b"look".to_vec(), at_most(limit)];
        match self.session.request(engine::LETTERS, 0, &arguments).await?.answers.pop() {
            Some(Answer::Letters(letters)) => Ok(letters
                .into_iter()
                .map(|letter| DeadLetter::read(letter, &self.codec))
                .collect()),
            other => Err(Error::Answer(format!("{other:?} to dead letters"))),
        }
    }

    /// Drops a dead letter.
    ///
    /// # Errors
    ///
    /// Fails with [`Gone`](DeadLetterError::Gone) if it is no longer there, and if the server fails.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// for letter in queue.dead_letters(10).await? {
    ///     queue.forget(&letter).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn forget(&self, letter: &DeadLetter<T>) -> Result<(), DeadLetterError> {
        self.letter("drop", letter).await
    }

    /// Puts a dead letter anew, with all its attempts. It never waits, and needs no room to be accepted.
    ///
    /// # Errors
    ///
    /// Fails with [`Gone`](DeadLetterError::Gone) if it is no longer there, with [`ShutDown`](DeadLetterError::ShutDown) if
    /// the queue has been shut down, and if the server fails.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// for letter in queue.dead_letters(10).await? {
    ///     queue.revive(&letter).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn revive(&self, letter: &DeadLetter<T>) -> Result<(), DeadLetterError> {
        self.letter("revive", letter).await
    }

    async fn letter(&self, how: &str, letter: &DeadLetter<T>) -> Result<(), DeadLetterError> {
        let arguments = vec![how.into(), letter.id.clone().into_bytes()];
        match Operation::new(&self.session, engine::LETTERS, arguments, 1).run().await? {
            [Some(Answer::Done)] => Ok(()),
            [Some(Answer::ShutDown)] => Err(DeadLetterError::ShutDown),
            [Some(Answer::Stale)] => Err(DeadLetterError::Gone),
            other => Err(Error::Answer(format!("{other:?} to a dead letter")).into()),
        }
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

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use crate::answer::Taken;
use crate::answering::Answering;
use crate::engine::{self, Operator, micros};
use crate::session::Session;
use crate::{Codec, LeaseError};

/// A job that has been taken. While the lease lasts, no other take gets the job.
///
/// It derefs to the item. Say what became of the job with [`done`](Self::done) or a retry. A lease that is dropped, also by a
/// panic, gives its job back. A process that dies gives all its jobs back when its session has ended.
///
/// The item that comes back is the one that was put: changes stay with the lease.
///
/// # Cancel safety
///
/// An answer that has been polled once is carried out even if its future is dropped.
#[must_use = "a lease that is dropped gives its job back"]
pub struct Lease<T> {
    item: T,
    open: Open,
}

/// The part that answers when it is dropped.
struct Open {
    session: Arc<Session>,
    id: String,
    generation: String,
    attempts: u32,
    is_answered: bool,
}

impl Lease<Vec<u8>> {
    pub(crate) fn new(session: &Arc<Session>, taken: Taken) -> Self {
        let Taken { id, generation, attempts, payload } = taken;
        let session = Arc::clone(session);
        Self { item: payload, open: Open { session, id, generation, attempts, is_answered: false } }
    }

    /// Returns the lease of the item. A job that cannot be decoded becomes a dead letter, in the background.
    pub(crate) fn decode<T>(mut self, codec: &impl Codec<T>) -> Option<Lease<T>> {
        if let Ok(item) = codec.decode(&self.item) {
            return Some(Lease { item, open: self.open });
        }
        self.open.is_answered = true;
        drop(self.open.ending(engine::RETRY, vec!["dead".into(), micros(Duration::ZERO)]));
        None
    }
}

impl<T> Lease<T> {
    /// Returns how often the job has been taken, this time included.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// let lease = queue.take().await?;
    /// assert_eq!(lease.attempts(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn attempts(&self) -> u32 {
        self.open.attempts
    }

    /// Returns the number of the lease. Later leases of the queue have larger ones, so it fences: a store that keeps the
    /// largest one it has seen can refuse the writes of a lease that has ended.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// let (one, other) = (queue.take().await?, queue.take().await?);
    /// assert!(one.generation() < other.generation());
    /// # Ok(())
    /// # }
    /// ```
    pub fn generation(&self) -> u64 {
        self.open.generation.parse().unwrap_or_default()
    }

    /// Ends the job.
    ///
    /// # Errors
    ///
    /// [`Stale`](LeaseError::Stale) if the lease has ended; nothing changes.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.take().await?.done().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias("ack", "task_done"))]
    pub async fn done(mut self) -> Result<(), LeaseError> {
        self.open.end(engine::DONE, vec![]).await
    }

    /// Ends the job, and returns its item.
    ///
    /// # Errors
    ///
    /// As [`done`](Self::done); the item is dropped.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// let mail: String = queue.take().await?.into_item().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn into_item(mut self) -> Result<T, LeaseError> {
        self.open.end(engine::DONE, vec![]).await?;
        Ok(self.item)
    }

    /// Gives the job back, to its old place.
    ///
    /// # Errors
    ///
    /// As [`done`](Self::done).
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.take().await?.retry().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn retry(mut self) -> Result<(), LeaseError> {
        self.open.give_back("place", Duration::ZERO).await
    }

    /// Gives the job back, to the end of the order.
    ///
    /// # Errors
    ///
    /// As [`done`](Self::done).
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.take().await?.retry_at_end().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn retry_at_end(mut self) -> Result<(), LeaseError> {
        self.open.give_back("end", Duration::ZERO).await
    }

    /// Gives the job back for later: it comes to the end of the order after this time.
    ///
    /// # Errors
    ///
    /// As [`done`](Self::done).
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// let lease = queue.take().await?;
    /// let pause = Duration::from_secs(1 << lease.attempts().min(6));
    /// lease.retry_after(pause).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn retry_after(mut self, delay: Duration) -> Result<(), LeaseError> {
        self.open.give_back("later", delay).await
    }

    /// Lets the lease end so long after now, instead of with the session or at the time that was set before.
    ///
    /// It ends with the session all the same, if that comes first.
    ///
    /// # Errors
    ///
    /// As [`done`](Self::done).
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// let lease = queue.take().await?;
    /// lease.extend(Duration::from_secs(60)).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias("heartbeat", "touch"))]
    pub async fn extend(&self, lasts: Duration) -> Result<(), LeaseError> {
        let answering = self.open.answer(engine::EXTEND, vec![micros(lasts)]);
        answering.beat_after(Some(lasts)).run().await
    }
}

impl Open {
    async fn end(&mut self, operator: Operator, arguments: Vec<Vec<u8>>) -> Result<(), LeaseError> {
        let answering = self.ending(operator, arguments);
        self.is_answered = true;
        answering.run().await
    }

    async fn give_back(&mut self, place: &str, delay: Duration) -> Result<(), LeaseError> {
        let answering = self.ending(engine::RETRY, vec![place.into(), micros(delay)]);
        self.is_answered = true;
        answering.beat_after(Some(delay).filter(|delay| !delay.is_zero())).run().await
    }

    /// An answer after which the lease is no more.
    fn ending(&self, operator: Operator, rest: Vec<Vec<u8>>) -> Answering {
        self.answer(operator, rest).ends(&self.generation)
    }

    fn answer(&self, operator: Operator, mut rest: Vec<Vec<u8>>) -> Answering {
        let mut arguments =
            vec![self.id.clone().into_bytes(), self.generation.clone().into_bytes()];
        arguments.append(&mut rest);
        Answering::new(&self.session, operator, arguments)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if !self.is_answered {
            drop(self.ending(engine::RETRY, vec!["place".into(), micros(Duration::ZERO)]));
        }
    }
}

impl<T> Deref for Lease<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.item
    }
}

impl<T> DerefMut for Lease<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.item
    }
}

impl<T: fmt::Debug> fmt::Debug for Lease<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease")
            .field("item", &self.item)
            .field("id", &self.open.id)
            .field("generation", &self.open.generation)
            .field("attempts", &self.open.attempts)
            .finish()
    }
}

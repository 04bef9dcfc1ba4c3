use crate::answer::Answer;
use crate::{Codec, Counts, Error, Queue, engine};

/// Numbers of the queue, each with a request of its own. They may change meanwhile.
impl<T: Send + 'static, C: Codec<T>> Queue<T, C> {
    /// Returns all numbers at one moment.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// let counts = queue.counts().await?;
    /// println!("{} ready, {} in flight", counts.len, counts.in_flight);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn counts(&self) -> Result<Counts, Error> {
        match self.session.request(engine::COUNT, 0, &[]).await?.answers[..] {
            [Answer::Counted(counts)] => Ok(counts),
            ref other => Err(Error::Answer(format!("{other:?} to a count"))),
        }
    }

    /// Returns how many jobs can be taken.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// assert!(queue.len().await? <= queue.unfinished().await?);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn len(&self) -> Result<usize, Error> {
        Ok(self.counts().await?.len)
    }

    /// Returns whether no job can be taken.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// assert_eq!(queue.is_empty().await?, queue.len().await? == 0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn is_empty(&self) -> Result<bool, Error> {
        Ok(self.counts().await?.len == 0)
    }

    /// Returns whether there is no room.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// if queue.is_full().await? {
    ///     println!("the workers are behind");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn is_full(&self) -> Result<bool, Error> {
        let counts = self.counts().await?;
        Ok(counts.capacity.is_some_and(|capacity| counts.len >= capacity))
    }

    /// Returns the most jobs that can be ready, or `None` if the queue is unbounded.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.set_capacity(20.try_into().ok()).await?;
    /// assert_eq!(queue.capacity().await?, Some(20));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn capacity(&self) -> Result<Option<usize>, Error> {
        Ok(self.counts().await?.capacity)
    }

    /// Returns how many jobs have not ended.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.join().await?;
    /// assert_eq!(queue.unfinished().await?, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn unfinished(&self) -> Result<usize, Error> {
        Ok(self.counts().await?.unfinished)
    }

    /// Returns whether the queue has been shut down.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.shutdown().await?;
    /// assert!(queue.is_shutdown().await?);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn is_shutdown(&self) -> Result<bool, Error> {
        Ok(self.counts().await?.is_shutdown)
    }
}

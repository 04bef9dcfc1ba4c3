use std::fmt;
use std::future::poll_fn;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use crate::answer::Answer;
use crate::engine::{self, Operator, micros};
use crate::operation::Operation;
use crate::session::{Session, Settings};
use crate::{
    Codec, ConnectError, Error, Json, Lease, Options, Put, PutError, PutManyError, TakeError,
    TryPutError, TryTakeError,
};

/// A queue of jobs that processes on several machines share.
///
/// Each process has a *session* at the queue while it has a handle or a lease of it. Clones share the session.
///
/// ```no_run
/// use queue_redis::{Options, Queue};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let queue = Queue::connect("redis://127.0.0.1/", "mails", Options::bounded(100)).await?;
/// queue.put("mail".to_owned()).await?; // waits while the queue is full
/// let lease = queue.take().await?;
/// assert_eq!(*lease, "mail");
/// lease.done().await?;
/// queue.join().await?;
/// # Ok(())
/// # }
/// ```
pub struct Queue<T, C = Json> {
    pub(crate) session: Arc<Session>,
    pub(crate) codec: C,
    options: Options<T>,
}

impl<T: Send + 'static> Queue<T>
where
    Json: Codec<T>,
{
    /// Connects to a queue of a server, with items as JSON. Makes the queue if it is not there. A queue that is there keeps
    /// its capacity and its limit of attempts: see [`Options`].
    ///
    /// Runs two background tasks on the tokio runtime of the caller, which must have its timers enabled. Jobs that block
    /// all its threads for longer than the session lose their leases: run them with `spawn_blocking`.
    ///
    /// # Errors
    ///
    /// Fails if the server cannot be reached or refuses, if the name is not allowed, or if the queue is there with
    /// another order or format.
    ///
    /// # Panics
    ///
    /// Panics outside of a tokio runtime.
    pub async fn connect(url: &str, name: &str, options: Options<T>) -> Result<Self, ConnectError> {
        Self::connect_with(url, name, options, Json).await
    }
}

impl<T: Send + 'static, C: Codec<T>> Queue<T, C> {
    /// Connects as [`connect`](Queue::connect) does, with items as a codec writes them.
    ///
    /// # Errors
    ///
    /// As [`connect`](Queue::connect).
    ///
    /// # Panics
    ///
    /// Panics outside of a tokio runtime.
    pub async fn connect_with(
        url: &str,
        name: &str,
        options: Options<T>,
        codec: C,
    ) -> Result<Self, ConnectError> {
        let settings = Settings {
            name: name.to_owned(),
            prefix: options.prefix.clone(),
            order: options.order.name(),
            // A number of the engine is exact up to there.
            capacity: options.capacity.min(1 << 52),
            max_attempts: options.max_attempts,
            lasts: options.session,
            patience: options.patience,
        };
        let session = Session::begin(options.tls.client(url)?, settings).await?;
        Ok(Self { session, codec, options })
    }

    /// Puts an item, and waits for room. Puts that wait are admitted in the order of their arrival at the server.
    ///
    /// # Errors
    ///
    /// Fails if the queue has been shut down, the item is too large or cannot be encoded, or the server fails. The error
    /// has the item.
    ///
    /// # Cancel safety
    ///
    /// See [`Put`].
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.put("mail".to_owned()).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias("push", "enqueue", "send"))]
    pub fn put(&self, item: T) -> Put<T> {
        Put::new(self.new_put(item, "wait", Duration::ZERO))
    }

    /// Puts an item if there is room.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put), and fails with [`Full`](TryPutError::Full) if there is no room.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, the item may have been put.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// use queue_redis::TryPutError;
    ///
    /// if let Err(TryPutError::Full(mail)) = queue.try_put("mail".to_owned()).await {
    ///     println!("{mail} has to wait");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn try_put(&self, item: T) -> Result<(), TryPutError<T>> {
        let mut put = Put::new(self.new_put(item, "try", Duration::ZERO));
        poll_fn(|cx| put.poll_attempt(cx)).await
    }

    /// Puts an item that cannot be taken for some time. It needs no room until then, and never waits.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put).
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, the item may have been put.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// queue.put_after("mail".to_owned(), Duration::from_secs(60)).await?;
    /// assert_eq!(queue.counts().await?.delayed, 1);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias("delay", "schedule"))]
    pub fn put_after(&self, item: T, delay: Duration) -> Put<T> {
        let put = self.new_put(item, "later", delay);
        Put::new(put.map(|(item, operation)| (item, operation.beat_after(delay))))
    }

    /// Puts items in order, and waits for room for each. A thousand go with one request, or 8 MiB.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put). The error has the items that were not put, and those of which that is not known. If one
    /// cannot be encoded or is too large, none is put.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, the items that are not put by then are dropped.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.put_many(["one".to_owned(), "two".to_owned()]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn put_many(
        &self,
        items: impl IntoIterator<Item = T>,
    ) -> Result<(), PutManyError<T>> {
        let items: Vec<_> = items.into_iter().collect();
        let mut encoded = Vec::with_capacity(items.len());
        for item in &items {
            match self.encode(item) {
                Ok(arguments) => encoded.push(arguments),
                Err(cause) => return Err(PutManyError { items, cause }),
            }
        }
        let mut left = items.into_iter();
        let mut encoded = encoded.into_iter().peekable();
        while encoded.peek().is_some() {
            let mut arguments = vec![b"wait".to_vec(), micros(Duration::ZERO)];
            let (mut count, mut bytes) = (0, 0);
            while count < MOST
                && bytes < MOST_BYTES
                && let Some([rank, payload]) = encoded.next()
            {
                count += 1;
                bytes += payload.len();
                arguments.extend([rank, payload]);
            }
            let mut operation = Operation::new(&self.session, engine::PUT, arguments, count).once();
            let answers = match operation.run().await {
                Ok(answers) => answers,
                Err(error) => {
                    let cause = PutError::Failed((), error);
                    return Err(PutManyError { items: left.collect(), cause });
                }
            };
            let refused = left
                .by_ref()
                .take(count)
                .zip(answers)
                .filter(|(_, answer)| **answer != Some(Answer::Put));
            let mut items: Vec<_> = refused.map(|(item, _)| item).collect();
            if !items.is_empty() {
                items.extend(left);
                return Err(PutManyError { items, cause: PutError::ShutDown(()) });
            }
        }
        Ok(())
    }

    /// Takes a job, and waits for one. Takes that wait are served in the order of their arrival at the server.
    ///
    /// # Errors
    ///
    /// Fails with [`ShutDown`](TakeError::ShutDown) after a shutdown once all jobs have ended, and if the server fails.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, nothing is lost: a job that it was given goes to another take, as if it had not been taken.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// while let Ok(lease) = queue.take().await {
    ///     println!("{}", *lease);
    ///     lease.done().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias("get", "pop", "reserve"))]
    pub async fn take(&self) -> Result<Lease<T>, TakeError> {
        loop {
            if let Some(lease) = self.take_many(1).await?.pop() {
                return Ok(lease);
            }
        }
    }

    /// Takes a job if one is ready.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take), and fails with [`Empty`](TryTakeError::Empty) if no job is ready.
    ///
    /// # Cancel safety
    ///
    /// As [`take`](Self::take).
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// use queue_redis::TryTakeError;
    ///
    /// assert!(matches!(queue.try_take().await, Err(TryTakeError::Empty)));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias("get_nowait", "try_get"))]
    pub async fn try_take(&self) -> Result<Lease<T>, TryTakeError> {
        loop {
            if let Some(lease) = self.leases("try", NonZeroUsize::MIN).await?.pop() {
                return Ok(lease);
            }
        }
    }

    /// Takes all ready jobs up to a limit with one request, and waits for the first. Takes a thousand at most, and no
    /// more once it has 8 MiB. Jobs that come in as others leave are among them. A limit of zero takes none, and does not wait.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    ///
    /// # Cancel safety
    ///
    /// As [`take`](Self::take).
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// for lease in queue.take_many(10).await? {
    ///     lease.done().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn take_many(&self, limit: usize) -> Result<Vec<Lease<T>>, TakeError> {
        let Some(limit) = NonZeroUsize::new(limit) else { return Ok(Vec::new()) };
        loop {
            match self.leases("wait", limit).await {
                Ok(leases) if leases.is_empty() => {}
                Ok(leases) => return Ok(leases),
                Err(TryTakeError::Take(error)) => return Err(error),
                Err(TryTakeError::Empty) => {
                    return Err(Error::Answer("empty to a take that waits".to_owned()).into());
                }
            }
        }
    }

    /// Waits until all jobs have ended.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// # Cancel safety
    ///
    /// It changes nothing.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.join().await?;
    /// assert_eq!(queue.counts().await?.unfinished, 0);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn join(&self) -> Result<(), Error> {
        let mut operation = Operation::new(&self.session, engine::JOIN, vec![], 1);
        match operation.run().await? {
            [Some(Answer::Joined)] => Ok(()),
            other => Err(Error::Answer(format!("{other:?} to a join"))),
        }
    }

    /// Shuts the queue down gracefully, for all processes: puts fail, and takes go on until all jobs have ended.
    ///
    /// The queue stays shut down, also for processes that connect later. To stop one process only, drop its takes, end
    /// its leases, and call [`leave`](Self::leave).
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, the queue may have been shut down.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.shutdown().await?;
    /// queue.join().await?; // the jobs that are left are done
    /// # Ok(())
    /// # }
    /// ```
    pub async fn shutdown(&self) -> Result<(), Error> {
        self.change(engine::SHUTDOWN, "1".into()).await
    }

    /// Shuts the queue down immediately, for all processes: puts and takes fail, and jobs that are not leased become
    /// [dead letters](Self::dead_letters). Those that are leased do if they come back.
    ///
    /// O(n) for n jobs; the server does nothing else meanwhile.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, the queue may have been shut down.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.shutdown_now().await?;
    /// assert!(queue.put("mail".to_owned()).await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn shutdown_now(&self) -> Result<(), Error> {
        self.change(engine::SHUTDOWN, "2".into()).await
    }

    /// Ends the session of this process now: its leases come back, and its operations that wait leave their lines.
    ///
    /// Dropping the last handle and the last lease does it in the background, which a runtime that ends right away cuts
    /// off: then the session ends by its time. Calls of other handles begin a new session; takes and joins that wait ask anew,
    /// and puts that wait fail with [`Forgotten`](Error::Forgotten).
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, the session may have ended.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.leave().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn leave(&self) -> Result<(), Error> {
        match self.session.request(engine::BYE, 0, &[]).await?.answers[..] {
            [Answer::Done] => Ok(()),
            ref other => Err(Error::Answer(format!("{other:?} to a leave"))),
        }
    }

    /// Changes the capacity, for all processes; `None` is unbounded. No job is dropped if there are more.
    ///
    /// # Errors
    ///
    /// Fails if the server fails.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, the capacity may have been changed.
    ///
    /// ```no_run
    /// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// queue.set_capacity(Some(50.try_into()?)).await?;
    /// assert_eq!(queue.counts().await?.capacity, Some(50));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn set_capacity(&self, capacity: Option<NonZeroUsize>) -> Result<(), Error> {
        self.change(
            engine::RESIZE,
            capacity.map_or(0, |capacity| capacity.get().min(1 << 52)).to_string(),
        )
        .await
    }

    /// A request that changes the queue and never waits.
    async fn change(&self, operator: Operator, argument: String) -> Result<(), Error> {
        let mut operation = Operation::new(&self.session, operator, vec![argument.into_bytes()], 1);
        match operation.run().await? {
            [Some(Answer::Done)] => Ok(()),
            other => Err(Error::Answer(format!("{other:?} to a change"))),
        }
    }

    async fn leases(&self, how: &str, limit: NonZeroUsize) -> Result<Vec<Lease<T>>, TryTakeError> {
        let lasts = self.options.lease;
        let arguments = vec![how.into(), at_most(limit.get()), micros(lasts)];
        let mut operation = Operation::new(&self.session, engine::TAKE, arguments, 1);
        match operation.run().await.map_err(TakeError::Failed)? {
            [Some(Answer::Taken(taken))] => {
                if !lasts.is_zero() {
                    self.session.beat.set(lasts);
                }
                // All are leases before the first is decoded: a codec that panics gives them all back.
                let encoded: Vec<_> =
                    taken.iter().map(|taken| Lease::new(&self.session, taken.clone())).collect();
                Ok(encoded.into_iter().filter_map(|lease| lease.decode(&self.codec)).collect())
            }
            [Some(Answer::Empty)] => Err(TryTakeError::Empty),
            [Some(Answer::ShutDown)] => Err(TakeError::ShutDown.into()),
            other => Err(TakeError::from(Error::Answer(format!("{other:?} to a take"))).into()),
        }
    }

    fn new_put(&self, item: T, how: &str, delay: Duration) -> Result<(T, Operation), PutError<T>> {
        match self.encode(&item) {
            Ok([rank, payload]) => {
                let arguments = vec![how.into(), micros(delay), rank, payload];
                Ok((item, Operation::new(&self.session, engine::PUT, arguments, 1).once()))
            }
            Err(error) => Err(error.with(item)),
        }
    }

    /// Returns the rank and the bytes of an item.
    fn encode(&self, item: &T) -> Result<[Vec<u8>; 2], PutError<()>> {
        let payload = self.codec.encode(item).map_err(|error| PutError::Codec((), error))?;
        if payload.len() > self.options.max_payload {
            return Err(PutError::TooLarge(()));
        }
        Ok([self.options.order.rank(item).to_string().into_bytes(), payload])
    }
}

/// How much one request does at most, since the server does nothing else meanwhile.
const MOST: usize = 1000;
/// How many bytes of items one request has before its last one.
const MOST_BYTES: usize = 8 << 20;

pub(crate) fn at_most(limit: usize) -> Vec<u8> {
    limit.min(MOST).to_string().into_bytes()
}

impl<T, C: Clone> Clone for Queue<T, C> {
    fn clone(&self) -> Self {
        Self {
            session: Arc::clone(&self.session),
            codec: self.codec.clone(),
            options: self.options.clone(),
        }
    }
}

impl<T, C> fmt::Debug for Queue<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("name", &self.session.settings().name).finish_non_exhaustive()
    }
}

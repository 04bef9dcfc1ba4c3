use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use crate::answer::Answer;
use crate::operation::Operation;
use crate::{Error, PutError, TryPutError};

/// A put that can be awaited, awaited again after a drop, and cancelled: see [`Queue::put`](crate::Queue::put).
///
/// The item is put once, however often the put is awaited and its requests are sent.
///
/// It is an `IntoFuture` and no `Future`. To spawn it, await it in a block: `async move { queue.put(item).await }`.
///
/// # Cancel safety
///
/// A put that is dropped before its end is cancelled in the background, and may have put by then. To know, await a
/// `&mut Put`, and call [`cancel`](Self::cancel).
///
/// ```no_run
/// # async fn example(queue: queue_redis::Queue<String>) -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// let mut put = queue.put("mail".to_owned());
/// match tokio::time::timeout(Duration::from_secs(1), &mut put).await {
///     Ok(result) => result?,
///     Err(_) => match put.cancel().await? {
///         Some(item) => println!("{item} was not put"),
///         None => println!("it has been put"),
///     },
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a put does nothing unless it is awaited"]
pub struct Put<T> {
    state: State<T>,
}

enum State<T> {
    /// It can be sent.
    Open(T, Operation),
    /// It fails, or has ended.
    Closed(Option<PutError<T>>),
}

/// The future of a put by reference.
type Running<'a, T> = Pin<Box<dyn Future<Output = Result<(), PutError<T>>> + Send + 'a>>;

impl<T> Put<T> {
    pub(crate) fn new(operation: Result<(T, Operation), PutError<T>>) -> Self {
        Self {
            state: match operation {
                Ok((item, operation)) => State::Open(item, operation),
                Err(error) => State::Closed(Some(error)),
            },
        }
    }

    /// Waits until the item is put.
    async fn run(&mut self) -> Result<(), PutError<T>> {
        match self.attempt().await {
            Ok(()) => Ok(()),
            Err(TryPutError::Put(error)) => Err(error),
            Err(TryPutError::Full(item)) => {
                Err(PutError::Failed(item, Error::Answer("full to a put that waits".to_owned())))
            }
        }
    }

    pub(crate) async fn attempt(&mut self) -> Result<(), TryPutError<T>> {
        let answer = match &mut self.state {
            State::Closed(None) => return Ok(()),
            State::Closed(error) => return error.take().map_or(Ok(()), |error| Err(error.into())),
            State::Open(_, operation) => operation.run().await.map(|answers| answers[0].clone()),
        };
        let State::Open(item, _operation) = std::mem::replace(&mut self.state, State::Closed(None))
        else {
            return Ok(());
        };
        Err(match answer {
            Ok(Some(Answer::Put)) => return Ok(()),
            Ok(Some(Answer::Full)) => TryPutError::Full(item),
            Ok(Some(Answer::ShutDown)) => PutError::ShutDown(item).into(),
            Ok(other) => {
                PutError::Failed(item, Error::Answer(format!("{other:?} to a put"))).into()
            }
            Err(error) => PutError::Failed(item, error).into(),
        })
    }

    /// Cancels the put. Returns its item, or `None` if it has been put.
    ///
    /// # Errors
    ///
    /// Fails if the server does not say: then the item may have been put.
    ///
    /// # Cancel safety
    ///
    /// The put is cancelled even if this future is dropped.
    pub async fn cancel(mut self) -> Result<Option<T>, Error> {
        match std::mem::replace(&mut self.state, State::Closed(None)) {
            State::Closed(error) => Ok(error.map(PutError::into_item)),
            State::Open(item, mut operation) => {
                let answer = operation.cancel().await?;
                Ok((answer != Answer::Put).then_some(item))
            }
        }
    }
}

impl<T: Send + 'static> IntoFuture for Put<T> {
    type Output = Result<(), PutError<T>>;
    type IntoFuture = Running<'static, T>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move { self.run().await })
    }
}

impl<'a, T: Send> IntoFuture for &'a mut Put<T> {
    type Output = Result<(), PutError<T>>;
    type IntoFuture = Running<'a, T>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T> fmt::Debug for Put<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Put").field("has_ended", &matches!(self.state, State::Closed(_))).finish()
    }
}

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::sync::oneshot;

use crate::answer::Answer;
use crate::operation::Operation;
use crate::{Error, PutError, TryPutError};

/// The future of a put, which can be cancelled: see [`Queue::put`](crate::Queue::put).
///
/// The item is put once, however often its requests are sent. A poll after the end is pending.
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
    /// It is sent when it is polled.
    Open {
        item: T,
        running: Running,
        cancel: oneshot::Sender<()>,
    },
    /// It fails.
    Failed(PutError<T>),
    Ended,
}

/// Ends with the server's answer to the put, or to its cancel.
type Running = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>>;

impl<T> Put<T> {
    pub(crate) fn new(operation: Result<(T, Operation), PutError<T>>) -> Self {
        let state = match operation {
            Ok((item, operation)) => {
                let (cancel, cancelled) = oneshot::channel();
                State::Open { item, running: Box::pin(run(operation, cancelled)), cancel }
            }
            Err(error) => State::Failed(error),
        };
        Self { state }
    }

    /// Polls a put that may find the queue full.
    pub(crate) fn poll_attempt(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), TryPutError<T>>> {
        let answer = match &mut self.state {
            State::Open { running, .. } => Some(ready!(running.as_mut().poll(cx))),
            State::Failed(_) => None,
            State::Ended => return Poll::Pending,
        };
        match (std::mem::replace(&mut self.state, State::Ended), answer) {
            (State::Open { item, .. }, Some(answer)) => Poll::Ready(read(item, answer)),
            (State::Failed(error), _) => Poll::Ready(Err(error.into())),
            (State::Open { .. }, None) | (State::Ended, _) => Poll::Pending,
        }
    }

    /// Cancels the put. Returns its item, or `None` if it has been put or has failed.
    ///
    /// # Errors
    ///
    /// Fails if the server does not say: then the item, which the error has, may have been put.
    ///
    /// # Cancel safety
    ///
    /// The put is cancelled even if this future is dropped.
    pub async fn cancel(self) -> Result<Option<T>, PutError<T>> {
        match self.state {
            State::Open { item, running, cancel } => {
                // It ends as soon as it is polled.
                let _ = cancel.send(());
                match running.await {
                    Ok(Answer::Put) => Ok(None),
                    Ok(_) => Ok(Some(item)),
                    Err(error) => Err(PutError::Failed(item, error)),
                }
            }
            State::Failed(error) => Ok(Some(error.into_item())),
            State::Ended => Ok(None),
        }
    }
}

async fn run(mut operation: Operation, cancelled: oneshot::Receiver<()>) -> Result<Answer, Error> {
    let answers = tokio::select! {
        biased;
        Ok(()) = cancelled => None,
        answers = operation.run() => Some(answers?.first().cloned().flatten()),
    };
    match answers {
        Some(Some(answer)) => Ok(answer),
        Some(None) => Err(Error::Answer("nothing to a put".to_owned())),
        None => operation.cancel().await,
    }
}

fn read<T>(item: T, answer: Result<Answer, Error>) -> Result<(), TryPutError<T>> {
    Err(match answer {
        Ok(Answer::Put) => return Ok(()),
        Ok(Answer::Full) => TryPutError::Full(item),
        Ok(Answer::ShutDown) => PutError::ShutDown(item).into(),
        Ok(other) => PutError::Failed(item, Error::Answer(format!("{other:?} to a put"))).into(),
        Err(error) => PutError::Failed(item, error).into(),
    })
}

impl<T> Future for Put<T> {
    type Output = Result<(), PutError<T>>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().poll_attempt(cx).map_err(|error| match error {
            TryPutError::Put(error) => error,
            TryPutError::Full(item) => {
                PutError::Failed(item, Error::Answer("full to a put that waits".to_owned()))
            }
        })
    }
}

/// Its item is not pinned.
impl<T> Unpin for Put<T> {}

impl<T> fmt::Debug for Put<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Put").field("has_ended", &matches!(self.state, State::Ended)).finish()
    }
}

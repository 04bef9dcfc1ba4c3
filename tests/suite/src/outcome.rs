use std::fmt;

use queue_core::{PutError, TryGetError, TryPutError};

use crate::op::write_waiter;
use crate::{ByPriority, Item, Waiter};

/// What one step returned to its actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done, and there is nothing to return.
    Done,
    /// A get has its item.
    Got(Item),
    /// There was no room; the item came back.
    Full(Item),
    /// There was no item.
    Empty,
    /// The queue has been shut down; a put's item came back.
    ShutDown(Option<Item>),
    /// The queue does not take it; a put's item came back.
    Refused(Option<Item>),
    /// `task_done` was one too many.
    TooManyDone,
    /// It has to wait; the waiter that was replaced came back.
    Waits(Option<Waiter>),
    /// The operation was cancelled. Its waiter came back unless it had been notified. A put's item came
    /// back unless it had been admitted.
    Left(Option<Waiter>, Option<Item>),
    /// An immediate shutdown handed over these items.
    Drained(Vec<Item>),
}

/// An answer, and the waiters that the same step notified, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What the actor was told.
    pub answer: Answer,
    /// The waiters to wake.
    pub wakes: Vec<Waiter>,
}

impl Outcome {
    /// Returns an outcome that notifies no waiter.
    #[must_use]
    pub const fn quiet(answer: Answer) -> Self {
        Self { answer, wakes: Vec::new() }
    }
}

impl From<TryPutError<ByPriority>> for Answer {
    fn from(error: TryPutError<ByPriority>) -> Self {
        match error {
            TryPutError::Full(ByPriority(item)) => Self::Full(item),
            TryPutError::ShutDown(ByPriority(item)) => Self::ShutDown(Some(item)),
            TryPutError::Refused(ByPriority(item)) => Self::Refused(Some(item)),
        }
    }
}

impl From<PutError<ByPriority>> for Answer {
    fn from(error: PutError<ByPriority>) -> Self {
        TryPutError::from(error).into()
    }
}

impl From<TryGetError> for Answer {
    fn from(error: TryGetError) -> Self {
        match error {
            TryGetError::Empty => Self::Empty,
            TryGetError::ShutDown => Self::ShutDown(None),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.answer.fmt(f)?;
        for (index, &waiter) in self.wakes.iter().enumerate() {
            f.write_str(if index == 0 { ", wakes " } else { ", " })?;
            write_waiter(f, waiter)?;
        }
        Ok(())
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("done"),
            Self::Got(item) => item.fmt(f),
            Self::Full(item) => write!(f, "full, {item} back"),
            Self::Empty => f.write_str("empty"),
            Self::ShutDown(None) => f.write_str("shut down"),
            Self::ShutDown(Some(item)) => write!(f, "shut down, {item} back"),
            Self::Refused(None) => f.write_str("refused"),
            Self::Refused(Some(item)) => write!(f, "refused, {item} back"),
            Self::TooManyDone => f.write_str("too many"),
            Self::Waits(None) => f.write_str("waits"),
            Self::Waits(Some(waiter)) => {
                f.write_str("waits, returns ")?;
                write_waiter(f, *waiter)
            }
            Self::Left(waiter, item) => {
                f.write_str(if waiter.is_some() { "left waiting" } else { "left notified" })?;
                item.map_or(Ok(()), |item| write!(f, ", {item} back"))
            }
            Self::Drained(items) => {
                f.write_str("drained")?;
                items.iter().try_for_each(|item| write!(f, " {item}"))
            }
        }
    }
}

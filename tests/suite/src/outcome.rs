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
    /// There was not enough room to reserve.
    NoRoom,
    /// A reserve has its permit, for so much room.
    Permit(usize),
    /// A get of several has these items.
    GotMany(Vec<Item>),
    /// The items of a batch that did not get in, and why.
    Back(Refusal, Vec<Item>),
    /// The item is in, and these have left for it.
    Displaced(Vec<Item>),
    /// `task_done` was one too many.
    TooManyDone,
    /// It has to wait; the waiter that was replaced came back.
    Waits(Option<Waiter>),
    /// The operation was cancelled. Its waiter came back unless it had been notified. The items that
    /// had not been put came back.
    Left(Option<Waiter>, Vec<Item>),
    /// The next item is another one.
    NoMatch,
    /// These items were removed, in the order of their names.
    Removed(Vec<Item>),
    /// An immediate shutdown handed over these items.
    Drained(Vec<Item>),
}

/// Why items of a batch came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There was no room.
    Full,
    /// The queue has been shut down.
    ShutDown,
    /// The queue does not take them.
    Refused,
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

impl<T> From<&TryPutError<T>> for Refusal {
    fn from(error: &TryPutError<T>) -> Self {
        match error {
            TryPutError::Full(_) => Self::Full,
            TryPutError::ShutDown(_) => Self::ShutDown,
            TryPutError::Refused(_) => Self::Refused,
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
            Self::Left(waiter, items) => {
                f.write_str(if waiter.is_some() { "left waiting" } else { "left notified" })?;
                items.iter().try_for_each(|item| write!(f, ", {item} back"))
            }
            Self::NoMatch => f.write_str("no match"),
            Self::Removed(items) => write_items(f, "removed", items),
            Self::Drained(items) => write_items(f, "drained", items),
            Self::NoRoom => f.write_str("no room"),
            Self::Permit(room) => write!(f, "a permit for {room}"),
            Self::GotMany(items) => write_items(f, "got", items),
            Self::Back(Refusal::Full, items) => write_items(f, "full, back", items),
            Self::Back(Refusal::ShutDown, items) => write_items(f, "shut down, back", items),
            Self::Back(Refusal::Refused, items) => write_items(f, "refused, back", items),
            Self::Displaced(items) => write_items(f, "displaced", items),
        }
    }
}

fn write_items(f: &mut fmt::Formatter<'_>, what: &str, items: &[Item]) -> fmt::Result {
    f.write_str(what)?;
    items.iter().try_for_each(|item| write!(f, " {item}"))
}

/// Takes the names of items.
pub(crate) fn names(items: impl IntoIterator<Item = ByPriority>) -> Vec<Item> {
    items.into_iter().map(|ByPriority(item)| item).collect()
}

/// Returns the answer to a removal.
pub(crate) fn removed(items: impl IntoIterator<Item = ByPriority>) -> Answer {
    let mut items = names(items);
    items.sort_unstable_by_key(|item| item.name);
    Answer::Removed(items)
}

/// Returns the answer to a reserve that has failed.
pub(crate) fn reserve_failed(error: TryPutError) -> Answer {
    match error {
        TryPutError::Full(()) => Answer::NoRoom,
        TryPutError::ShutDown(()) => Answer::ShutDown(None),
        TryPutError::Refused(()) => Answer::Refused(None),
    }
}

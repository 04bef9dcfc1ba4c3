use std::fmt;

use crate::Item;

/// An actor, shown as a letter. It has at most one future pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(pub u8);

/// What to wake: a plain integer. Each actor has two, so that a renewed waiter can be told from the
/// one it replaced.
pub type Waiter = u32;

/// A waiter as the core holds it. All actors' waiters are equal, so two cores are equal if they differ
/// in names only.
///
/// A renewed waiter is not equal to one that was not renewed. Otherwise the explorer could miss a core
/// that has two waiters in the wrong order, if another program leads to the same state.
#[derive(Clone, Copy, Debug)]
pub struct Nameless(pub Waiter);

impl PartialEq for Nameless {
    fn eq(&self, other: &Self) -> bool {
        is_renewed(self.0) == is_renewed(other.0)
    }
}

/// Everything that can be done to a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// Puts an item or is refused.
    TryPut(Item),
    /// Gets an item or is refused.
    TryGet,
    /// Puts an item, and waits in the put line if there is no room.
    Put(Item),
    /// Gets an item, and waits in the get line if there is none.
    Get,
    /// Begins a get as a stream does, which may be given up without a cancel.
    Next,
    /// Waits in the join line unless all tasks are done.
    Join,
    /// Polls the pending future with the waiter it has, at any moment.
    Ask,
    /// Polls the pending future, which has not been notified, with another waiter.
    Renew,
    /// Drops the pending future.
    Leave,
    /// Says that one task has been dealt with.
    TaskDone,
    /// Shuts down and leaves the items to be got.
    ShutDown,
    /// Shuts down and takes the items.
    ShutDownNow,
    /// Notifies all that may have missed a notification, as after a panic that came out of the queue.
    Recover,
}

/// One line of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// The actor.
    pub actor: Actor,
    /// What is done.
    pub op: Op,
}

impl Actor {
    /// The actor of the attempts, which need no future. It can act while all others wait.
    pub const OUTSIDER: Self = Self(25);

    /// Returns the waiter an actor enters a line with.
    #[must_use]
    pub fn waiter(self) -> Waiter {
        Waiter::from(self.0) * 2
    }

    /// Returns the actor of a waiter.
    ///
    /// # Panics
    ///
    /// Panics if no actor has this waiter.
    #[must_use]
    pub fn of(waiter: Waiter) -> Self {
        Self(u8::try_from(waiter / 2).expect("waiters are made by actors"))
    }
}

/// Returns the other of an actor's two waiters.
#[must_use]
pub(crate) const fn renewed(waiter: Waiter) -> Waiter {
    waiter ^ 1
}

/// Returns whether it is the second of an actor's two waiters.
const fn is_renewed(waiter: Waiter) -> bool {
    !waiter.is_multiple_of(2)
}

/// Writes a waiter as its actor's letter, with a dash for the second one.
pub(crate) fn write_waiter(f: &mut fmt::Formatter<'_>, waiter: Waiter) -> fmt::Result {
    write!(f, "{}{}", Actor::of(waiter), if is_renewed(waiter) { "'" } else { "" })
}

impl Op {
    /// Every operation that puts nothing.
    pub const WITHOUT_ITEM: [Self; 11] = [
        Self::TryGet,
        Self::Get,
        Self::Next,
        Self::Join,
        Self::Ask,
        Self::Renew,
        Self::Leave,
        Self::TaskDone,
        Self::ShutDown,
        Self::ShutDownNow,
        Self::Recover,
    ];
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", char::from(b'a' + self.0))
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TryPut(item) => write!(f, "put_nowait {item}"),
            Self::TryGet => f.write_str("get_nowait"),
            Self::Put(item) => write!(f, "put {item}"),
            Self::Get => f.write_str("get"),
            Self::Next => f.write_str("next"),
            Self::Join => f.write_str("join"),
            Self::Ask => f.write_str("ask"),
            Self::Renew => f.write_str("renew"),
            Self::Leave => f.write_str("leave"),
            Self::TaskDone => f.write_str("task_done"),
            Self::ShutDown => f.write_str("shutdown"),
            Self::ShutDownNow => f.write_str("shutdown immediate"),
            Self::Recover => f.write_str("recover"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.actor, self.op)
    }
}

use std::fmt;

use queue_core::Event;

use crate::{Item, Order};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Reserves so much room or is refused.
    TryReserve(usize),
    /// Reserves so much room, and waits in the put line if there is less.
    Reserve(usize),
    /// Puts an item into the room of the oldest permit.
    PutReserved(Item),
    /// Gives the room of the oldest permit back.
    Release,
    /// Puts the items of a batch for which there is room.
    TryPutMany(Batch),
    /// Puts a batch, and waits in the put line while there is no room for all of it.
    PutMany(Batch),
    /// Gets up to so many items or is refused.
    TryGetMany(usize),
    /// Gets up to so many items, and waits in the get line if there is none.
    GetMany(usize),
    /// Waits until an event comes.
    Until(Event),
    /// Puts an item, even into a full queue, in place of others.
    ForcePut(Item),
    /// Changes the capacity.
    SetCapacity(usize),
    /// Gets the next item if it has this priority.
    TryGetIf(u8),
    /// Removes the first item of this priority.
    Remove(u8),
    /// Removes all items of this priority.
    RemoveAll(u8),
}

/// Items that are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Batch {
    /// The items, in order.
    pub items: [Item; 2],
    /// Whether all get in at once, or none.
    pub is_at_once: bool,
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
    /// Returns whether it begins a future.
    #[must_use]
    pub const fn begins(&self) -> bool {
        matches!(
            self,
            Self::Put(_)
                | Self::Get
                | Self::Next
                | Self::Join
                | Self::Reserve(_)
                | Self::PutMany(_)
                | Self::GetMany(_)
                | Self::Until(_)
        )
    }

    /// Returns whether it is done to a future that has begun.
    #[must_use]
    pub const fn is_of_future(&self) -> bool {
        matches!(self, Self::Ask | Self::Renew | Self::Leave)
    }

    /// Returns how much room it wants at once, at most.
    pub(crate) fn wants(&self, order: Order) -> usize {
        match self {
            Self::Put(item) => order.weigh(*item),
            Self::PutMany(Batch { items, is_at_once: true }) => {
                items.iter().map(|&item| order.weigh(item)).sum()
            }
            Self::PutMany(Batch { items, is_at_once: false }) => {
                items.iter().map(|&item| order.weigh(item)).max().unwrap_or(0)
            }
            Self::Reserve(room) => *room,
            _ => 0,
        }
    }

    /// Returns how many items or how much room it brings in at most.
    pub(crate) const fn load(&self) -> usize {
        match self {
            Self::TryPut(_) | Self::Put(_) | Self::ForcePut(_) => 1,
            Self::TryPutMany(batch) | Self::PutMany(batch) => batch.items.len(),
            Self::TryReserve(room) | Self::Reserve(room) => *room,
            _ => 0,
        }
    }
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
            Self::TryReserve(room) => write!(f, "reserve_nowait {room}"),
            Self::Reserve(room) => write!(f, "reserve {room}"),
            Self::PutReserved(item) => write!(f, "put_reserved {item}"),
            Self::Release => f.write_str("release"),
            Self::TryPutMany(batch) => write!(f, "put_nowait {batch}"),
            Self::PutMany(batch) => write!(f, "put {batch}"),
            Self::TryGetMany(limit) => write!(f, "get_nowait up to {limit}"),
            Self::GetMany(limit) => write!(f, "get up to {limit}"),
            Self::Until(event) => write!(f, "until {event:?}"),
            Self::ForcePut(item) => write!(f, "force_put {item}"),
            Self::SetCapacity(capacity) => write!(f, "capacity {capacity}"),
            Self::TryGetIf(priority) => write!(f, "get_nowait ^{priority}"),
            Self::Remove(priority) => write!(f, "remove ^{priority}"),
            Self::RemoveAll(priority) => write!(f, "remove all ^{priority}"),
        }
    }
}

impl fmt::Display for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.items;
        write!(f, "{first} and {second}{}", if self.is_at_once { " at once" } else { "" })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.actor, self.op)
    }
}

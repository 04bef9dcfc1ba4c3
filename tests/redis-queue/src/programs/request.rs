use super::step::Where;

/// A session. A number is never used again.
pub(super) type SessionId = u32;

/// What programs put. Each has a number of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: u16,
    pub(super) rank: i32,
}

/// A lease, by the request that has taken it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LeaseKey {
    pub(super) session: SessionId,
    pub(super) number: u64,
    pub(super) item: u16,
}

/// One call of a function.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) session: SessionId,
    /// How much time has passed since the last call.
    pub(super) passed: u64,
    /// The number of the request, or of the first of several; zero is none.
    pub(super) number: u64,
    /// The requests whose answers have arrived.
    pub(super) arrived: Vec<u64>,
    pub(super) request: Request,
}

#[derive(Clone, Debug)]
pub(super) enum Request {
    Hello,
    Beat,
    Put {
        items: Vec<Item>,
        waits: bool,
    },
    PutLater(Item, u64),
    Take {
        waits: bool,
        limit: usize,
        lasts: u64,
    },
    Done(LeaseKey),
    Retry(LeaseKey, Where),
    Extend(LeaseKey, u64),
    /// Put the item of its dead letter anew.
    Revive(Item),
    /// Drop the dead letter of an item.
    Drop(Item),
    Join,
    Cancel(u64),
    Resize(usize),
    Shutdown {
        is_now: bool,
    },
    Bye,
}

impl Request {
    /// How many numbers it has.
    pub(super) const fn count(&self) -> u64 {
        match self {
            Self::Put { items, .. } => items.len() as u64,
            Self::Hello | Self::Beat | Self::Cancel(_) | Self::Bye => 0,
            Self::PutLater(..)
            | Self::Take { .. }
            | Self::Done(_)
            | Self::Retry(..)
            | Self::Extend(..)
            | Self::Revive(_)
            | Self::Drop(_)
            | Self::Join
            | Self::Resize(_)
            | Self::Shutdown { .. } => 1,
        }
    }

    /// Whether the client may cancel it.
    pub(super) const fn can_be_cancelled(&self) -> bool {
        matches!(self, Self::Put { .. } | Self::PutLater(..) | Self::Take { .. } | Self::Join)
    }
}

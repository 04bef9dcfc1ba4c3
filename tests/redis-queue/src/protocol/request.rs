use crate::protocol::lease::{Lease, Leases};
use crate::protocol::shutdown::Closed;

/// The number of a request within its session.
pub(crate) type Number = u8;
/// A connection's generation within its session.
pub(crate) type Epoch = u8;
/// The index of a client, and of its session.
pub(crate) type Client = u8;
/// A put of a program. Its job has the same number.
pub(crate) type Item = u8;
/// Jobs, as bits.
pub(crate) type Items = u8;
/// Numbers of requests, as bits.
pub(crate) type Numbers = u32;

/// A request as it travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Request {
    pub(crate) epoch: Epoch,
    pub(crate) number: Number,
    /// Numbers whose answers have arrived.
    pub(crate) arrived: Numbers,
    pub(crate) body: Body,
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Body {
    /// The next epoch begins. The client still has these operations and leases.
    Hello {
        open: Numbers,
        held: Leases,
    },
    Put(Item),
    /// Puts this item and the next one, under two numbers.
    PutTwo(Item),
    TryPut(Item),
    /// Puts an item that comes in after a delay.
    PutLater(Item),
    /// Takes so many jobs at most.
    Take(u8),
    Done(Lease),
    Retry(Lease),
    /// The job comes back after a delay.
    RetryLater(Lease),
    Cancel(Number),
    Beat,
    Count,
    Join,
    Shutdown(Closed),
}

impl Body {
    /// How many requests it has.
    pub(crate) fn count(self) -> u8 {
        if let Self::PutTwo(_) = self { 2 } else { 1 }
    }

    /// The lease that it ends.
    pub(crate) fn ends(self) -> Option<Lease> {
        match self {
            Self::Done(lease) | Self::Retry(lease) | Self::RetryLater(lease) => Some(lease),
            Self::Hello { .. }
            | Self::Put(_)
            | Self::PutTwo(_)
            | Self::TryPut(_)
            | Self::PutLater(_)
            | Self::Take(_)
            | Self::Cancel(_)
            | Self::Beat
            | Self::Count
            | Self::Join
            | Self::Shutdown(_) => None,
        }
    }
}

/// What the engine answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Answer {
    Put,
    Full,
    /// The answer comes later, over the stream of wakes.
    Wait,
    /// Leases, unless they have ended by now.
    Taken(Leases),
    Done,
    Stale,
    Cancelled,
    Joined,
    ShutDown,
    /// The engine does not know this epoch of the session.
    Unknown,
    /// The engine remembers the session since this epoch.
    Hello {
        is_new: bool,
        since: Epoch,
    },
}

/// The answers of a request as they travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Reply {
    pub(crate) number: Number,
    pub(crate) body: Body,
    pub(crate) answers: [Option<Answer>; 2],
}

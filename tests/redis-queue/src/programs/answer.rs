use super::request::SessionId;

/// What a request is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Put,
    Full,
    Empty,
    ShutDown,
    Wait,
    Taken(Vec<Taken>),
    Done,
    Stale,
    Joined,
    Cancelled,
    Unknown,
    Hello {
        /// The epoch since which the engine remembers the session.
        since: u64,
    },
    /// How long it is until something is due.
    Due(Option<u64>),
}

/// A job that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) item: u16,
    pub(super) attempts: u32,
}

/// A dead letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) item: u16,
    pub(super) attempts: u32,
    pub(super) cause: Cause,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Attempts,
    ShutDown,
    Undecodable,
}

/// What a call leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Report {
    /// One answer for each request of the call.
    pub(super) answers: Vec<Answer>,
    /// The answers to requests that have waited, sorted by session and number.
    pub(super) wakes: Vec<(SessionId, u64, Answer)>,
    pub(super) counts: Counts,
}

/// What can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) len: usize,
    /// Zero is unbounded.
    pub(super) capacity: usize,
    pub(super) unfinished: usize,
    pub(super) in_flight: usize,
    pub(super) delayed: usize,
    pub(super) returning: usize,
    pub(super) puts: usize,
    pub(super) takes: usize,
    pub(super) dead: usize,
    /// One after a graceful shutdown, two after an immediate one.
    pub(super) closed: usize,
}

use queue_core::work::Cause;

/// What a step leads to, until nothing more happens by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the call returns.
    pub returned: Returned,
    /// The waiting operations that finish, by their numbers, in order.
    pub finished: Vec<(usize, Returned)>,
    /// The jobs that die, in order.
    pub dead: Vec<(Ended, Cause)>,
    /// The items that are left over, sorted.
    pub spent: Vec<u8>,
    /// What the queue is like afterwards.
    pub facts: Facts,
}

/// What a call or an operation returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// It has done what it is for.
    Done,
    /// It waits, as the operation with this number.
    Waits(usize),
    /// A job.
    Got(Ended),
    /// There is no room.
    Full,
    /// There is no job.
    Empty,
    /// The queue was shut down.
    ShutDown,
    /// The lease has ended.
    Stale,
    /// The lease does not end by itself.
    NoCopy,
    /// These items are handed out, by a shutdown, or by a put that has not put.
    Items(Vec<u8>),
}

/// A job that came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The number of its item.
    pub id: u8,
    /// How many times it was taken.
    pub attempts: u32,
}

/// What can be asked of a work queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Facts {
    /// How many jobs can be taken.
    pub len: usize,
    /// Whether there is no room.
    pub is_full: bool,
    /// How many jobs have not ended.
    pub unfinished: usize,
    /// How many are out.
    pub leased: usize,
    /// How many are not due.
    pub delayed: usize,
    /// How many wait for another one of their key.
    pub behind: usize,
    /// How many came when there was no room.
    pub returning: usize,
    /// When a job changes by itself.
    pub deadline: Option<u64>,
}

use serde::{Deserialize, Serialize};

/// An event, when it happened, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Microseconds of the machine's monotonic clock.
    pub at: u64,
    /// The process that wrote it. The storm writes as itself.
    pub by: String,
    /// What happened.
    pub event: Event,
}

/// What a process did, or what the storm did to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A put begins.
    Put {
        /// Its item: no other put has it.
        item: String,
        /// Whether the job is due later.
        is_delayed: bool,
        /// The item before it, if several are put with one call.
        after: Option<String>,
    },
    /// A put has put.
    HasPut {
        /// Its item.
        item: String,
    },
    /// A put has not put, and never will: it was cancelled, or the queue was full.
    HasNotPut {
        /// Its item.
        item: String,
    },
    /// A put failed or was dropped: it may have put.
    MayHavePut {
        /// Its item.
        item: String,
        /// Why.
        why: String,
    },
    /// A take was dropped, or failed.
    TakeCancelled {
        /// Why.
        why: String,
    },
    /// A take has returned a lease.
    Taken {
        /// The item of the job.
        item: String,
        /// The generation of the lease.
        generation: u64,
        /// The attempts of the job.
        attempts: u32,
        /// When it ends by itself, at the earliest.
        ends: Option<u64>,
    },
    /// An answer to a lease begins.
    Say {
        /// The item of the job.
        item: String,
        /// The generation of the lease.
        generation: u64,
        /// The answer.
        word: Word,
    },
    /// An answer to a lease has a reply.
    Heard {
        /// The item of the job.
        item: String,
        /// The generation of the lease.
        generation: u64,
        /// The answer.
        word: Word,
        /// The reply.
        reply: Reply,
    },
    /// The process, or the machine, did nothing since then.
    Stalled {
        /// When it began.
        since: u64,
    },
    /// The connections of a process were disturbed from now on.
    Disturbed {
        /// The process.
        client: String,
        /// When it ends.
        until: u64,
    },
    /// A process was killed.
    Killed {
        /// The process.
        client: String,
    },
    /// A process was stopped.
    Stopped {
        /// The process.
        client: String,
    },
    /// A process that was stopped goes on.
    GoesOn {
        /// The process.
        client: String,
    },
    /// The server was killed.
    ServerDown,
    /// The server is there again.
    ServerUp,
    /// The numbers of the queue, read in one script.
    Counted {
        /// Jobs that can be taken.
        len: usize,
        /// The capacity.
        capacity: usize,
        /// Jobs that have come back and found no room.
        returning: usize,
        /// Takes that wait.
        takers: usize,
        /// Puts that wait.
        putters: usize,
    },
    /// At the end, a dead letter is there.
    Dead {
        /// Its item.
        item: String,
    },
    /// What did not come to its end, or failed.
    Stuck {
        /// What it is.
        what: String,
    },
}

/// An answer to a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Word {
    /// The job is done.
    Done,
    /// The job comes back, by a retry or a drop of the lease.
    Retry,
    /// The lease ends so many microseconds after now.
    Extend(u64),
}

/// What the queue replied to an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// The lease was good.
    Good,
    /// The lease had ended before.
    Stale,
    /// The answer failed, or its future was dropped.
    Unknown(String),
}

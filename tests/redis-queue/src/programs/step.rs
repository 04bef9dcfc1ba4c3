use std::fmt;

/// A step of a program. Most are taken by a session, which is named by its number.
///
/// A lease, or a request, is one of those that there are at that step, by its number modulo theirs. Without any, the
/// step does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Put items of these ranks with one request, if there is room.
    TryPut(usize, Vec<i32>),
    /// Put items of these ranks with one request, and wait for room.
    Put(usize, Vec<i32>),
    /// Put an item of a rank that is due so much later.
    PutLater(usize, i32, u64),
    /// Take up to so many jobs, for so long.
    TryTake(usize, usize, u64),
    /// Take up to so many jobs, for so long, and wait for the first.
    Take(usize, usize, u64),
    /// End the job of a good lease.
    Done(usize),
    /// Give the job of a good lease back.
    Retry(usize, Where),
    /// Let a good lease end so long after now.
    Extend(usize, u64),
    /// Let a session end the job of any lease, of any session, good or not.
    Stale(usize, usize),
    /// Cancel a put, a take or a join.
    Cancel(usize, usize),
    /// Wait until all jobs have ended.
    Join(usize),
    /// Put the item of a dead letter anew.
    Revive(usize, usize),
    /// Drop a dead letter.
    Drop(usize, usize),
    /// Change the capacity; zero is unbounded.
    Resize(usize, usize),
    /// Shut the queue down gracefully.
    Shutdown(usize),
    /// Shut the queue down immediately.
    ShutdownNow(usize),
    /// So much time passes, and then the session has a beat.
    Beat(usize, u64),
    /// So much time passes.
    Pass(u64),
    /// Send a request again.
    Again(usize, usize),
    /// Begin the next epoch, and send all open requests again.
    Hello(usize),
    /// A put, or a hello, of an earlier epoch arrives.
    Late(usize, bool),
    /// The answers to all requests that have one have arrived.
    Arrived(usize),
    /// End the session. Another one takes its number.
    Bye(usize),
}

/// Where a job goes that is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// To its old place.
    Place,
    /// To the end.
    End,
    /// To the end, after so much time.
    Later(u64),
    /// To the dead letters.
    Dead,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

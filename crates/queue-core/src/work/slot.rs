use super::job::NEVER;
use super::{Job, Rules};

/// A job inside a work queue.
#[derive(Debug)]
pub(super) struct Slot<R: Rules> {
    /// There is none while it is out and no copy was left.
    pub(super) item: Option<R::Item>,
    /// There is none while the order of the ready jobs has it.
    pub(super) rank: Option<R::Rank>,
    /// Its place in the order.
    pub(super) arrival: u64,
    /// The ticket of a ready job, and the generation of a lease.
    pub(super) number: u64,
    /// Not before this time.
    pub(super) due: u64,
    /// [`NEVER`], or when it has lived too long.
    pub(super) expires: u64,
    /// [`NEVER`], or when its timer goes off.
    pub(super) alarm: u64,
    /// [`UNKNOWN`](super::job::UNKNOWN), or when it was put.
    pub(super) since: u64,
    pub(super) attempts: u32,
    /// The line of its key.
    pub(super) line: Option<u32>,
    pub(super) stage: Stage,
    pub(super) has_room: bool,
}

/// Where a job is in its life.
///
/// ```text
///           put                     take                      done
///   ------------------> ready ---------------> leased --------------------> ended
///      |      |          ^ ^                     |                            ^
///      |      v          | |     its key is free |                            |
///      |    behind ------+ |                     | retry, or its time is up   |
///      |                   | its time has come   v                            |
///      +--> delayed -------+<-------------- ready, delayed or returning       |
///             |                                                               |
///             +--> returning, if there is no room --> ready      too many attempts, or expired
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It can be taken, and has the entry with its ticket.
    Ready,
    /// Another one of its key has not ended.
    Behind,
    /// Its time has not come.
    Delayed,
    /// It came when there was no room.
    Returning,
    /// It has been taken.
    Leased,
}

impl<R: Rules> Slot<R> {
    /// Whether it is still at the stage that it had entered with this number.
    #[inline]
    pub(super) fn is_at(&self, stage: Stage, number: u64) -> bool {
        self.stage == stage && self.number == number
    }

    /// When it changes by itself, unless it is leased.
    pub(super) fn next_change(&self) -> u64 {
        match self.stage {
            Stage::Delayed => self.due.min(self.expires),
            Stage::Ready | Stage::Behind | Stage::Returning => self.expires,
            Stage::Leased => NEVER,
        }
    }

    pub(super) fn into_job(self) -> Option<Job<R::Item>> {
        let Self { item, attempts, expires, since, .. } = self;
        item.map(|item| Job { item, attempts, expires, since, lease: None })
    }
}

impl<R: Rules<Item: Clone, Rank: Clone>> Clone for Slot<R> {
    fn clone(&self) -> Self {
        Self { item: self.item.clone(), rank: self.rank.clone(), ..*self }
    }
}

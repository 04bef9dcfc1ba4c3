use crate::chaos::{Reply, Word};

/// What the processes know about a job.
#[derive(Clone, Debug, Default)]
pub(super) struct Job {
    pub(super) item: String,
    /// When its put began.
    pub(super) put: Option<u64>,
    pub(super) is_delayed: bool,
    /// The item before it in the same put.
    pub(super) after: Option<String>,
    /// When its put ended, and whether it has put, if that is known.
    pub(super) put_ended: Option<(u64, Option<bool>)>,
    /// Ordered by their generations.
    pub(super) leases: Vec<Lease>,
    /// How many dead letters it is.
    pub(super) dead: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Lease {
    pub(super) generation: u64,
    pub(super) by: String,
    pub(super) at: u64,
    pub(super) attempts: u32,
    /// When it ends by itself, at the earliest.
    pub(super) ends: Option<u64>,
    pub(super) answers: Vec<Answer>,
}

#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) word: Word,
    pub(super) at: u64,
    pub(super) reply: Option<(u64, Reply)>,
}

impl Job {
    /// When its put was acknowledged.
    pub(super) fn put_at(&self) -> Option<u64> {
        self.put_ended.filter(|&(_, put)| put == Some(true)).map(|(at, _)| at)
    }

    /// All answers to its leases, with the lease.
    pub(super) fn answers(&self) -> impl Iterator<Item = (&Lease, &Answer)> {
        self.leases.iter().flat_map(|lease| lease.answers.iter().map(move |answer| (lease, answer)))
    }

    /// The times at which something happened to it, from when to when.
    pub(super) fn spans(&self) -> impl Iterator<Item = (u64, u64)> {
        let put = self.put.map(|at| (at, self.put_ended.map_or(u64::MAX, |(end, _)| end)));
        let leases = self.leases.iter().map(|lease| (lease.at, lease.at));
        let answers = self.answers().map(|(_, answer)| (answer.at, answer.end()));
        put.into_iter().chain(leases).chain(answers)
    }
}

impl Answer {
    pub(super) fn is_good(&self) -> bool {
        matches!(self.reply, Some((_, Reply::Good)))
    }

    pub(super) fn is_unknown(&self) -> bool {
        matches!(self.reply, None | Some((_, Reply::Unknown(_))))
    }

    fn end(&self) -> u64 {
        self.reply.as_ref().map_or(u64::MAX, |&(at, _)| at)
    }
}

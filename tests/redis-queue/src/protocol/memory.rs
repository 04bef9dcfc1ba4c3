use crate::protocol::lease::Leases;
use crate::protocol::request::{Answer, Epoch, Number};

/// A session as the engine knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Session {
    pub(crate) time: Time,
    /// Its hash, unless it was forgotten.
    pub(crate) memory: Option<Memory>,
    /// Its stream: the entries that the client has not read. Those that it has read are never read again.
    pub(crate) wakes: Vec<(Number, Answer)>,
}

/// Whether the time of a session has passed, and whether a beat has noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Time {
    Alive,
    Overdue,
    #[default]
    Ended,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Memory {
    pub(crate) epoch: Epoch,
    /// The epoch in which it began.
    pub(crate) since: Epoch,
    pub(crate) is_lost: bool,
    pub(crate) records: Vec<(Number, Record)>,
}

/// The answer to a request that changed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Record {
    Wait,
    Put,
    Taken(Leases),
    Done,
    Joined,
    ShutDown,
}

impl Memory {
    pub(crate) fn new(epoch: Epoch) -> Self {
        Self { epoch, since: epoch, is_lost: false, records: Vec::new() }
    }
}

impl Session {
    pub(crate) fn record(&self, number: Number) -> Option<Record> {
        let records = &self.memory.as_ref()?.records;
        records.iter().find(|record| record.0 == number).map(|record| record.1)
    }

    pub(crate) fn remember(&mut self, number: Number, record: Record) {
        self.forget(number);
        if let Some(memory) = &mut self.memory {
            memory.records.push((number, record));
            memory.records.sort_unstable_by_key(|record| record.0);
        }
    }

    pub(crate) fn forget(&mut self, number: Number) {
        if let Some(memory) = &mut self.memory {
            memory.records.retain(|record| record.0 != number);
        }
    }
}

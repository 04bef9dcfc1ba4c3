use crate::protocol::lease::{Lease, Leases};
use crate::protocol::line::Line;
use crate::protocol::memory::{Record, Session};
use crate::protocol::request::{Answer, Body, Client, Epoch, Item, Items, Number, Request};
use crate::protocol::shutdown::Closed;
use crate::protocol::{Mistake, Setup};

/// What the scripts keep on the server, and what they do with it. Each function has the name of its Lua twin.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Engine {
    pub(crate) sessions: Vec<Session>,
    /// Jobs that have not ended, in the order of their arrival.
    pub(crate) jobs: Vec<Item>,
    pub(crate) ready: Vec<Item>,
    pub(crate) returning: Vec<Item>,
    /// Jobs that are not due.
    pub(crate) delayed: Vec<Item>,
    /// The good leases, and their sessions.
    pub(crate) leases: Vec<(Lease, Client)>,
    pub(crate) puts: Line,
    pub(crate) takes: Line,
    pub(crate) joins: Line,
    pub(crate) closed: Closed,
    /// Jobs that a lease has ended, as bits.
    pub(crate) done: Items,
    /// Dead letters, as bits.
    pub(crate) dead: Items,
    /// How often each job was stored.
    pub(crate) stored: Vec<u8>,
    /// How often each job was taken, as the leases say it.
    pub(crate) attempts: Vec<u8>,
    /// The last generation of each job. The real ones are of the whole queue; only whether they are equal matters.
    pub(crate) generations: Vec<u8>,
}

/// A script that fails, or does what it must not.
pub(crate) type Fault = &'static str;

impl Engine {
    pub(crate) fn new(clients: usize, items: usize) -> Self {
        Self {
            sessions: vec![Session::default(); clients],
            jobs: Vec::new(),
            ready: Vec::new(),
            returning: Vec::new(),
            delayed: Vec::new(),
            leases: Vec::new(),
            puts: Line::default(),
            takes: Line::default(),
            joins: Line::default(),
            closed: Closed::No,
            done: 0,
            dead: 0,
            stored: vec![0; items],
            attempts: vec![0; items],
            generations: vec![0; items],
        }
    }

    /// Carries a request out.
    pub(crate) fn run(
        &mut self,
        setup: &Setup,
        me: Client,
        request: Request,
    ) -> Result<[Option<Answer>; 2], Fault> {
        let Request { epoch, number, arrived, body } = request;
        if let Body::Hello { open, held } = body {
            return Ok([Some(self.hello(setup, me, epoch, (open, held))?), None]);
        }
        if let Some(memory) = &mut self.sessions[usize::from(me)].memory
            && (body != Body::Count || !setup.has(Mistake::CountIgnoresArrived))
        {
            memory.records.retain(|(number, _)| arrived & 1 << number == 0);
        }
        if self.refuses(setup, me, epoch) {
            return Ok([Some(Answer::Unknown), None]);
        }
        if let Body::PutTwo(item) = body {
            return self.put_two(setup, me, number, item);
        }
        let answer = match self.answered(me, number) {
            Some(answer) => answer,
            None => self.carry_out(setup, me, number, body)?,
        };
        Ok([Some(answer), None])
    }

    fn refuses(&self, setup: &Setup, me: Client, epoch: Epoch) -> bool {
        let Some(memory) = &self.sessions[usize::from(me)].memory else { return true };
        let is_current = memory.epoch == epoch
            || setup.has(Mistake::NoEpochCheck)
            || setup.has(Mistake::EpochOnlyOnClient) && memory.epoch <= epoch;
        !is_current || memory.is_lost
    }

    pub(super) fn answered(&self, me: Client, number: Number) -> Option<Answer> {
        let is_good = |lease| self.leases.iter().any(|good| good.0 == lease);
        Some(match self.sessions[usize::from(me)].record(number)? {
            Record::Wait => Answer::Wait,
            Record::Put => Answer::Put,
            Record::Done => Answer::Done,
            Record::Joined => Answer::Joined,
            Record::ShutDown => Answer::ShutDown,
            Record::Taken(leases) => {
                Answer::Taken(leases.iter().filter(|&lease| is_good(lease)).collect())
            }
        })
    }

    pub(super) fn record(&mut self, session: Client, number: Number, record: Record) {
        self.sessions[usize::from(session)].remember(number, record);
    }

    pub(super) fn record_taken(
        &mut self,
        setup: &Setup,
        to: Client,
        number: Number,
        leases: Leases,
    ) {
        let limit = if setup.has(Mistake::RecordOfFirstLease) { 1 } else { 2 };
        self.record(to, number, Record::Taken(leases.iter().take(limit).collect()));
    }

    pub(super) fn tell(
        &mut self,
        setup: &Setup,
        to: Client,
        number: Number,
        record: Record,
        answer: Answer,
    ) {
        if setup.has(Mistake::WakeWithoutRecord) {
            self.sessions[usize::from(to)].forget(number);
        } else {
            self.record(to, number, record);
        }
        self.sessions[usize::from(to)].wakes.push((number, answer));
    }
}
